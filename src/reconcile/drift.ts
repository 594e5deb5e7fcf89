// Drift: where what is differs from what was applied. Facts are read by apply/observe-drift.ts, compared by find-drift.ts.
import type { CgroupLimits } from '../core/cgroup-limits.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { ContainerStatus } from './snapshot.ts';

export type DriftClass =
  | 'container'
  | 'process'
  | 'image'
  | 'limit'
  | 'mount'
  | 'file'
  | 'network'
  | 'port'
  | 'firewall'
  | 'volume';

/** What mends it: the daemon by itself where it may, a restart of the container, the next `up`, or only a person. */
export type DriftRepair = 'none' | 'up' | 'restart' | 'automatic';

/** A value as JSON has it; what looks like a secret is a digest. */
export type DriftValue = string | number | boolean | null;

/** One difference, as plain JSON. */
export type DriftFinding = {
  readonly stack: string;
  /** `container shop-web-1`, `network shop_default`, `volume shop_data`, `file /srv/shop/nginx.conf`, `firewall` */
  readonly resource: string;
  /** The service that it is of, or null. */
  readonly service: string | null;
  /** `limits.memory`, `status`, `mounts./data`: what ignore rules name. */
  readonly field: string;
  readonly expected: DriftValue;
  readonly actual: DriftValue;
  readonly class: DriftClass;
  readonly repair: DriftRepair;
};

/** Size and digest of a file; null is "not there". */
export type FileFact = { readonly size: number; readonly sha256: string } | null;

export type ContainerFacts = {
  readonly name: string;
  readonly service: string | null;
  readonly spec: Pick<ContainerSpec, 'image' | 'imageId' | 'restart' | 'ports'>;
  readonly status: ContainerStatus;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly stoppedByUser: boolean;
  /** Of a container that runs; null of one that does not. */
  readonly live: LiveFacts | null;
};

export type LiveFacts = {
  /** Whether the recorded process is there, and still the same. */
  readonly process: 'same' | 'gone' | 'other';
  readonly limits: { readonly expected: CgroupLimits; readonly actual: CgroupLimits };
  /** Mount points that its configuration names, and those that it has; the actual ones null if they cannot be read. */
  readonly mounts: { readonly expected: readonly string[]; readonly actual: readonly string[] | null };
  /** What its namespace and its links lack, in words. */
  readonly network: readonly string[];
  readonly routes: readonly string[];
  /** `tcp 8080 -> 80` that are held and served. */
  readonly servedPorts: readonly {
    readonly protocol: string;
    readonly hostIp: string | null;
    readonly hostPort: number;
    readonly containerPort: number;
  }[];
  /** Secrets and configs by target, as they were put into the container and as they are there. */
  readonly files: readonly { readonly target: string; readonly expected: string; readonly actual: string | null }[];
};

export type NetworkFacts = {
  readonly name: string;
  /** What its bridge lacks, in words; null if there is no such network. */
  readonly problems: readonly string[] | null;
  /** What the ways to other hosts lack, in words. */
  readonly overlay: readonly string[];
};

export type DriftFacts = {
  readonly stack: string;
  /** Names of the containers that were applied, with their services. */
  readonly wanted: readonly { readonly name: string; readonly service: string }[];
  /** Image reference -> id that was applied. */
  readonly images: Readonly<Record<string, string>>;
  /** Services that run to their end. */
  readonly awaited: readonly string[];
  /** Services whose replicas stay as they are while a canary is tried. */
  readonly tried?: readonly string[];
  readonly containers: readonly ContainerFacts[];
  readonly networks: readonly NetworkFacts[];
  readonly volumes: readonly { readonly name: string; readonly exists: boolean }[];
  /** Bind-mounted files of the stack's folder, by path. */
  readonly files: readonly { readonly path: string; readonly expected: FileFact; readonly actual: FileFact }[];
  /** Undefined where the stack has no need of it. */
  readonly firewallIntact: boolean | undefined;
};
