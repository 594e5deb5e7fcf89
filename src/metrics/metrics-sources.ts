// What metrics are read from when somebody asks for them.
import type { ContainerAction } from '../core/events.ts';

export type MetricsSources = {
  readonly version: string;
  /** `appliedAt` in milliseconds since 1970. */
  readonly deployments: () => readonly DeploymentFacts[];
  readonly containers: () => readonly { readonly state: string; readonly health: string }[];
  readonly images: () => number;
  /** Steps of builds that need not be done again. */
  readonly buildSteps: () => number;
  readonly audit: () => { readonly total: number; readonly waiting: number; readonly lost: number };
};

export type DeploymentFacts = { readonly name: string; readonly state: string; readonly appliedAt: number | null };

export type RoundFacts = {
  readonly deployment: string;
  readonly result: 'applied' | 'unchanged' | 'failed' | 'refused';
  /** The code of the error; null for a round that ended well. */
  readonly reason: string | null;
  readonly ms: number;
};

/** A request to the listener for webhooks. */
export type DeliveryFacts = {
  /** Who is said to send to that hook; `none` where there is no such hook, or it was not looked at so far. */
  readonly receiver: 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'generic' | 'none';
  /** Taken, or the reason why not. */
  readonly result:
    | 'accepted'
    | 'ignored'
    | 'refused'
    | 'replayed'
    | 'stale'
    | 'malformed'
    | 'oversized'
    | 'too-many'
    | 'not-a-delivery'
    | 'broken-off'
    | 'failed';
};

/** What is counted as it happens. */
export type MetricsCounters = {
  readonly round: (round: RoundFacts) => void;
  readonly repair: (kind: string) => void;
  readonly container: (action: ContainerAction) => void;
  readonly pull: (result: 'done' | 'failed') => void;
  readonly delivery: (delivery: DeliveryFacts) => void;
  /** A deployment is gone, and its series with it. */
  readonly forget: (deployment: string) => void;
};
