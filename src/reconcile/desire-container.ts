// One service's model -> the spec of one of its containers.
import { StackError } from '../core/errors.ts';
import type {
  AttachmentSpec,
  ContainerNetwork,
  ContainerSpec,
  FileSource,
  FileSpec,
  HealthcheckSpec,
  HookSpec,
  MountSpec,
  PortSpec,
} from '../core/specs.ts';
import type { StackFile, StackFileOrigin } from '../stack/model/resources.ts';
import type { FileGrant, Healthcheck, Mount, NetworkAttachment, Port } from '../stack/model/run.ts';
import type { Service, Stack } from '../stack/model.ts';
import { canonicalResources } from './canonical-resources.ts';
import { canonicalSpec } from './canonical-spec.ts';
import { imageOf } from './desire-images.ts';
import { compareText, ownValue } from './sorting.ts';

type Replica = { readonly replica: number; readonly fileDigests: Readonly<Record<string, string>> };

/** `<stack>-<service>-<replica>`, unless the file names the container. */
export function containerName(stack: Stack, service: Service, replica: number): string {
  return service.containerName ?? `${stack.name}-${service.name}-${replica}`;
}

/** The canonical spec; its image's id is left to the planner, who knows what is here. */
export function desiredContainerSpec(stack: Stack, service: Service, { replica, fileDigests }: Replica): ContainerSpec {
  const { restart } = service;
  return canonicalSpec({
    name: containerName(stack, service, replica),
    stack: stack.name,
    service: service.name,
    replica,
    image: imageOf(stack, service),
    entrypoint: service.entrypoint ?? null,
    command: service.command ?? null,
    environment: service.environment,
    secretEnvironment: toSecretEnvironment(service, fileDigests),
    workingDir: service.workingDir ?? null,
    user: service.user ?? null,
    hostname: service.hostname ?? null,
    domainname: service.domainname ?? null,
    init: service.init,
    tty: service.tty,
    stdin: service.stdinOpen,
    labels: service.labels,
    stopSignal: service.stopSignal ?? null,
    stopGraceMs: service.stopGraceMs,
    restart: { policy: restart.kind, maxRetries: restart.kind === 'on-failure' ? restart.maxRetries : 0 },
    healthcheck: toHealthcheck(service.healthcheck),
    postStart: toHooks(service.postStart),
    preStop: toHooks(service.preStop),
    mounts: service.volumes.map((mount) => toMount(stack, mount)),
    network: toNetworking(stack, service),
    ports: service.ports.map(toPort),
    files: [
      ...service.secrets.map((grant) => toFile('secret', grant, { files: stack.secrets, fileDigests })),
      ...service.configs.map((grant) => toFile('config', grant, { files: stack.configs, fileDigests })),
    ],
    extraHosts: toExtraHosts(service.extraHosts),
    dns: service.dns,
    dnsSearch: service.dnsSearch,
    dnsOptions: service.dnsOptions,
    sysctls: service.sysctls,
    resources: canonicalResources(service.resources),
    capAdd: service.capAdd,
    capDrop: service.capDrop,
    privileged: service.privileged,
    readOnly: service.readOnly,
    securityOptions: service.securityOpt,
  });
}

function toHealthcheck(check: Healthcheck | undefined): HealthcheckSpec | null {
  if (!check) return null;
  const { test, intervalMs, timeoutMs, retries, startPeriodMs, startIntervalMs } =
    check.kind === 'none' ? { ...NO_CHECK } : { ...SILENT, ...check };
  return { test, intervalMs, timeoutMs, retries, startPeriodMs, startIntervalMs };
}

const SILENT: HealthcheckSpec = {
  test: null,
  intervalMs: null,
  timeoutMs: null,
  retries: null,
  startPeriodMs: null,
  startIntervalMs: null,
};
const NO_CHECK: HealthcheckSpec = { ...SILENT, test: ['NONE'] };

/** A variable without a value is left to the container. */
function toHooks(hooks: Service['postStart']): HookSpec[] {
  return (hooks ?? []).map(({ command, user, workingDir, privileged, environment }) => ({
    command: command ?? [],
    user: user ?? null,
    workingDir: workingDir ?? null,
    privileged: privileged ?? false,
    environment: Object.fromEntries(
      Object.entries(environment ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
  }));
}

function toMount(stack: Stack, mount: Mount): MountSpec {
  const { target, readOnly } = mount;
  switch (mount.kind) {
    case 'volume': {
      const volume = ownValue(stack.volumes, mount.source)?.name ?? mount.source;
      return { kind: 'volume', volume, target, readOnly, noCopy: mount.noCopy, subpath: mount.subpath ?? null };
    }
    case 'anonymous':
      return { kind: 'anonymous', target, readOnly, noCopy: mount.noCopy };
    case 'bind': {
      const { source, createSource, propagation } = mount;
      return { kind: 'bind', source, target, readOnly, createSource, propagation: propagation ?? null };
    }
    case 'tmpfs':
      return {
        kind: 'tmpfs',
        target,
        readOnly,
        sizeBytes: mount.sizeBytes ?? null,
        mode: mount.mode ?? null,
        options: mount.options,
      };
    case 'image':
    case 'npipe':
    case 'cluster':
      throw new StackError('not-supported', { message: `a mount of type "${mount.kind}" is not supported` });
  }
}

function toNetworking(stack: Stack, service: Service): ContainerNetwork {
  const mode = service.networkMode;
  switch (mode.kind) {
    case 'networks':
      return { kind: 'networks', attachments: toAttachments(stack, service) };
    case 'bridge':
      // The engine's own network, there without being asked for.
      return { kind: 'networks', attachments: [{ network: 'bridge', aliases: [], ipv4: null, mac: null }] };
    case 'host':
    case 'none':
      return { kind: mode.kind };
    case 'container':
      return { kind: 'container', container: mode.container };
    case 'service': {
      const owner = ownValue(stack.services, mode.service);
      if (owner) return { kind: 'container', container: containerName(stack, owner, 1) };
      throw new StackError('unknown-service', {
        message: `service "${service.name}" shares the network of service "${mode.service}", which is not in the stack`,
      });
    }
  }
}

/** The default route first: the highest gateway priority, then the highest priority, then the name. */
function toAttachments(stack: Stack, service: Service): AttachmentSpec[] {
  const attached = Object.entries(service.networks).map(([key, attachment]) => ({
    attachment,
    spec: toAttachment(service, ownValue(stack.networks, key)?.name ?? key, attachment),
  }));
  attached.sort(
    (a, b) =>
      b.attachment.gatewayPriority - a.attachment.gatewayPriority ||
      b.attachment.priority - a.attachment.priority ||
      compareText(a.spec.network, b.spec.network),
  );
  return attached.map(({ spec }) => spec);
}

function toAttachment(service: Service, network: string, attachment: NetworkAttachment): AttachmentSpec {
  const aliases = [service.name, ...attachment.aliases];
  return { network, aliases, ipv4: attachment.ipv4Address ?? null, mac: attachment.macAddress ?? null };
}

function toPort({ target, protocol, hostIp, published, extensions }: Port): PortSpec {
  return {
    containerPort: target,
    protocol,
    hostIp: hostIp ?? null,
    hostPort: published ? [published.first, published.last] : null,
    ...(isSticky(extensions) ? { sticky: true } : {}),
  };
}

/** `x-dockr: {sticky: true}` of a port. */
function isSticky(extensions: Port['extensions']): boolean {
  const own = extensions?.['x-dockr'];
  return typeof own === 'object' && own !== null && 'sticky' in own && own.sticky === true;
}

type Files = {
  readonly files: Readonly<Record<string, StackFile>>;
  readonly fileDigests: Readonly<Record<string, string>>;
};

function toFile(kind: 'secret' | 'config', grant: FileGrant, { files, fileDigests }: Files): FileSpec {
  const { source: name, target, uid, gid, mode } = grant;
  const origin = ownValue(files, name)?.origin;
  const digest = ownValue(fileDigests, `${kind}:${name}`);
  if (!origin) throw new StackError(`unknown-${kind}`, { message: `${kind} "${name}" is not in the stack` });
  if (digest === undefined) throw new Error(`no digest of ${kind} "${name}" was given`);
  const source = toFileSource(kind, origin, digest);
  if (source) return { kind, name, target, uid, gid, mode, source, digest };
  throw new StackError('not-supported', { message: `${kind} "${name}" has no content that dockr knows` });
}

/** No value of a secret is in a spec: specs are stored and shown. */
function toFileSource(kind: FileSpec['kind'], origin: StackFileOrigin, digest: string): FileSource | undefined {
  if (origin.kind === 'file') return { path: origin.path };
  if (origin.kind === 'value' || (origin.kind === 'content' && kind === 'secret')) return { value: digest };
  return origin.kind === 'content' ? { content: origin.content } : undefined;
}

function toSecretEnvironment(
  { name, secretEnvironment = {} }: Service,
  digests: Files['fileDigests'],
): Record<string, string> {
  const entries = Object.keys(secretEnvironment).map((variable) => {
    const digest = ownValue(digests, `env:${name}:${variable}`);
    if (digest === undefined) throw new Error(`no digest of variable "${variable}" was given`);
    return [variable, digest] as const;
  });
  return Object.fromEntries(entries);
}

function toExtraHosts(hosts: Service['extraHosts']): string[] {
  const entries = Object.entries(hosts).sort(([a], [b]) => compareText(a, b));
  return entries.flatMap(([host, addresses]) => addresses.map((address) => `${host}:${address}`));
}
