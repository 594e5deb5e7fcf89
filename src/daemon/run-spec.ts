// `dockr run IMAGE CMD` as a container spec. The flags are Docker's; their short forms are those of the stack file.
import type { RunRequest } from '../api/messages.ts';
import { UsageError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import type { ContainerNetwork, ContainerSpec, MountSpec, PortSpec, RestartSpec } from '../core/specs.ts';
import { parseSize } from '../core/units.ts';
import { DEFAULT_NETWORK, type Engine } from '../engine/engine.ts';
import type { Mount } from '../stack/model/run.ts';
import { parsePortShort } from '../stack/ports.ts';
import { parseVolumeShort } from '../stack/volumes.ts';
import { randomName } from './random-name.ts';

export type RunContext = { readonly signal: AbortSignal; readonly onEvent: (event: DockrEvent) => void };

/** Pulls the image if it has to, makes the default network and named volumes, and gives the spec. */
export async function runSpec(engine: Engine, request: RunRequest, context: RunContext): Promise<ContainerSpec> {
  const imageId = await engine.provideImage(request.image, request.pull, {
    signal: context.signal,
    onProgress: (progress) => context.onEvent({ type: 'progress', id: 'pull', ...progress }),
  });
  const mounts = request.volumes.map((text) => toMountSpec(parseVolumeShort(text)));
  for (const mount of mounts) {
    if (mount.kind === 'volume')
      await engine.volumes.ensure({
        name: mount.volume,
        stack: null,
        key: null,
        driver: 'local',
        options: {},
        labels: {},
      });
  }
  return {
    name:
      request.name === null
        ? randomName((name) => engine.containers.find(name) !== undefined)
        : checkedName(request.name),
    stack: null,
    service: null,
    replica: 0,
    image: request.image,
    imageId,
    entrypoint: request.entrypoint,
    command: request.command.length > 0 ? request.command : null,
    environment: request.environment,
    workingDir: request.workingDir,
    user: request.user,
    hostname: request.hostname,
    domainname: null,
    init: request.init,
    tty: false,
    stdin: request.stdin,
    labels: request.labels,
    stopSignal: null,
    stopGraceMs: 10_000,
    restart: parseRestart(request.restart),
    healthcheck: null,
    postStart: [],
    preStop: [],
    mounts,
    network: await networkFor(engine, request.network),
    ports: request.ports.flatMap(toPortSpecs),
    files: [],
    extraHosts: [],
    dns: [],
    dnsSearch: [],
    dnsOptions: [],
    sysctls: {},
    resources: {
      memoryBytes: request.memory === null ? null : parseMemory(request.memory),
      memoryReservationBytes: null,
      memorySwapBytes: null,
      cpus: request.cpus,
      cpuShares: null,
      cpuset: null,
      pids: null,
      shmBytes: null,
      oomScoreAdj: null,
      ulimits: {},
    },
    capAdd: [],
    capDrop: [],
    privileged: request.privileged,
    readOnly: request.readOnly,
    securityOptions: [],
    autoRemove: request.remove,
  };
}

/** The engine's own names have a `#`, for containers that are being replaced. */
function checkedName(name: string): string {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return name;
  throw new UsageError('bad-container-name', {
    message: `"${name}" cannot be the name of a container: two characters or more of letters, digits, ".", "_" and "-", the first a letter or a digit`,
  });
}

async function networkFor(engine: Engine, name: string | null): Promise<ContainerNetwork> {
  if (name === 'host' || name === 'none') return { kind: name };
  if (name?.startsWith('container:')) return { kind: 'container', container: name.slice('container:'.length) };
  const network = name ?? DEFAULT_NETWORK;
  if (network === DEFAULT_NETWORK) await engine.ensureDefaultNetwork();
  return { kind: 'networks', attachments: [{ network, aliases: [], ipv4: null, mac: null }] };
}

function parseMemory(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new UsageError('bad-size', { message: `"${text}" is not a size such as "512m"` });
  return bytes;
}

function parseRestart(text: string | null): RestartSpec {
  const match = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(text ?? 'no');
  if (!match)
    throw new UsageError('bad-restart-policy', {
      message: `"${text}" is not a restart policy: no, always, unless-stopped, on-failure[:N]`,
    });
  return { policy: match[1] as RestartSpec['policy'], maxRetries: Number(match[2] ?? 0) };
}

function toPortSpecs(text: string): PortSpec[] {
  return parsePortShort(text).map((port) => ({
    containerPort: port.target,
    protocol: port.protocol,
    hostIp: port.hostIp ?? null,
    hostPort: port.published ? [port.published.first, port.published.last] : null,
  }));
}

function toMountSpec(mount: Mount): MountSpec {
  switch (mount.kind) {
    case 'volume':
      return {
        kind: 'volume',
        volume: mount.source,
        target: mount.target,
        readOnly: mount.readOnly,
        noCopy: mount.noCopy,
        subpath: mount.subpath ?? null,
      };
    case 'bind':
      return {
        kind: 'bind',
        source: mount.source,
        target: mount.target,
        readOnly: mount.readOnly,
        createSource: mount.createSource,
        propagation: mount.propagation ?? null,
      };
    case 'anonymous':
      return { kind: 'anonymous', target: mount.target, readOnly: mount.readOnly, noCopy: mount.noCopy };
    case 'tmpfs':
      return {
        kind: 'tmpfs',
        target: mount.target,
        readOnly: mount.readOnly,
        sizeBytes: mount.sizeBytes ?? null,
        mode: mount.mode ?? null,
        options: mount.options,
      };
    case 'image':
    case 'npipe':
    case 'cluster':
      throw new UsageError('not-supported', { message: `a mount of type "${mount.kind}" is not supported` });
  }
}
