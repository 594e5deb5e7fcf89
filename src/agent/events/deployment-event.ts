// What happens to deployments, as the loop tells it: reports, notifications, metrics and the audit log all listen to this.
import type { WireError } from '../../core/errors.ts';

/** Why a round began. */
export type Trigger = 'start' | 'poll' | 'webhook' | 'user' | 'drift' | 'dependency' | 'retry';

/** What every event says. Nothing in it may be a secret: it leaves the machine. */
export type EventFacts = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly deployment: string;
  /** Of the repository, as it was declared. */
  readonly url: string;
  readonly trigger: Trigger;
  /** Who asked for it, such as `uid 0`; null for the loop itself. */
  readonly actor: string | null;
  /** The commit it is about; null where none could be found. */
  readonly commit: string | null;
  /** Who signed that commit, where it was verified. */
  readonly signer: string | null;
};

/** What happened, and what only this kind has. */
export type Happening =
  /** Steps are about to be taken towards a commit. `plan` is its text as `dockr plan` prints it. */
  | { readonly kind: 'attempted'; readonly plan: string; readonly planId: string | null }
  /** The machine equals the commit. `previous` is the one that ran before. */
  | { readonly kind: 'applied'; readonly previous: string | null; readonly planId: string | null }
  /** It did not work out, and will be tried again. `failures` counts the rounds since one that ended well. */
  | { readonly kind: 'failed'; readonly error: WireError; readonly failures: number }
  /** Not to be deployed on this host: signatures, policy. Only another commit or other grounds mend it. */
  | { readonly kind: 'refused'; readonly error: WireError }
  /** It was not healthy, and `to` runs again. */
  | { readonly kind: 'rolled-back'; readonly to: string | null; readonly error: WireError }
  /** Given up until something changes. */
  | { readonly kind: 'stalled'; readonly error: WireError }
  /** What ran differed from the commit that runs, and was put back. `steps` are lines of a plan. */
  | { readonly kind: 'drift-repaired'; readonly steps: readonly string[] }
  /** What the repository does not have any more was removed. `resources` are like `container shop-web-1`. */
  | { readonly kind: 'pruned'; readonly resources: readonly string[] }
  /** The first round that ended well after some that did not. `since`: when the first of those ended. */
  | { readonly kind: 'recovered'; readonly since: number | null }
  /**
   * What a commit changes: `plan` is its text, `changes` counts the steps. With the number of a pull request, it is what that would
   * change, and nothing was; null for a commit that is about to be deployed, whose pull request its forge knows.
   */
  | { readonly kind: 'planned'; readonly pullRequest: number | null; readonly plan: string; readonly changes: number }
  /** A person changed the declaration. */
  | { readonly kind: 'added' | 'changed' | 'suspended' | 'resumed' | 'removed' };

export type DeploymentEvent = EventFacts & Happening;

export type EventKind = DeploymentEvent['kind'];
