// What is, as the planner takes it. Read by apply/observe; unknown is not absent.
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../core/specs.ts';

export type Snapshot = {
  readonly images: readonly ObservedImage[];
  readonly networks: readonly ObservedNetwork[];
  readonly volumes: readonly ObservedVolume[];
  readonly containers: readonly ObservedContainer[];
};

/** An image that a reference of the desired state names and that is here. */
export type ObservedImage = {
  readonly reference: string;
  readonly imageId: string;
  /** Digest of what it was built from, if it was built here. */
  readonly buildInputs: string | null;
};

export type ObservedNetwork = {
  readonly spec: NetworkSpec;
  /** False when the kernel lost its bridge or addresses. */
  readonly intact: boolean;
};

export type ObservedVolume = { readonly spec: VolumeSpec };

export type ObservedContainer = {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly status: ContainerStatus;
  readonly exitCode: number | null;
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  /** The user stopped it; `up` starts it again, the restart policy does not. */
  readonly stoppedByUser: boolean;
  /** Facts of the kernel that differ from the stored spec (`link of network shop_default is missing`); empty is intact. */
  readonly drift: readonly string[];
  /** Facts that a restart cannot mend (`its root filesystem is gone`): it is recreated. */
  readonly damage?: readonly string[];
  /** It has volumes without a name, also those that its image asks for. */
  readonly anonymousVolumes?: boolean;
  /** Of a canary: how many thousandths of the new connections it gets. */
  readonly share?: number;
  /** Gets no new connections, not yet or no more; only simulations tell. */
  readonly traffic?: 'held' | 'draining';
};

/** `created`: never started, or its creation was cut short. `dead`: half removed. `unknown`: could not be read, so never removed. */
export type ContainerStatus = 'created' | 'running' | 'restarting' | 'exited' | 'dead' | 'unknown';
