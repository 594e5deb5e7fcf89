// The rules of a policy, and what each says where nothing is written. schemas/policy.schema.json describes them.

export type HostNamespace = 'pid' | 'ipc' | 'network' | 'userns' | 'uts' | 'cgroup';

export type HostPath = { readonly path: string; readonly write?: boolean };

export type Limits = {
  readonly memory?: string | number;
  readonly cpus?: number;
  readonly pids?: number;
  readonly replicas?: number;
};

/** Images that must be signed. */
export type ImageSignatureRule = {
  /** Pattern for registry and repository. */
  readonly match: string;
  /** Absolute paths of public keys in PEM, of which one must have signed. */
  readonly keys: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly bundles?: boolean;
};

/** As the schema has it. */
export type PolicyRules = {
  readonly privileged: boolean;
  readonly hostNamespaces: readonly HostNamespace[];
  readonly foreignContainers: boolean;
  readonly capabilities: readonly string[];
  readonly devices: readonly string[];
  readonly deviceCgroupRules: boolean;
  readonly gpus: boolean;
  readonly securityOptions: readonly string[];
  readonly sysctls: readonly string[];
  readonly hostPaths: readonly HostPath[];
  readonly sharedPropagation: boolean;
  readonly images: readonly string[];
  readonly imageDigests: boolean;
  readonly imageSignatures: readonly ImageSignatureRule[];
  readonly builtImages: readonly string[];
  readonly build: boolean;
  readonly ports: readonly (string | number)[];
  readonly addresses: readonly string[];
  readonly limits: Limits;
  readonly ulimits: Readonly<Record<string, number>>;
  readonly oomProtection: boolean;
  readonly externalNetworks: readonly string[];
  readonly externalVolumes: readonly string[];
  readonly networkDrivers: readonly string[];
  readonly subnets: readonly string[];
  readonly containerNames: readonly string[];
  readonly volumeTypes: readonly string[];
  readonly runtimes: readonly string[];
  readonly providers: readonly string[];
  readonly annotations: readonly string[];
  readonly cgroupParent: boolean;
  readonly apiSocket: boolean;
};

export type RuleName = keyof PolicyRules;

/** What is dangerous is denied, also where there is no policy at all. */
export const DEFAULT_RULES: PolicyRules = {
  privileged: false,
  hostNamespaces: [],
  foreignContainers: false,
  capabilities: [],
  devices: [],
  deviceCgroupRules: false,
  gpus: false,
  securityOptions: [],
  sysctls: ['net.*', 'kernel.shm*', 'kernel.msg*', 'kernel.sem', 'fs.mqueue.*'],
  hostPaths: [],
  sharedPropagation: false,
  images: ['**'],
  imageDigests: false,
  imageSignatures: [],
  builtImages: [],
  build: true,
  ports: ['1-65535'],
  addresses: ['*'],
  limits: {},
  ulimits: {},
  oomProtection: false,
  externalNetworks: [],
  externalVolumes: [],
  networkDrivers: ['bridge'],
  subnets: [],
  containerNames: [],
  volumeTypes: ['tmpfs'],
  runtimes: [],
  providers: [],
  annotations: [],
  cgroupParent: false,
  apiSocket: false,
};
