// What travels between client and daemon: JSON over HTTP on a unix socket. Long calls answer with JSON lines of
// DockrEvent, the last of which is `result` or `error`; short ones with one JSON value, or a WireError and status 4xx/5xx.

import type { SyncChange, SyncExpectation } from '../core/sync-change.ts';
import type { Plan, PlanPolicy } from '../reconcile/plan.ts';
import type { Build } from '../stack/model/build.ts';
import type { Stack } from '../stack/model.ts';

export const API_VERSION = 'v1';

export type StackRequest = {
  readonly stack: Stack;
  readonly policy: PlanPolicy;
  /** Replica counts that override the file's. */
  readonly scale: Readonly<Record<string, number>>;
  readonly build: 'when-changed' | 'always' | 'never';
  readonly pull: 'as-declared' | 'always' | 'never';
};

export type UpRequest = StackRequest & {
  /** Also wait until every container runs, or is healthy where it has a health check. */
  readonly wait: boolean;
  readonly waitTimeoutMs: number | null;
  /** In place of each container's own grace, for those that are replaced or removed. */
  readonly timeoutMs?: number | null;
  /** Ask for the daemon's spans, in the result. */
  readonly trace: boolean;
  /** Image reference -> id of the image to use for it. */
  readonly pinned?: Readonly<Record<string, string>>;
  /** For the history; `up` if left out. */
  readonly cause?: string;
  /** Refuse any other plan, with `plan-outdated`. */
  readonly expected?: Plan;
  /** Services whose images are not built anew, unless they are not here. */
  readonly keepImages?: readonly string[];
  /** Also a state that failed before and was rolled back. */
  readonly retry?: boolean;
  /** False leaves a failed update as it is. */
  readonly rollback?: boolean;
};

export type UpResult = {
  readonly plan: Plan;
  readonly failed: readonly string[];
  /** Where the stack was brought back to after its update failed, and what failed on the way. */
  readonly rolledBack: { readonly to: number; readonly failed: readonly string[] } | null;
  readonly containers: readonly ContainerSummary[];
  readonly trace?: readonly TraceSpan[];
};

export type PlanRequest = StackRequest & {
  /** Ask for the models, too, to be compared. */
  readonly withModels?: boolean;
};

export type PlanResult = {
  readonly plan: Plan;
  /** What was applied last and what is to be; in both, secrets are digests. */
  readonly models?: { readonly from: Stack | null; readonly to: Stack };
};

/** One of the states that a stack was brought to. */
export type RevisionSummary = {
  readonly revision: number;
  /** `applying applied applied-in-part failed rolled-back` */
  readonly outcome: string;
  /** `up`, `rollback to 3`, `commit 1f0a9c2` */
  readonly cause: string;
  readonly error: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly files: readonly string[];
  readonly images: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** The one that was applied last. */
  readonly isCurrent: boolean;
  /** Why it is not tried again unasked; null if it may be. */
  readonly quarantined: string | null;
};

/** A revision with its model, in which secrets are digests. */
export type RevisionDetails = RevisionSummary & { readonly model: Stack };

export type RollbackRequest = {
  readonly stack: string;
  /** null is the last one before the current that was applied well. */
  readonly to: number | null;
  readonly timeoutMs: number | null;
  readonly wait: boolean;
  readonly waitTimeoutMs: number | null;
  readonly trace: boolean;
};

/** What canaries try takes the place of the old versions. */
export type PromoteRequest = {
  readonly stack: string;
  /** None named is all that have a canary. */
  readonly services: readonly string[];
  readonly timeoutMs: number | null;
  readonly wait: boolean;
  readonly waitTimeoutMs: number | null;
  readonly trace: boolean;
};

export type DownRequest = {
  readonly stack: string;
  readonly volumes: boolean;
  readonly images: 'none' | 'local' | 'all';
  readonly timeoutMs: number | null;
  readonly trace: boolean;
};

/** `start stop restart kill rm` of containers, by stack and services, or by name. */
export type LifecycleRequest = {
  readonly stack: string | null;
  readonly services: readonly string[];
  readonly containers: readonly string[];
  readonly action: 'start' | 'stop' | 'restart' | 'kill' | 'remove';
  readonly timeoutMs: number | null;
  readonly signal: string | null;
  readonly volumes: boolean;
  readonly force: boolean;
};

/** Changes of a watched tree, for one running container. */
export type SyncRequest = {
  /** Name or id. */
  readonly container: string;
  /** An absolute path in the container. */
  readonly target: string;
  readonly changes: readonly SyncChange[];
  /** Where the bytes of files come from: a tree of the daemon's machine, or base64 by path. */
  readonly source: string | { readonly contents: Readonly<Record<string, string>> };
};

export type CompareRequest = {
  /** Name or id. */
  readonly container: string;
  /** An absolute path in the container. */
  readonly target: string;
  readonly expected: readonly SyncExpectation[];
};

/** A tree of the client's machine that a build needs, by a key that stays the same. */
export type OfferRequest = { readonly key: string; readonly expected: readonly SyncExpectation[] };

export type SendRequest = {
  readonly key: string;
  readonly changes: readonly SyncChange[];
  /** Base64 by path. */
  readonly contents: Readonly<Record<string, string>>;
};

/** A build with its Dockerfile in it. */
export type NeedsRequest = { readonly build: Build };

export type RunRequest = {
  readonly image: string;
  readonly command: readonly string[];
  readonly name: string | null;
  readonly environment: Readonly<Record<string, string | null>>;
  readonly entrypoint: readonly string[] | null;
  readonly user: string | null;
  readonly workingDir: string | null;
  readonly hostname: string | null;
  /** Compose's short forms; the daemon parses them. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly network: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly restart: string | null;
  readonly remove: boolean;
  readonly detach: boolean;
  readonly stdin: boolean;
  readonly init: boolean;
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly memory: string | null;
  readonly cpus: number | null;
  readonly pull: 'always' | 'missing' | 'never';
};

export type ExecRequest = {
  readonly container: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | null;
  readonly workingDir: string | null;
  readonly privileged: boolean;
  readonly stdin: boolean;
};

export type BuildRequest = {
  readonly stack: Stack;
  readonly services: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly args: Readonly<Record<string, string>>;
  readonly trace: boolean;
};

export type PullRequest = { readonly reference: string; readonly platform: string | null };

export type LogsRequest = {
  readonly stack: string | null;
  readonly services: readonly string[];
  readonly containers: readonly string[];
  readonly follow: boolean;
  /** Lines from the end; null is all. */
  readonly tail: number | null;
  /** Milliseconds since 1970. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
};

export type ContainerSummary = {
  readonly id: string;
  readonly name: string;
  readonly stack: string | null;
  readonly service: string | null;
  readonly image: string;
  readonly command: string;
  readonly createdAt: number;
  /** `created running restarting exited dead unknown` */
  readonly status: string;
  /** For people: `Up 5 minutes (healthy)`, `Exited (1) 3 seconds ago`. */
  readonly statusText: string;
  readonly exitCode: number | null;
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  readonly ports: readonly PublishedPort[];
  readonly addresses: Readonly<Record<string, string>>;
  readonly pid: number | null;
};

export type PublishedPort = {
  readonly hostIp: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: string;
};

export type ImageSummary = {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly createdAt: number;
  readonly usedBy: readonly string[];
};
export type VolumeSummary = {
  readonly name: string;
  readonly stack: string | null;
  readonly path: string;
  readonly usedBy: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
};
export type NetworkSummary = {
  readonly name: string;
  readonly stack: string | null;
  readonly driver: string;
  readonly bridge: string;
  readonly subnet: string;
  readonly gateway: string;
  readonly internal: boolean;
  readonly containers: readonly string[];
  /** Of a network over several hosts: its number, and the names of the hosts that use it. */
  readonly overlay: { readonly vni: number; readonly encrypted: boolean; readonly hosts: readonly string[] } | null;
};

/** A network with all that is on it. */
export type NetworkDetails = {
  readonly name: string;
  readonly id: string;
  readonly stack: string | null;
  readonly driver: string;
  readonly bridge: string;
  readonly subnets: readonly string[];
  readonly gateway: string;
  readonly mtu: number;
  readonly internal: boolean;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly overlay: OverlayDetails | null;
  readonly endpoints: readonly NetworkEndpoint[];
  /** What the kernel lacks of it; empty is intact. */
  readonly problems: readonly string[];
};

/** What hosts that share a network agreed on, and which they are. */
export type OverlayDetails = {
  readonly id: string;
  readonly vni: number;
  /** Whether packets between the hosts are. */
  readonly encrypted: boolean;
  /** `away`: what is told of other hosts may be old. */
  readonly store: 'joining' | 'joined' | 'away';
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly isThis: boolean }[];
};

/** A container on a network. */
export type NetworkEndpoint = {
  readonly container: string;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly mac: string;
  /** The host that it is on; null on a network of this host alone. */
  readonly node: string | null;
  readonly isRemote: boolean;
};

/** A host that shares networks with this one. */
export type NodeSummary = {
  readonly name: string;
  /** Where other hosts send packets for its containers to. */
  readonly address: string;
  /** Whether it is the one that was asked. */
  readonly isThis: boolean;
  readonly endpoints: readonly {
    readonly network: string;
    readonly container: string;
    readonly names: readonly string[];
    readonly addresses: readonly string[];
    readonly mac: string;
  }[];
};
/** What a host knows of others, and how well. */
export type NodesAnswer = {
  /** `away`: what is told of others may be old. */
  readonly store: 'joining' | 'joined' | 'away';
  /** Changes of this host that the store does not have yet. */
  readonly waiting: readonly string[];
  readonly nodes: readonly NodeSummary[];
};
export type StackSummary = {
  readonly name: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly revision: number;
  readonly running: number;
  readonly containers: number;
};

export type VersionInfo = {
  readonly version: string;
  readonly apiVersion: string;
  readonly node: string;
  readonly pid: number;
  readonly startedAt: number;
};

export type EngineInfo = VersionInfo & {
  readonly stateDirectory: string;
  readonly runDirectory: string;
  readonly runtime: string;
  readonly runtimeReason: string;
  readonly cgroupVersion: string;
  readonly kernel: string;
  readonly containers: number;
  readonly running: number;
  readonly images: number;
  readonly seccomp: boolean;
};

/** One line of `dockr doctor`. */
export type Finding = {
  readonly code: string;
  readonly level: 'ok' | 'warning' | 'error';
  readonly message: string;
  /** The exact command or step that mends it. */
  readonly hint?: string;
};

/** A stretch of time on the trace. `startUs` is microseconds since 1970. */
export type TraceSpan = {
  readonly name: string;
  readonly category: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly process: 'cli' | 'daemon';
  readonly lane: string;
  readonly facts?: Readonly<Record<string, string | number>>;
};

/** Which records of the audit log are shown; what is null is not looked at. */
export type AuditQuery = {
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly sinceMs: number | null;
  readonly action: string | null;
  /** A stack or deployment that they are about. */
  readonly about: string | null;
};
