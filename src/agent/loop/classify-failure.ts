// What a failure says about a commit: whether to try it again, and how soon.
import type { WireError } from '../../core/errors.ts';
import { isRefusal } from '../refusals.ts';

/**
 * `refused`: this host does not want it. `invalid`: it cannot be what was meant. `unhealthy`: its containers are no good.
 * `transient`: has nothing to do with it; it is tried until it works. `failed`: anything else; it is tried some times.
 */
export type FailureClass = 'refused' | 'invalid' | 'unhealthy' | 'transient' | 'failed';

/** What the round was at. */
export type Stage = 'find' | 'examine' | 'load' | 'apply';

/** Others, or the machine, have to come back; the same commit will do then. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'aborted',
  'disk-full',
  'git-failed',
  'git-timeout',
  'image-key-invalid',
  'image-key-not-read',
  'image-unsigned',
  'interrupted',
  'provider-failed',
  'provider-timeout',
  'registry-unreachable',
  'round-timed-out',
  'signature-timeout',
  'signer-not-yet-valid',
  'source-unreachable',
  'superseded',
  'too-many-open-files',
  'worker-died',
]);

/** Of the commit itself, though no stack file is to blame. */
const INVALID: ReadonlySet<string> = new Set([
  'commit-damaged',
  'empty-desired',
  'invalid-tree',
  'link-outside-release',
  'many-removals',
  'path-not-found',
  'release-too-large',
]);

/** Depend on files of the host, though they are told as problems of a stack. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['no-key-fits', 'provider-not-allowed', 'provider-not-found']);

/** By its code first, then by where it came up. */
export function classifyFailure({ code, kind }: WireError, stage: Stage): FailureClass {
  if (isRefusal(code)) return 'refused';
  if (TRANSIENT.has(code)) return 'transient';
  if (INVALID.has(code)) return 'invalid';
  switch (stage) {
    case 'find':
    case 'examine':
      return 'transient';
    case 'load':
      return (kind === 'stack' || kind === 'usage') && !OF_THE_HOST.has(code) ? 'invalid' : 'failed';
    case 'apply':
      return kind === 'stack' || kind === 'usage' ? 'invalid' : 'failed';
  }
}
