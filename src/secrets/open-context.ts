import type { AgeIdentity } from './age-identity.ts';

/** What opening a file needs to know beside its bytes. */
export type OpenContext = {
  /** Its path, as people are told. */
  readonly shown: string;
  readonly identities: readonly AgeIdentity[];
};
