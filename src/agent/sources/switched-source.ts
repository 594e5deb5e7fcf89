import type { Branch, Release, Source } from '../source.ts';
import type { Examined, ExamineRequest } from '../trust/examine-commit.ts';

/** A source that is one or another, as it is declared at each moment. */
export class SwitchedSource implements Source {
  readonly #current: () => Source;

  constructor(current: () => Source) {
    this.#current = current;
  }

  async findHead(signal: AbortSignal, maxAgeMs?: number): Promise<string> {
    return this.#current().findHead(signal, maxAgeMs);
  }

  async listBranches(signal: AbortSignal): Promise<readonly Branch[]> {
    return (await this.#current().listBranches?.(signal)) ?? [];
  }

  async examine(head: string, request: ExamineRequest): Promise<Examined> {
    return this.#current().examine(head, request);
  }

  async examineKnown(revision: string, request: Pick<ExamineRequest, 'trust' | 'signal'>): Promise<Examined> {
    return this.#current().examineKnown(revision, request);
  }

  async fetchRelease(revision: string, signal: AbortSignal): Promise<Release> {
    return this.#current().fetchRelease(revision, signal);
  }

  async findRelease(revision: string): Promise<Release | undefined> {
    return this.#current().findRelease(revision);
  }

  async keepOnly(revisions: readonly string[]): Promise<void> {
    return this.#current().keepOnly(revisions);
  }
}
