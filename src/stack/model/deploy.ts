// `deploy` as the file says it. What the engine goes by is in the service: its scale, resources and restart policy.
import type { Extensions } from './extensions.ts';
import type { DeviceRequest } from './hardware.ts';

export type Deploy = {
  readonly mode?: string;
  readonly replicas?: number;
  readonly endpointMode?: string;
  /** Of the service, not of its containers. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly updateConfig?: UpdateConfig;
  readonly rollbackConfig?: UpdateConfig;
  readonly limits?: DeployedResources;
  readonly reservations?: DeployedResources;
  readonly restartPolicy?: DeployedRestart;
  readonly placement?: Placement;
  readonly extensions?: Extensions;
};

export type UpdateConfig = {
  /** Containers at a time; 0 is all. */
  readonly parallelism?: number;
  readonly delayMs?: number;
  readonly failureAction?: string;
  readonly monitorMs?: number;
  readonly maxFailureRatio?: number;
  readonly order?: string;
  readonly extensions?: Extensions;
};

export type DeployedResources = {
  readonly cpus?: number;
  readonly memoryBytes?: number;
  readonly pids?: number;
  readonly devices?: readonly DeviceRequest[];
  readonly genericResources?: readonly GenericResource[];
  readonly extensions?: Extensions;
};

export type GenericResource = { readonly kind: string; readonly value: number };

export type DeployedRestart = {
  readonly condition?: string;
  readonly delayMs?: number;
  readonly maxAttempts?: number;
  readonly windowMs?: number;
  readonly extensions?: Extensions;
};

export type Placement = {
  readonly constraints?: readonly string[];
  readonly preferences?: readonly { readonly spread: string }[];
  readonly maxReplicasPerNode?: number;
  readonly extensions?: Extensions;
};
