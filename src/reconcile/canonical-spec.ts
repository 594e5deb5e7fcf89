// The one form of every spec. Stored specs of older versions pass through the same function as new ones, so that nothing
// but a real difference is ever seen: fields they lack get their defaults, and what has no order is sorted.
import type {
  ContainerNetwork,
  ContainerSpec,
  FileSource,
  FileSpec,
  HealthcheckSpec,
  HookSpec,
  NetworkSpec,
  PortSpec,
  RestartSpec,
  VolumeSpec,
} from '../core/specs.ts';
import { canonicalMount } from './canonical-mount.ts';
import { canonicalResources } from './canonical-resources.ts';
import { compareText, sortedRecord, sortedSet } from './sorting.ts';

/** A spec as an older version may have stored it. */
export type StoredSpec<Spec> = Partial<Spec> & { readonly name: string };

/** Total and idempotent. */
export function canonicalSpec(spec: StoredSpec<ContainerSpec>): ContainerSpec {
  const secrets = sortedRecord(spec.secretEnvironment ?? {});
  const canonical = canonicalFields(spec);
  // Only where there are any, as in specs from before them; in a literal of this size a spread costs ten times the rest.
  return Object.keys(secrets).length > 0 ? { ...canonical, secretEnvironment: secrets } : canonical;
}

function canonicalFields(spec: StoredSpec<ContainerSpec>): ContainerSpec {
  return {
    name: spec.name,
    stack: spec.stack ?? null,
    service: spec.service ?? null,
    replica: spec.replica ?? 0,
    image: spec.image ?? '',
    imageId: spec.imageId ?? '',
    entrypoint: spec.entrypoint ?? null,
    command: spec.command ?? null,
    environment: sortedRecord(spec.environment ?? {}),
    workingDir: spec.workingDir ?? null,
    user: spec.user ?? null,
    hostname: spec.hostname ?? null,
    domainname: spec.domainname ?? null,
    init: spec.init ?? false,
    tty: spec.tty ?? false,
    stdin: spec.stdin ?? false,
    labels: sortedRecord(spec.labels ?? {}),
    stopSignal: spec.stopSignal ?? null,
    stopGraceMs: spec.stopGraceMs ?? 10_000,
    restart: canonicalRestart(spec.restart),
    healthcheck: canonicalHealthcheck(spec.healthcheck),
    postStart: (spec.postStart ?? []).map(canonicalHook),
    preStop: (spec.preStop ?? []).map(canonicalHook),
    mounts: (spec.mounts ?? []).map(canonicalMount).sort((a, b) => compareText(a.target, b.target)),
    network: canonicalNetworking(spec.network),
    ports: canonicalPorts(spec.ports ?? []),
    files: (spec.files ?? []).map(canonicalFile).sort((a, b) => compareText(a.target, b.target)),
    extraHosts: spec.extraHosts ?? [],
    dns: spec.dns ?? [],
    dnsSearch: spec.dnsSearch ?? [],
    dnsOptions: spec.dnsOptions ?? [],
    sysctls: sortedRecord(spec.sysctls ?? {}),
    resources: canonicalResources(spec.resources ?? {}),
    capAdd: canonicalCapabilities(spec.capAdd ?? []),
    capDrop: canonicalCapabilities(spec.capDrop ?? []),
    privileged: spec.privileged ?? false,
    readOnly: spec.readOnly ?? false,
    securityOptions: sortedSet(spec.securityOptions ?? []),
    autoRemove: spec.autoRemove ?? false,
  };
}

/** Total and idempotent. */
export function canonicalNetwork(spec: StoredSpec<NetworkSpec>): NetworkSpec {
  return {
    name: spec.name,
    stack: spec.stack ?? null,
    key: spec.key ?? null,
    driver: spec.driver ?? 'bridge',
    internal: spec.internal ?? false,
    subnet: spec.subnet ?? null,
    gateway: spec.gateway ?? null,
    ipRange: spec.ipRange ?? null,
    ...(spec.driver === 'overlay' && spec.ipv6 ? { ipv6: { subnet: spec.ipv6.subnet ?? null } } : {}),
    options: sortedRecord(spec.options ?? {}),
    labels: sortedRecord(spec.labels ?? {}),
  };
}

/** Total and idempotent. */
export function canonicalVolume(spec: StoredSpec<VolumeSpec>): VolumeSpec {
  return {
    name: spec.name,
    stack: spec.stack ?? null,
    key: spec.key ?? null,
    driver: 'local',
    options: sortedRecord(spec.options ?? {}),
    labels: sortedRecord(spec.labels ?? {}),
  };
}

function canonicalRestart(restart: Partial<RestartSpec> | undefined): RestartSpec {
  const policy = restart?.policy ?? 'no';
  return { policy, maxRetries: policy === 'on-failure' ? (restart?.maxRetries ?? 0) : 0 };
}

/** A check that says nothing is the image's own; one that is switched off needs no intervals. */
function canonicalHealthcheck(check: Partial<HealthcheckSpec> | null | undefined): HealthcheckSpec | null {
  if (!check) return null;
  const silent = { intervalMs: null, timeoutMs: null, retries: null, startPeriodMs: null, startIntervalMs: null };
  if (check.test?.[0] === 'NONE') return { test: ['NONE'], ...silent };
  const canonical = {
    test: check.test ?? null,
    intervalMs: check.intervalMs ?? null,
    timeoutMs: check.timeoutMs ?? null,
    retries: check.retries ?? null,
    startPeriodMs: check.startPeriodMs ?? null,
    startIntervalMs: check.startIntervalMs ?? null,
  };
  return Object.values(canonical).every((value) => value === null) ? null : canonical;
}

function canonicalHook(hook: Partial<HookSpec>): HookSpec {
  return {
    command: hook.command ?? [],
    user: hook.user ?? null,
    workingDir: hook.workingDir ?? null,
    privileged: hook.privileged ?? false,
    environment: sortedRecord(hook.environment ?? {}),
  };
}

/** The order of attachments means something: the first one's gateway is the default route. */
function canonicalNetworking(network: ContainerNetwork | undefined): ContainerNetwork {
  if (!network) return { kind: 'none' };
  if (network.kind === 'container') return { kind: 'container', container: network.container };
  if (network.kind !== 'networks') return { kind: network.kind };
  const attachments = network.attachments.map((attachment) => ({
    network: attachment.network,
    aliases: sortedSet(attachment.aliases ?? []),
    ipv4: attachment.ipv4 ?? null,
    mac: attachment.mac?.toLowerCase() ?? null,
  }));
  return { kind: 'networks', attachments };
}

function canonicalPorts(ports: readonly (Partial<PortSpec> & Pick<PortSpec, 'containerPort'>)[]): PortSpec[] {
  const byText = new Map<string, PortSpec>();
  for (const port of ports) {
    const canonical: PortSpec = {
      containerPort: port.containerPort,
      protocol: port.protocol ?? 'tcp',
      hostIp: port.hostIp || null,
      hostPort: port.hostPort ? [port.hostPort[0], port.hostPort[1]] : null,
      ...(port.sticky ? { sticky: true } : {}),
    };
    // Two ports that the kernel chooses are two; the same published port twice is one.
    byText.set(
      canonical.hostPort ? JSON.stringify(canonical) : `${JSON.stringify(canonical)} ${byText.size}`,
      canonical,
    );
  }
  return [...byText.values()].sort(comparePorts);
}

function comparePorts(a: PortSpec, b: PortSpec): number {
  return (
    a.containerPort - b.containerPort ||
    compareText(a.protocol, b.protocol) ||
    compareText(a.hostIp ?? '', b.hostIp ?? '') ||
    (a.hostPort?.[0] ?? -1) - (b.hostPort?.[0] ?? -1) ||
    (a.hostPort?.[1] ?? 0) - (b.hostPort?.[1] ?? 0)
  );
}

function canonicalFile(file: FileSpec): FileSpec {
  return {
    kind: file.kind,
    name: file.name,
    target: file.target,
    uid: file.uid ?? 0,
    gid: file.gid ?? 0,
    mode: file.mode ?? 0o444,
    source: canonicalSource(file),
    digest: file.digest ?? '',
  };
}

/** Earlier versions stored a secret that came as a value in the spec itself. */
function canonicalSource({ kind, source, digest }: FileSpec): FileSource {
  if ('path' in source) return { path: source.path };
  if ('value' in source) return { value: source.value };
  return kind === 'secret' ? { value: digest } : { content: source.content };
}

/** `cap_net_admin` and `NET_ADMIN` are one capability. */
function canonicalCapabilities(names: readonly string[]): string[] {
  return sortedSet(names.map((name) => name.toUpperCase().replace(/^CAP_/, '')));
}
