// What should be, as the planner takes it: specs of every resource, and the order between containers.
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../core/specs.ts';

export type DesiredState = {
  readonly stack: string;
  /** `together`: what can have a successor beside it is switched to in one instant, when all of them are ready. */
  readonly switching: 'by-service' | 'together';
  /** Every service of the stack, also those scaled to nothing: what has none here is an orphan. By name. */
  readonly services: readonly DesiredService[];
  readonly images: readonly DesiredImage[];
  readonly networks: readonly DesiredNetwork[];
  readonly volumes: readonly DesiredVolume[];
  readonly containers: readonly DesiredContainer[];
};

export type DesiredService = {
  readonly name: string;
  readonly dependencies: readonly DesiredDependency[];
  readonly update: UpdateStrategy;
  /** The same as `update` where the file does not say. */
  readonly rollback: UpdateStrategy;
  /** How a new version is tried before it takes the place of the old; null: not at all. */
  readonly canary: Canary | null;
};

export type Canary = {
  /** Of new connections, in thousandths. */
  readonly share: number;
  /** After so long it is promoted unasked; null: never. */
  readonly promoteAfterMs: number | null;
};

/** How containers of a service are replaced. */
export type UpdateStrategy = {
  /** Null: start-first where nothing stands against it. */
  readonly order: 'start-first' | 'stop-first' | null;
  /** Containers at a time, 0 is all; null: the file does not say. */
  readonly parallelism: number | null;
  /** Between two batches. */
  readonly delayMs: number;
  /** How long a container without a health check has to run to count as ready. */
  readonly monitorMs: number;
  /** Whether the file wants that looked at wherever a container is replaced, also where its place has to be free first. */
  readonly isMonitored: boolean;
  /** The share of containers that may fail. */
  readonly maxFailureRatio: number;
  readonly failureAction: 'pause' | 'continue' | 'rollback';
};

export type DesiredImage = {
  /** The reference, which containers name. */
  readonly reference: string;
  /** Services that use it, for people. */
  readonly services: readonly string[];
  readonly how: ImageSource;
};

export type ImageSource =
  | { readonly kind: 'pull'; readonly policy: 'always' | 'missing' | 'never' }
  /** `inputs` is empty where they could not be read: built only if it is not here. `after` are references built before. */
  | { readonly kind: 'build'; readonly inputs: string; readonly force: boolean; readonly after: readonly string[] }
  /** Whatever the reference names by now: the image that an earlier revision had. */
  | { readonly kind: 'pinned'; readonly imageId: string };

/** External ones must exist and are never made, changed or removed. */
export type DesiredNetwork = { readonly spec: NetworkSpec; readonly external: boolean };
export type DesiredVolume = { readonly spec: VolumeSpec; readonly external: boolean };

export type DesiredContainer = {
  /** `imageId` is empty while the image is not here yet: the runner fills it in. */
  readonly spec: ContainerSpec;
  /** Those of its service. */
  readonly dependencies: readonly DesiredDependency[];
};

export type DesiredDependency = {
  readonly service: string;
  readonly condition: 'started' | 'healthy' | 'completed';
  readonly restart: boolean;
  readonly required: boolean;
};

/** What had to be read for a stack beside its file. */
export type DesiredInputs = {
  /** `secret:NAME` and `config:NAME` -> digest of the bytes, for every one that a service uses. */
  readonly fileDigests: Readonly<Record<string, string>>;
  /** Service -> digest of Dockerfile, context and arguments; a service left out is built only if its image is not here. */
  readonly buildInputs: Readonly<Record<string, string>>;
  readonly build: 'when-changed' | 'always' | 'never';
  readonly pull: 'as-declared' | 'always' | 'never';
  /** Service -> number of containers, over what the file says. */
  readonly scale: Readonly<Record<string, number>>;
  /** Reference -> id of the image to use for it, neither pulled nor built. */
  readonly pinned?: Readonly<Record<string, string>>;
};
