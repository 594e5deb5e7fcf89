// The canonical model of a stack: what every spelling of a stack file comes down to. Plain JSON, keys sorted by
// whoever prints it. Absolute paths, long forms, defaults of the Compose specification filled in; durations in
// milliseconds, sizes in bytes. `undefined` means: not said, the image or the engine decides.

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
};

export type PullPolicy = 'always' | 'never' | 'missing' | 'build';

export type Build = {
  /** Absolute. */
  readonly context: string;
  /** Relative to the context, or absolute; undefined is `Dockerfile`. */
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
};

export type RestartPolicy =
  | { readonly kind: 'no' | 'always' | 'unless-stopped' }
  /** `maxRetries` 0 is without end. */
  | { readonly kind: 'on-failure'; readonly maxRetries: number };

export type Healthcheck =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'test';
      /** Starts with `CMD` or `CMD-SHELL`; undefined keeps the image's test. */
      readonly test?: readonly string[];
      readonly intervalMs?: number;
      readonly timeoutMs?: number;
      readonly retries?: number;
      readonly startPeriodMs?: number;
      readonly startIntervalMs?: number;
    };

export type Dependency = {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly restart: boolean;
  readonly required: boolean;
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
};

export type Mount =
  | {
      readonly kind: 'volume';
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      readonly noCopy: boolean;
      readonly subpath?: string;
    }
  | { readonly kind: 'anonymous'; readonly target: string; readonly readOnly: boolean; readonly noCopy: boolean }
  | {
      readonly kind: 'bind';
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      readonly createSource: boolean;
      readonly propagation?: string;
      readonly recursive?: string;
    }
  | {
      readonly kind: 'tmpfs';
      readonly target: string;
      readonly readOnly: boolean;
      readonly sizeBytes?: number;
      readonly mode?: number;
      readonly options: readonly string[];
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
  readonly ulimits: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
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
  readonly subnets: readonly { readonly subnet?: string; readonly gateway?: string; readonly ipRange?: string }[];
};

export type StackVolume = {
  readonly name: string;
  readonly external: boolean;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
};

/** Where the bytes of a secret or config come from. `environment` and `content` are resolved at load. */
export type StackFile = {
  readonly name: string;
  readonly origin:
    | { readonly kind: 'file'; readonly path: string }
    | {
        readonly kind: 'content';
        readonly content: string /** The variable it came from: then the content is not for showing. */;
        readonly variable?: string;
      };
};
