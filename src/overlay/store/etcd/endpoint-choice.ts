/** How long one that failed is left alone while others answer. */
const REST_MS = 10_000;

/** Which of several endpoints is asked: the same as before for as long as it answers, so that there is one connection. */
export class EndpointChoice<Endpoint> {
  readonly all: readonly Endpoint[];
  readonly #now: () => number;
  readonly #restsUntil = new Map<Endpoint, number>();
  #preferred: Endpoint;

  /** Begins with any of them, so that hosts spread over the store. */
  constructor(
    all: readonly Endpoint[],
    now: () => number = () => performance.now(),
    random: () => number = Math.random,
  ) {
    const first = all[Math.floor(random() * all.length)];
    if (first === undefined) throw new RangeError('no endpoints');
    this.all = all;
    this.#now = now;
    this.#preferred = first;
  }

  get isEveryoneResting(): boolean {
    return this.all.every((endpoint) => this.#rest(endpoint) > 0);
  }

  /** The preferred one, or the next that has not failed lately; if all have, the one whose failure is the oldest. */
  choose(): Endpoint {
    const start = this.all.indexOf(this.#preferred);
    const inOrder = [...this.all.slice(start), ...this.all.slice(0, start)];
    const [first = this.#preferred, ...others] = inOrder;
    return others.reduce((best, other) => (this.#rest(other) < this.#rest(best) ? other : best), first);
  }

  answered(endpoint: Endpoint): void {
    this.#restsUntil.delete(endpoint);
    this.#preferred = endpoint;
  }

  failed(endpoint: Endpoint): void {
    this.#restsUntil.set(endpoint, this.#now() + REST_MS);
  }

  #rest(endpoint: Endpoint): number {
    return Math.max(0, (this.#restsUntil.get(endpoint) ?? 0) - this.#now());
  }
}
