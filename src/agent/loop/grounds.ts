// What a commit is judged by in a round: what this host goes by, and how the deployment is declared.
import { digestOf } from '../../core/hash.ts';
import type { Grounds } from '../judge.ts';

export type RoundGrounds = Omit<Grounds, 'digest'> & {
  /** Another one, and what was held is tried anew. */
  readonly digest: string;
};

/** A changed declaration is another ground, too. The first generation has the digest of the host's grounds alone. */
export function roundGrounds(grounds: Grounds, generation: number): RoundGrounds {
  if (generation <= 1) return grounds;
  return { ...grounds, digest: digestOf({ grounds: grounds.digest, generation }) };
}
