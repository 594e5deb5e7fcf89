// What repositories answered of late. Deployments of the same one look at it each for itself, now and then: one that may have an
// answer that is a little old need not ask, so that twenty stacks of one repository are not twenty times the requests.
import { digestOf } from '../../core/hash.ts';
import type { MovingRevision, RemoteReference } from './choose-reference.ts';
import type { GitAccess } from './git-access.ts';

/** Those who show the server the same and ask for the same get the same answer. */
export type Question = { readonly url: string; readonly revision: MovingRevision; readonly access: GitAccess };

type Answer = {
  readonly reference: RemoteReference;
  /** When it was asked for, in milliseconds of the clock. */
  readonly at: number;
};

/** Each is some hundred bytes. */
const MOST_KEPT = 1000;

export class RecentReferences {
  readonly #now: () => number;
  /** By a digest: what is shown to a server may be a password. The oldest first. */
  readonly #answers = new Map<string, Answer>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What was answered at most so long ago, else what `ask` gives. Failures are not kept. */
  async find(question: Question, maxAgeMs: number, ask: () => Promise<RemoteReference>): Promise<RemoteReference> {
    const key = digestOf(question);
    const at = this.#now();
    const known = this.#answers.get(key);
    if (known && at - known.at < maxAgeMs) return known.reference;
    const reference = await ask();
    this.#keep(key, { reference, at });
    return reference;
  }

  /** Where an answer comes after one to a later question, nobody knows which of them is the newer one: none is kept. */
  #keep(key: string, answer: Answer): void {
    const known = this.#answers.get(key);
    this.#answers.delete(key);
    if (known && known.at > answer.at) return;
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_KEPT && oldest !== undefined) this.#answers.delete(oldest);
  }
}
