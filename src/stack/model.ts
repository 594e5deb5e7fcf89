// The canonical model of a stack: what every spelling of a stack file comes down to. Plain JSON, keys sorted by
// whoever prints it. Absolute paths, long forms, defaults of the Compose specification filled in; durations in
// milliseconds, sizes in bytes. `undefined` means: not said, the image or the engine decides. Larger parts are in model/.
import type { Deploy } from './model/deploy.ts';
import type { Extensions } from './model/extensions.ts';
import type { BlkioConfig, Device, DeviceRequest } from './model/hardware.ts';
import type { Develop, Hook, InitContainer } from './model/hooks.ts';

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

/** Keys under which the file spells out a default, or what `deploy` says too: for printing, nothing else. */
export type Written = readonly string[];

export type EnvFile = {
  /** Absolute. */
  readonly path: string;
  readonly required: boolean;
  readonly format?: 'raw';
};

export type Logging = {
  readonly driver?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
};

export type CredentialSpec = {
  readonly config?: string;
  readonly file?: string;
  readonly registry?: string;
  readonly extensions?: Extensions;
};

export type Provider = {
  readonly type: string;
  readonly options?: Readonly<Record<string, readonly string[]>>;
  readonly extensions?: Extensions;
};

/** Variables under which the service finds the model. */
export type ModelUse = { readonly endpointVariable?: string; readonly modelVariable?: string };

export type StackModel = {
  readonly name?: string;
  readonly model: string;
  readonly contextSize?: number;
  readonly runtimeFlags?: readonly string[];
  readonly extensions?: Extensions;
};

export type PullPolicy = 'always' | 'never' | 'missing' | 'build';

export type Build = {
  /** Absolute. */
  readonly context: string;
  /** Relative to the context, or absolute; undefined is `Dockerfile`. */
  /** Empty, as nothing, is `Dockerfile`. */
  readonly dockerfile?: string;
  readonly dockerfileInline?: string;
  /** `null` takes the value of the caller's environment and is resolved by the loader, so only strings remain. */
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
  /** Name → absolute path, or `docker-image://REF`, or `service:NAME`. */
  readonly additionalContexts: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly network?: string;
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  readonly noCacheFilter?: readonly string[];
  readonly platforms?: readonly string[];
  readonly secrets?: readonly BuildSecret[];
  /** `default`, or an id with the path of a key or socket. */
  readonly ssh?: Readonly<Record<string, string | null>>;
  readonly entitlements?: readonly string[];
  readonly privileged?: boolean;
  readonly provenance?: string;
  readonly sbom?: string;
  readonly isolation?: string;
  readonly shmBytes?: number;
  readonly ulimits?: Ulimits;
  readonly extraHosts?: Readonly<Record<string, readonly string[]>>;
  readonly extensions?: Extensions;
};

/** A secret for the build; its target is the id by which the Dockerfile names it. */
export type BuildSecret = {
  readonly source: string;
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: number;
};

export type Ulimits = Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;

export type RestartPolicy =
  | { readonly kind: 'no' | 'always' | 'unless-stopped' }
  /** `maxRetries` 0 is without end. */
  | { readonly kind: 'on-failure'; readonly maxRetries: number };

export type Healthcheck =
  /** What else is said has no effect. */
  ({ readonly kind: 'none' } & HealthcheckSettings) | ({ readonly kind: 'test' } & HealthcheckSettings);

export type HealthcheckSettings = {
  /** Starts with `CMD` or `CMD-SHELL`, or `NONE`; undefined keeps the image's test. */
  readonly test?: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly startPeriodMs?: number;
  readonly startIntervalMs?: number;
  readonly extensions?: Extensions;
};

export type Dependency = {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly restart: boolean;
  readonly required: boolean;
  readonly extensions?: Extensions;
};

export type Protocol = 'tcp' | 'udp' | 'sctp';

/** One element per container port: the loader expands ranges, except a host range for one port. */
export type Port = {
  readonly target: number;
  /** First and last host port to choose from; undefined lets the kernel choose. */
  readonly published?: { readonly first: number; readonly last: number };
  /** undefined is every address of the host. */
  readonly hostIp?: string;
  readonly protocol: Protocol;
  readonly name?: string;
  readonly appProtocol?: string;
  /** `host` where the file says so; it means the same as `ingress` on one machine. */
  readonly mode?: 'host';
  readonly extensions?: Extensions;
};

export type Mount = MountPlace &
  (
    | {
        readonly kind: 'volume';
        readonly source: string;
        readonly noCopy: boolean;
        readonly subpath?: string;
        readonly labels?: Readonly<Record<string, string>>;
      }
    | { readonly kind: 'anonymous'; readonly noCopy: boolean; readonly labels?: Readonly<Record<string, string>> }
    | {
        readonly kind: 'bind';
        readonly source: string;
        readonly createSource: boolean;
        readonly propagation?: string;
        readonly recursive?: string;
        /** Relabelling for SELinux, shared or private. */
        readonly selinux?: string;
      }
    | {
        readonly kind: 'tmpfs';
        readonly sizeBytes?: number;
        readonly mode?: number;
        readonly options: readonly string[];
        /** As `tmpfs` says it; undefined for one of `volumes`. */
        readonly text?: string;
      }
    | { readonly kind: 'image'; readonly source: string; readonly subpath?: string }
    /** What only other machines have. */
    | { readonly kind: 'npipe' | 'cluster'; readonly source?: string }
  );

export type MountPlace = {
  readonly target: string;
  readonly readOnly: boolean;
  readonly consistency?: string;
  readonly extensions?: Extensions;
};

export type NetworkMode =
  | { readonly kind: 'networks' }
  | { readonly kind: 'bridge' }
  | { readonly kind: 'host' }
  | { readonly kind: 'none' }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'container'; readonly container: string };

export type NetworkAttachment = {
  readonly aliases: readonly string[];
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
  readonly macAddress?: string;
  readonly priority: number;
  readonly gatewayPriority: number;
  readonly linkLocalIps?: readonly string[];
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly interfaceName?: string;
  readonly extensions?: Extensions;
};

export type Resources = {
  readonly memoryBytes?: number;
  readonly memoryReservationBytes?: number;
  /** Memory and swap together; -1 is unlimited. */
  readonly memorySwapBytes?: number;
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpuset?: string;
  /** -1 is unlimited. */
  readonly pids?: number;
  readonly shmBytes?: number;
  readonly oomScoreAdj?: number;
  readonly oomKillDisable?: boolean;
  readonly ulimits: Ulimits;
  readonly memorySwappiness?: number;
  readonly cpuCount?: number;
  readonly cpuPercent?: number;
  readonly cpuPeriodUs?: number;
  readonly cpuQuotaUs?: number;
  readonly cpuRealtimePeriodUs?: number;
  readonly cpuRealtimeRuntimeUs?: number;
};

/** A secret or config as one service sees it. */
export type FileGrant = {
  /** Key of `Stack.secrets` or `Stack.configs`. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** The target as the file says it, where that is not the whole path. */
  readonly relativeTarget?: string;
  readonly extensions?: Extensions;
};

export type StackNetwork = {
  /** The engine's name of the network: `<stack>_<key>` unless the file says otherwise. */
  readonly name: string;
  readonly external: boolean;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly enableIpv6: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly subnets: readonly Subnet[];
  readonly enableIpv4?: boolean;
  readonly ipamDriver?: string;
  readonly ipamOptions?: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
  readonly written?: Written;
};

export type Subnet = {
  readonly subnet?: string;
  readonly gateway?: string;
  readonly ipRange?: string;
  /** Addresses that are taken, by host name. */
  readonly auxAddresses?: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
};

export type StackVolume = {
  readonly name: string;
  readonly external: boolean;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
  readonly written?: Written;
};

/** Where the bytes of a secret or config come from. */
export type StackFile = {
  readonly name: string;
  readonly origin: StackFileOrigin;
  readonly labels?: Readonly<Record<string, string>>;
  readonly driver?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly templateDriver?: string;
  readonly extensions?: Extensions;
};

/** `environment` and `content` are resolved at load. */
export type StackFileOrigin =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'content';
      readonly content: string;
      /** The variable it came from: then the content is not for showing. */
      readonly variable?: string;
    }
  /** The commands that act refuse these: a variable that is not set, what a driver has, and what is not of the stack. */
  | { readonly kind: 'unset'; readonly variable: string }
  | { readonly kind: 'driver' }
  | { readonly kind: 'external' };
