// What a container of a service is run with.
import type { Extensions } from './extensions.ts';

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
