// A plan: typed steps as plain JSON, each with its reason. What a step does to a snapshot is in simulate.ts, how it is
// carried out in apply/.
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../core/specs.ts';
import type { DesiredDependency } from './desired.ts';

export type Plan = {
  /** Digest of the steps. */
  readonly id: string;
  readonly stack: string;
  readonly steps: readonly Step[];
  readonly warnings: readonly PlanWarning[];
  /** Things that are as they should be, for `plan` and `up` to say. */
  readonly unchanged: readonly string[];
};

export type PlanWarning = { readonly code: string; readonly message: string };

/** Why a step is there. `field` is a path in the spec (`environment.LEVEL`); null is "not there". */
export type Cause =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'changed'; readonly field: string; readonly from: unknown; readonly to: unknown }
  /** A secret, or the bytes of a file: neither value is told. */
  | { readonly kind: 'content-changed'; readonly field: string }
  | { readonly kind: 'state'; readonly text: string }
  | { readonly kind: 'drift'; readonly text: string }
  | { readonly kind: 'asked'; readonly text: string }
  | { readonly kind: 'orphan' }
  | { readonly kind: 'dependency'; readonly on: string };

type StepBase = {
  /** Unique in its plan and the same for equal input: `create-container shop-web-1`. */
  readonly id: string;
  /** Ids of the steps that must have ended well before. */
  readonly after: readonly string[];
  readonly because: readonly Cause[];
  readonly when?: StepCondition;
  /** Id of the step that is undone when this one fails or is skipped. */
  readonly undoes?: string;
};

/** Left out as `unneeded` unless one of `done` did something (or `done` is empty) and none of `notDone` did. Ids of steps in `after` or before them. */
export type StepCondition = { readonly done: readonly string[]; readonly notDone: readonly string[] };

/** `container` is its name, or its id where two of the snapshot share a name. */
export type Step = StepBase &
  (
    | { readonly kind: 'pull-image'; readonly reference: string }
    | { readonly kind: 'build-image'; readonly reference: string; readonly inputs: string }
    | { readonly kind: 'create-network'; readonly spec: NetworkSpec }
    | { readonly kind: 'repair-network'; readonly name: string }
    | { readonly kind: 'remove-network'; readonly name: string }
    | { readonly kind: 'create-volume'; readonly spec: VolumeSpec }
    | { readonly kind: 'remove-volume'; readonly name: string }
    /** Creates, and starts if `start`. */
    | { readonly kind: 'create-container'; readonly spec: ContainerSpec; readonly start: boolean }
    /** Makes the new one ready, stops and removes the old, starts the new; the old comes back if the new does not start. */
    | RecreateContainer
    | StartSuccessor
    | StartCanary
    /** It gets so many thousandths of the new connections, the replicas of its service the rest. */
    | { readonly kind: 'share-traffic'; readonly container: string; readonly share: number }
    | WaitReady
    /** New connections go to the successor; the old one becomes NAME#previous, the successor NAME. */
    | (Switch & {
        readonly kind: 'switch-traffic';
        /** The connections are its already, after `switch-together`: what is left are the names. */
        readonly together?: true;
      })
    /** New connections go to all successors from one instant to the next; names are left to the steps of each. */
    | { readonly kind: 'switch-together'; readonly switches: readonly Switch[] }
    /** Lets it have no new connection, and waits until none is open or its grace is over. `unneeded` if nobody else serves. */
    | { readonly kind: 'drain-container'; readonly container: string }
    | Pause
    | { readonly kind: 'start-container'; readonly container: string }
    | { readonly kind: 'restart-container'; readonly container: string }
    | { readonly kind: 'stop-container'; readonly container: string }
    | { readonly kind: 'remove-container'; readonly container: string; readonly withAnonymousVolumes: boolean }
    | WaitService
  );

/** From one container to its successor, which gets the name. */
export type Switch = { readonly container: string; readonly successor: string; readonly name: string };

type RecreateContainer = {
  readonly kind: 'recreate-container';
  readonly container: string;
  readonly spec: ContainerSpec;
  readonly start: boolean;
  readonly renewAnonymousVolumes: boolean;
  /** Only if the image that `spec.image` names by then differs from this id, else the old one is started if it does not run; null is always. */
  readonly unlessImageId: string | null;
  /** With `unlessImageId`: an old one that has ended is not started when its image is the same. */
  readonly keepEnded: boolean;
  /** The old one stays, stopped, as NAME#previous: a later step removes it. */
  readonly keepsOld?: true;
};

/** Makes and starts NAME#next beside the old one, which keeps all connections. Undone, the old one is as it was. */
type StartSuccessor = {
  readonly kind: 'start-successor';
  readonly container: string;
  readonly spec: ContainerSpec;
  readonly unlessImageId: string | null;
  readonly keepEnded: boolean;
};

/** Makes and starts NAME#canary beside all replicas, without connections, in place of an earlier canary. Undone, it goes. */
type StartCanary = {
  readonly kind: 'start-canary';
  readonly container: string;
  readonly spec: ContainerSpec;
  /** Only if the image that `spec.image` names by then differs from this id; null is always. */
  readonly unlessImageId: string | null;
};

/** Waits until one container is healthy, or without a health check has run for a while; fails when it ends or is unwell. */
type WaitReady = {
  readonly kind: 'wait-ready';
  readonly container: string;
  readonly service: string;
  readonly monitorMs: number;
  readonly timeoutMs: number;
};

/** Between two batches of a service's containers. */
type Pause = {
  readonly kind: 'pause';
  readonly service: string;
  readonly ms: number;
  /** It is skipped, and so the batches after it, when more than so many steps before it failed. */
  readonly tolerated: number;
};

/** Waits until the containers of a service fulfil the condition; fails at once when they no longer can. */
type WaitService = {
  readonly kind: 'wait-service';
  readonly service: string;
  readonly containers: readonly string[];
  readonly condition: DesiredDependency['condition'];
  /** When false, its failure (or its being skipped after another's) is only warned of, and its followers go on. */
  readonly required: boolean;
};

export type StepKind = Step['kind'];

export type PlanPolicy = {
  readonly recreate: 'changed' | 'never' | 'always';
  readonly removeOrphans: boolean;
  /** Say nothing of orphans that stay. */
  readonly ignoreOrphans?: boolean;
  readonly renewAnonymousVolumes: boolean;
  /** Services asked for; empty is all. Their dependencies come along unless `noDependencies`. */
  readonly services: readonly string[];
  readonly noDependencies: boolean;
  /** Leave them created but not started. */
  readonly noStart: boolean;
  /** Rounds of repair: what has ended or was stopped by the user stays so; restart policies and users decide. */
  readonly keepEnded?: boolean;
  /** What was stopped by the user, or has ended well, stays so unless it differs. */
  readonly keepStopped?: boolean;
  /** Of orphans, only containers of these services and networks of these names go; all where it is left out. */
  readonly prunable?: { readonly services: readonly string[]; readonly networks: readonly string[] };
  /** `removeOrphans` of a stack without any service removes everything only with this. */
  readonly allowEmpty?: boolean;
  /** What canaries try takes the place of the old versions. */
  readonly promote?: boolean;
  /** By the rules of `rollback_config`. */
  readonly isRollback?: boolean;
};
