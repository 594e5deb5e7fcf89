// The canonical model of a stack: what every spelling of a stack file comes down to. Plain JSON, keys sorted by
// whoever prints it. Absolute paths, long forms, defaults of the Compose specification filled in; durations in
// milliseconds, sizes in bytes. `undefined` means: not said, the image or the engine decides. Larger parts are in model/.

import type { Build } from './model/build.ts';
import type { Deploy } from './model/deploy.ts';
import type { Extensions, Written } from './model/extensions.ts';
import type { BlkioConfig, Device, DeviceRequest } from './model/hardware.ts';
import type { Develop, Hook, InitContainer } from './model/hooks.ts';
import type { StackFile, StackModel, StackNetwork, StackVolume } from './model/resources.ts';
import type {
  CredentialSpec,
  Dependency,
  FileGrant,
  Healthcheck,
  Logging,
  Mount,
  NetworkAttachment,
  NetworkMode,
  Port,
  Resources,
  RestartPolicy,
} from './model/run.ts';

export type Stack = {
  readonly name: string;
  /** Where relative paths start: the folder of the first stack file. */
  readonly directory: string;
  /** The stack files that were read, absolute. */
  readonly files: readonly string[];
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, StackNetwork>>;
  readonly volumes: Readonly<Record<string, StackVolume>>;
  readonly secrets: Readonly<Record<string, StackFile>>;
  readonly configs: Readonly<Record<string, StackFile>>;
  readonly models?: Readonly<Record<string, StackModel>>;
  readonly extensions?: Extensions;
};

export type Service = {
  readonly name: string;
  readonly image?: string;
  readonly build?: Build;
  readonly pullPolicy?: PullPolicy;
  readonly platform?: string;
  readonly containerName?: string;
  readonly scale: number;
  /** `undefined` is the image's own; `[]` is explicitly none. */
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  /** env_file and environment together; `null` removes the image's variable. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** What encrypted files of `env_file` set, and `environment` does not: never for showing. */
  readonly secretEnvironment?: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly user?: string;
  readonly hostname?: string;
  readonly domainname?: string;
  readonly init: boolean;
  readonly tty: boolean;
  readonly stdinOpen: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly stopGraceMs: number;
  readonly restart: RestartPolicy;
  readonly healthcheck?: Healthcheck;
  readonly dependsOn: Readonly<Record<string, Dependency>>;
  readonly ports: readonly Port[];
  readonly volumes: readonly Mount[];
  /** Empty exactly when `networkMode` is not `networks`. By key of `Stack.networks`. */
  readonly networks: Readonly<Record<string, NetworkAttachment>>;
  readonly networkMode: NetworkMode;
  readonly secrets: readonly FileGrant[];
  readonly configs: readonly FileGrant[];
  readonly extraHosts: Readonly<Record<string, readonly string[]>>;
  readonly dns: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly resources: Resources;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly securityOpt: readonly string[];
  /** `attach: false` keeps the service's output out of an attached `up`. */
  readonly attach: boolean;
  /** Documentation only: what other services are meant to use. */
  readonly expose?: readonly string[];
  /** The profiles that switch the service on; undefined is always on. */
  readonly profiles?: readonly string[];
  /** How old an image may be before it is pulled again: `daily`, `weekly`, `refresh` or `every_…`. */
  readonly pullRefresh?: string;
  readonly pullRefreshAfter?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly blkio?: BlkioConfig;
  readonly cgroup?: string;
  readonly cgroupParent?: string;
  readonly credentialSpec?: CredentialSpec;
  readonly deploy?: Deploy;
  readonly develop?: Develop;
  readonly deviceCgroupRules?: readonly string[];
  readonly devices?: readonly Device[];
  readonly gpus?: readonly DeviceRequest[];
  /** Their variables are in `environment` already. */
  readonly envFiles?: readonly EnvFile[];
  /** Their labels are in `labels` already. */
  readonly labelFiles?: readonly string[];
  readonly externalLinks?: readonly string[];
  readonly links?: readonly string[];
  readonly groupAdd?: readonly string[];
  readonly ipc?: string;
  readonly pid?: string;
  readonly uts?: string;
  readonly usernsMode?: string;
  readonly isolation?: string;
  readonly runtime?: string;
  readonly logging?: Logging;
  readonly macAddress?: string;
  readonly models?: Readonly<Record<string, ModelUse>>;
  readonly postStart?: readonly Hook[];
  readonly preStart?: readonly InitContainer[];
  readonly preStop?: readonly Hook[];
  /** A program that runs the service in place of a container. */
  readonly provider?: Provider;
  readonly storageOptions?: Readonly<Record<string, string>>;
  readonly useApiSocket?: boolean;
  readonly volumesFrom?: readonly string[];
  /** Services that it would wait for if they were there and on. */
  readonly absentDependencies?: Readonly<Record<string, Dependency>>;
  readonly extensions?: Extensions;
  readonly written?: Written;
};

export type EnvFile = {
  /** Absolute. */
  readonly path: string;
  readonly required: boolean;
  readonly format?: 'raw';
};

export type Provider = {
  readonly type: string;
  readonly options?: Readonly<Record<string, readonly string[]>>;
  readonly extensions?: Extensions;
};

/** Variables under which the service finds the model. */
export type ModelUse = { readonly endpointVariable?: string; readonly modelVariable?: string };

export type PullPolicy = 'always' | 'never' | 'missing' | 'build';
