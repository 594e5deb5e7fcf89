// Where the time goes: spans that a trace viewer draws. Costs nothing while nobody records.

export type Span = {
  readonly name: string;
  readonly category: string;
  readonly lane: string;
  readonly startUs: number;
  readonly durationUs: number;
};

/** Collects spans while at least one recording is open. Lanes are rows in the viewer: one per step or container. */
export class Tracer {
  readonly #recordings = new Set<Span[]>();

  /** Starts a recording; the returned function ends it and gives its spans. */
  record(): () => readonly Span[] {
    const spans: Span[] = [];
    this.#recordings.add(spans);
    return () => {
      this.#recordings.delete(spans);
      return spans;
    };
  }

  /** Marks the beginning of something; call the result at its end. */
  begin(category: string, name: string, lane: string): () => void {
    if (this.#recordings.size === 0) return nothing;
    const startUs = nowUs();
    return () => {
      const span = { name, category, lane, startUs, durationUs: nowUs() - startUs };
      for (const spans of this.#recordings) spans.push(span);
    };
  }

  async during<T>(category: string, name: string, lane: string, work: () => Promise<T>): Promise<T> {
    const end = this.begin(category, name, lane);
    try {
      return await work();
    } finally {
      end();
    }
  }
}

function nothing(): void {}

/** Microseconds since 1970 on a clock that does not jump. */
export function nowUs(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
