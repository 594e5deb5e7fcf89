// From a container's spec, its image's defaults and what was prepared for it on this machine to the config.json that the
// OCI runtime is told, with Docker's defaults. Nothing is looked up but whether a read-only source is a directory.
import { posix } from 'node:path';
import { ContainerError } from '../../../core/errors.ts';
import type { ContainerSpec } from '../../../core/specs.ts';
import type { SeccompProfile } from '../../../os/seccomp.ts';
import { resolveCapabilities } from './capabilities.ts';
import { defaultMounts, restrictedPaths } from './default-mounts.ts';
import { deviceRules } from './devices.ts';
import { resolveArguments, resolveEnvironment, resolveWorkingDir } from './environment.ts';
import type { HostFacts } from './host-facts.ts';
import type { ImageDefaults } from './image-defaults.ts';
import { combineMounts, type ResolvedMount, rootPropagation } from './mounts.ts';
import type { OciDevice, OciNamespace, OciRuntimeConfig } from './oci-runtime-config.ts';
import type { ResolvedUser } from './resolve-user.ts';
import { resolveResources } from './resources.ts';
import { resolveRlimits } from './rlimits.ts';
import { parseSecurityOptions } from './security-options.ts';
import { resolveSysctls } from './sysctls.ts';

/** How the container's system calls are filtered: compiled (crun), as a profile (runc), or not. */
export type SeccompInput =
  | { readonly kind: 'bpf-annotation'; readonly program: Buffer }
  | { readonly kind: 'profile'; readonly profile: SeccompProfile }
  | { readonly kind: 'none' };

export type RuntimeInput = {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly image: ImageDefaults;
  readonly rootfs: string;
  /** Path of the namespace that was made for the container, or the host's own. */
  readonly networkNamespace: string | 'host';
  /** Null for the spec's, else the first twelve digits of the id (the host's name in the host's network). */
  readonly hostname: string | null;
  readonly user: ResolvedUser;
  /** Volumes, binds, tmpfs, secrets and configs. */
  readonly mounts: readonly ResolvedMount[];
  /** Host paths of the files that every container gets; null for one it does not get. */
  readonly files: {
    readonly hosts: string | null;
    readonly hostname: string | null;
    readonly resolvConf: string | null;
  };
  /** `/dockr`; the container's own cgroup is beneath it. */
  readonly cgroupParent: string;
  readonly seccomp: SeccompInput;
  /** Whether the runtime and the kernel can make a bind read-only with all beneath it. */
  readonly recursiveReadOnly: boolean;
  /** The init program on the host, for `init: true`. */
  readonly initPath: string | null;
  /** From `observeHostDevices`, for privileged containers; empty else. */
  readonly hostDevices: readonly OciDevice[];
  readonly host: HostFacts;
};

export type RuntimeConfigResult = {
  readonly config: OciRuntimeConfig;
  /** What had to be left out or lowered on this machine. */
  readonly warnings: readonly string[];
};

const OCI_VERSION = '1.0.2';
const INIT_TARGET = '/sbin/docker-init';
const BPF_ANNOTATION = 'run.oci.seccomp_bpf_data';
const ID_DIGITS_IN_HOSTNAME = 12;
const UMASK = 0o22;

/** The whole of config.json. Throws a ContainerError for what no configuration can express. */
export function runtimeConfig(input: RuntimeInput): RuntimeConfigResult {
  const { spec, host } = input;
  const limits = resolveRlimits({
    ulimits: spec.resources.ulimits,
    hardLimits: host.hardLimits,
    canRaise: canRaise(host),
  });
  const resources = resolveResources(spec.resources, host);
  const oom = resolveOomScore(spec.resources.oomScoreAdj, host);
  const hostname = resolveHostname(input);
  const config: OciRuntimeConfig = {
    ociVersion: OCI_VERSION,
    process: {
      terminal: spec.tty,
      user: { uid: input.user.uid, gid: input.user.gid, umask: UMASK, additionalGids: input.user.additionalGids },
      args: resolveCommandLine(input),
      env: resolveEnvironment({ spec, image: input.image, hostname, home: input.user.home }),
      cwd: resolveWorkingDir(spec, input.image),
      capabilities: capabilitySets(containerCapabilities(spec, host)),
      rlimits: limits.rlimits,
      noNewPrivileges: parseSecurityOptions(spec.securityOptions).noNewPrivileges,
      oomScoreAdj: oom.value,
    },
    root: { path: input.rootfs, readonly: spec.readOnly },
    hostname,
    ...(spec.domainname ? { domainname: spec.domainname } : {}),
    mounts: resolveMounts(input),
    annotations: seccompAnnotations(input.seccomp),
    linux: resolveLinux(input, resources.resources),
  };
  return { config, warnings: [...limits.warnings, ...resources.warnings, ...oom.warnings] };
}

/** The capabilities the container will have: what the seccomp profile is to be made for. */
export function containerCapabilities(spec: ContainerSpec, host: Pick<HostFacts, 'capabilities'>): readonly string[] {
  const { capAdd, capDrop, privileged } = spec;
  return resolveCapabilities({ add: capAdd, drop: capDrop, privileged, available: host.capabilities });
}

/** Whether the container is to have a seccomp filter at all. */
export function wantsSeccomp(spec: ContainerSpec): boolean {
  return !spec.privileged && parseSecurityOptions(spec.securityOptions).seccomp === 'default';
}

function resolveLinux(
  input: RuntimeInput,
  resources: Omit<OciRuntimeConfig['linux']['resources'], 'devices'>,
): OciRuntimeConfig['linux'] {
  const { spec, host } = input;
  const propagation = rootPropagation(input.mounts);
  return {
    // From the root of each tree: a relative path would mean beneath wherever the engine itself is.
    cgroupsPath: posix.join('/', input.cgroupParent, input.id),
    namespaces: resolveNamespaces(input),
    devices: spec.privileged ? input.hostDevices : [],
    resources: { devices: deviceRules(spec.privileged), ...resources },
    sysctl: resolveSysctls(spec.sysctls, spec.network.kind),
    ...(input.seccomp.kind === 'profile' ? { seccomp: input.seccomp.profile } : {}),
    ...restrictedPaths(spec.privileged, host.thermalPaths),
    ...(propagation ? { rootfsPropagation: propagation } : {}),
  };
}

function resolveNamespaces({ networkNamespace, host }: RuntimeInput): readonly OciNamespace[] {
  return [
    { type: 'mount' },
    { type: 'uts' },
    { type: 'pid' },
    { type: 'ipc' },
    ...(networkNamespace === 'host' ? [] : [{ type: 'network', path: networkNamespace } as const]),
    ...(host.cgroupVersion === 2 ? [{ type: 'cgroup' } as const] : []),
  ];
}

function resolveHostname({ id, spec, hostname, host }: RuntimeInput): string {
  const name =
    hostname ?? spec.hostname ?? (spec.network.kind === 'host' ? host.hostname : id.slice(0, ID_DIGITS_IN_HOSTNAME));
  if (/^[A-Za-z0-9]([A-Za-z0-9._-]{0,62})$/.test(name)) return name;
  throw new ContainerError('invalid-hostname', {
    message: `invalid hostname "${name}": expected up to 63 letters, digits, "-", "_" and ".", the first a letter or a digit`,
  });
}

function resolveCommandLine({ spec, image, initPath }: RuntimeInput): readonly string[] {
  const argv = resolveArguments(spec, image);
  if (!spec.init) return argv;
  if (initPath) return [INIT_TARGET, '--', ...argv];
  throw new ContainerError('no-init', {
    message: 'init is asked for, but this machine has no init program for containers',
    hint: 'apt-get install tini',
  });
}

function resolveMounts(input: RuntimeInput): OciRuntimeConfig['mounts'] {
  const { spec, files } = input;
  const targets = new Set(input.mounts.map((mount) => mount.target));
  const own: readonly (readonly [string | null, string])[] = [
    [files.resolvConf, '/etc/resolv.conf'],
    [files.hostname, '/etc/hostname'],
    [files.hosts, '/etc/hosts'],
  ];
  const requested: ResolvedMount[] = [...input.mounts];
  for (const [source, target] of own) {
    // A file of the user's own at that place wins.
    if (source !== null && !targets.has(target)) requested.push(bind(source, target, spec.readOnly));
  }
  if (spec.init && input.initPath) requested.push(bind(input.initPath, INIT_TARGET, true));
  const defaults = defaultMounts({
    privileged: spec.privileged,
    readOnly: spec.readOnly,
    shmBytes: spec.resources.shmBytes,
  });
  return combineMounts(defaults, requested, { recursiveReadOnly: input.recursiveReadOnly });
}

function bind(source: string, target: string, readOnly: boolean): ResolvedMount {
  return { kind: 'bind', source, target, readOnly, propagation: null };
}

/** Nothing inheritable or ambient: a process that changes its user loses them (CVE-2022-24769). */
function capabilitySets(names: readonly string[]): OciRuntimeConfig['process']['capabilities'] {
  return { bounding: names, effective: names, permitted: names, inheritable: [], ambient: [] };
}

function seccompAnnotations(seccomp: SeccompInput): Readonly<Record<string, string>> {
  return seccomp.kind === 'bpf-annotation' ? { [BPF_ANNOTATION]: seccomp.program.toString('base64') } : {};
}

/** Lowering it below one's own takes CAP_SYS_RESOURCE. */
function resolveOomScore(
  wanted: number | null,
  host: HostFacts,
): { readonly value: number; readonly warnings: readonly string[] } {
  const score = wanted ?? 0;
  if (!Number.isSafeInteger(score) || score < -1000 || score > 1000) {
    throw new ContainerError('invalid-oom-score', {
      message: `oom_score_adj is ${score}: expected a whole number from -1000 to 1000`,
    });
  }
  if (score >= host.oomScoreAdj || canRaise(host)) return { value: score, warnings: [] };
  const warning = `oom_score_adj ${score} is raised to ${host.oomScoreAdj}: the engine may not go below its own`;
  return { value: host.oomScoreAdj, warnings: wanted === null ? [] : [warning] };
}

function canRaise(host: HostFacts): boolean {
  return host.capabilities.includes('CAP_SYS_RESOURCE');
}
