// What dockr wants a resource to be: the specs that the planner compares and the engine carries out. Plain JSON, total
// (every field always there), so that two specs are equal exactly when their stable JSON is.

/** Bumped when the meaning of a stored spec changes; stored specs are re-canonicalised, never compared across versions. */
export const SPEC_VERSION = 1;

/** On the bridge of one host, or over all hosts that share a store. */
export type NetworkSpec = BridgeNetworkSpec | OverlayNetworkSpec;
export type BridgeNetworkSpec = CommonNetworkSpec & { readonly driver: 'bridge' };
export type OverlayNetworkSpec = CommonNetworkSpec & {
  readonly driver: 'overlay';
  /** Not there for IPv4 alone, so that records of earlier versions are the same. A subnet of null is chosen. */
  readonly ipv6?: { readonly subnet: string | null };
};

type CommonNetworkSpec = {
  readonly name: string;
  readonly stack: string | null;
  /** Key in the stack file. */
  readonly key: string | null;
  readonly internal: boolean;
  /** `192.0.2.0/24`; null lets the engine choose from its pool. */
  readonly subnet: string | null;
  readonly gateway: string | null;
  readonly ipRange: string | null;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
};

export type VolumeSpec = {
  readonly name: string;
  readonly stack: string | null;
  readonly key: string | null;
  readonly driver: 'local';
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
};

export type ContainerSpec = {
  readonly name: string;
  readonly stack: string | null;
  readonly service: string | null;
  /** Replica number from 1; 0 outside of services. */
  readonly replica: number;
  /** The reference as the user wrote it, for people. */
  readonly image: string;
  /** Digest of the image's config. */
  readonly imageId: string;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  /** `null` removes the image's variable. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** Variables whose values are not part of the spec: their keyed digests, by which the machine keeps them. */
  readonly secretEnvironment?: Readonly<Record<string, string>>;
  readonly workingDir: string | null;
  readonly user: string | null;
  readonly hostname: string | null;
  readonly domainname: string | null;
  readonly init: boolean;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal: string | null;
  readonly stopGraceMs: number;
  readonly restart: RestartSpec;
  /** null is the image's own. */
  readonly healthcheck: HealthcheckSpec | null;
  /** In their order, after each start. */
  readonly postStart: readonly HookSpec[];
  /** In their order, before the stop signal. */
  readonly preStop: readonly HookSpec[];
  readonly mounts: readonly MountSpec[];
  readonly network: ContainerNetwork;
  readonly ports: readonly PortSpec[];
  readonly files: readonly FileSpec[];
  readonly extraHosts: readonly string[];
  readonly dns: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly dnsOptions: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly resources: ResourceSpec;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly securityOptions: readonly string[];
  /** Removed with its anonymous volumes as soon as it has ended. */
  readonly autoRemove: boolean;
};

export type RestartSpec = {
  readonly policy: 'no' | 'always' | 'unless-stopped' | 'on-failure';
  readonly maxRetries: number;
};

export type HealthcheckSpec = {
  /** `NONE`, `CMD …` or `CMD-SHELL …`; null keeps the image's. */
  readonly test: readonly string[] | null;
  readonly intervalMs: number | null;
  readonly timeoutMs: number | null;
  readonly retries: number | null;
  readonly startPeriodMs: number | null;
  readonly startIntervalMs: number | null;
};

/** A command that runs in the container. */
export type HookSpec = {
  readonly command: readonly string[];
  readonly user: string | null;
  readonly workingDir: string | null;
  readonly privileged: boolean;
  /** Beside that of the container. */
  readonly environment: Readonly<Record<string, string>>;
};

export type MountSpec =
  | {
      readonly kind: 'volume';
      readonly volume: string;
      readonly target: string;
      readonly readOnly: boolean;
      readonly noCopy: boolean;
      readonly subpath: string | null;
    }
  /** An anonymous volume: the engine makes one per container and keeps it when the container is recreated. */
  | { readonly kind: 'anonymous'; readonly target: string; readonly readOnly: boolean; readonly noCopy: boolean }
  | {
      readonly kind: 'bind';
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      readonly createSource: boolean;
      readonly propagation: string | null;
    }
  | {
      readonly kind: 'tmpfs';
      readonly target: string;
      readonly readOnly: boolean;
      readonly sizeBytes: number | null;
      readonly mode: number | null;
      readonly options: readonly string[];
    };

export type ContainerNetwork =
  | { readonly kind: 'host' }
  | { readonly kind: 'none' }
  /** Shares the network namespace of another container, by name. */
  | { readonly kind: 'container'; readonly container: string }
  /** The first is the one whose gateway is the default route. */
  | { readonly kind: 'networks'; readonly attachments: readonly AttachmentSpec[] };

export type AttachmentSpec = {
  /** Name of the engine's network. */
  readonly network: string;
  readonly aliases: readonly string[];
  readonly ipv4: string | null;
  readonly mac: string | null;
};

export type PortSpec = {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** null is every address of the host. */
  readonly hostIp: string | null;
  /** First and last host port to choose from; null lets the kernel choose. */
  readonly hostPort: readonly [number, number] | null;
  /** Where replicas share the port: a client stays with the one it came to first. Left out where it is not wanted. */
  readonly sticky?: true;
};

/** A secret or config: a file in the container whose bytes are not part of the spec. */
export type FileSpec = {
  readonly kind: 'secret' | 'config';
  readonly name: string;
  readonly target: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** Absolute path on the host, the text itself (configs given inline), or the digest by which the machine keeps the bytes. */
  readonly source: FileSource;
  /** Of the bytes (for secrets keyed with the machine's key), so that a change is seen and nothing is told. */
  readonly digest: string;
};

export type FileSource = { readonly path: string } | { readonly content: string } | { readonly value: string };

export type ResourceSpec = {
  readonly memoryBytes: number | null;
  readonly memoryReservationBytes: number | null;
  readonly memorySwapBytes: number | null;
  readonly cpus: number | null;
  readonly cpuShares: number | null;
  readonly cpuset: string | null;
  readonly pids: number | null;
  readonly shmBytes: number | null;
  readonly oomScoreAdj: number | null;
  readonly ulimits: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
};
