// The part of the OCI runtime specification's config.json that dockr writes.
// https://github.com/opencontainers/runtime-spec/blob/main/config.md and config-linux.md
import type { SeccompProfile } from '../../../os/seccomp.ts';

export type OciMount = {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
};

export type OciDevice = {
  readonly path: string;
  readonly type: 'c' | 'b';
  readonly major: number;
  readonly minor: number;
  readonly fileMode: number;
  readonly uid: number;
  readonly gid: number;
};

/** A rule of the device cgroup; without type, major or minor it means all of them. */
export type OciDeviceRule = {
  readonly allow: boolean;
  readonly type?: 'c' | 'b' | 'a';
  readonly major?: number;
  readonly minor?: number;
  readonly access: string;
};

export type OciNamespace = {
  readonly type: 'mount' | 'uts' | 'pid' | 'ipc' | 'network' | 'cgroup';
  readonly path?: string;
};

/** `Infinity` is "unlimited"; `encodeRuntimeConfig` writes it as the largest 64-bit number. */
export type OciRlimit = { readonly type: string; readonly soft: number; readonly hard: number };

export type OciMemory = { readonly limit?: number; readonly reservation?: number; readonly swap?: number };
export type OciCpu = {
  readonly shares?: number;
  readonly quota?: number;
  readonly period?: number;
  readonly cpus?: string;
};

export type OciResources = {
  readonly devices: readonly OciDeviceRule[];
  readonly memory?: OciMemory;
  readonly cpu?: OciCpu;
  readonly pids?: { readonly limit: number };
};

export type OciProcess = {
  readonly terminal: boolean;
  readonly user: {
    readonly uid: number;
    readonly gid: number;
    readonly umask: number;
    readonly additionalGids: readonly number[];
  };
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly capabilities: {
    readonly bounding: readonly string[];
    readonly effective: readonly string[];
    readonly permitted: readonly string[];
    readonly inheritable: readonly string[];
    readonly ambient: readonly string[];
  };
  readonly rlimits: readonly OciRlimit[];
  readonly noNewPrivileges: boolean;
  readonly oomScoreAdj: number;
};

export type OciRuntimeConfig = {
  readonly ociVersion: string;
  readonly process: OciProcess;
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly hostname: string;
  readonly domainname?: string;
  readonly mounts: readonly OciMount[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly linux: {
    readonly cgroupsPath: string;
    readonly namespaces: readonly OciNamespace[];
    readonly devices: readonly OciDevice[];
    readonly resources: OciResources;
    readonly sysctl: Readonly<Record<string, string>>;
    readonly seccomp?: SeccompProfile;
    readonly maskedPaths: readonly string[];
    readonly readonlyPaths: readonly string[];
    readonly rootfsPropagation?: 'shared' | 'slave';
  };
};

// RLIM_INFINITY is beyond what a JavaScript number holds exactly, and 2^64, to which it rounds, beyond what runtimes parse.
const RLIM_INFINITY = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON('18446744073709551615');
const ROUNDED_INFINITY = 2 ** 64;

/** The text of config.json. */
export function encodeRuntimeConfig(config: OciRuntimeConfig): string {
  return encodeRuntimeJson(config);
}

/** JSON for a runtime, also of parts of a config.json that was read back: unlimited stays unlimited. */
export function encodeRuntimeJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (isUnlimited(item) ? RLIM_INFINITY : item));
}

function isUnlimited(item: unknown): boolean {
  return typeof item === 'number' && item >= ROUNDED_INFINITY;
}
