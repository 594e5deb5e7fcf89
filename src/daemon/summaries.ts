// The engine's records in the words of the API.

import type { ContainerSummary, ImageSummary, NetworkSummary, StackSummary, VolumeSummary } from '../api/messages.ts';
import type { EnginePort as Engine } from '../apply/engine-port.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { isEncrypted } from '../overlay/encryption/is-encrypted.ts';
import type { OverlayNetworkView } from '../overlay/overlay.ts';
import { hideSecrets } from '../reconcile/hide-secrets.ts';

export function containerSummaries(engine: Engine, stack?: string): ContainerSummary[] {
  return engine.containers.list(stack).map((view) => containerSummary(engine, view));
}

export function containerSummary(engine: Engine, view: ContainerView): ContainerSummary {
  const { record } = view;
  return {
    id: record.id,
    name: record.name,
    stack: record.spec.stack,
    service: record.spec.service,
    image: record.spec.image,
    command: shownCommand(engine, record),
    createdAt: record.createdAt,
    status: view.status,
    statusText: statusText(view, Date.now()),
    exitCode: view.status === 'exited' ? record.exitCode : null,
    health: view.health,
    ports: engine.networks.portsOf(record.id).map(({ hostIp, hostPort, containerPort, protocol }) => ({
      hostIp: hostIp ?? '0.0.0.0',
      hostPort,
      containerPort,
      protocol,
    })),
    addresses: Object.fromEntries(engine.networks.endpointsOf(record.id).map(({ network, ipv4 }) => [network, ipv4])),
    pid: record.process?.pid ?? null,
  };
}

/** A command line with a secret in it is told by its digest alone. */
function shownCommand(engine: Engine, record: ContainerView['record']): string {
  const { command } = hideSecrets({ command: engine.containerCommand(record) }, (text) =>
    engine.keyedDigest(Buffer.from(text)),
  );
  return command.join(' ');
}

/** As Docker words it: `Up 5 minutes (healthy)`, `Exited (1) 3 seconds ago`. */
export function statusText({ status, record, health }: ContainerView, now: number): string {
  switch (status) {
    case 'running':
      return `Up ${ago(now - (record.startedAt ?? now))}${health === 'none' ? '' : ` (${health === 'starting' ? 'health: starting' : health})`}`;
    case 'restarting':
      return `Restarting (${record.exitCode ?? '?'}) ${ago(now - (record.finishedAt ?? now))} ago`;
    case 'exited':
      return `Exited (${record.exitCode ?? '?'}) ${ago(now - (record.finishedAt ?? now))} ago`;
    case 'created':
      return 'Created';
    case 'dead':
      return 'Removal In Progress';
  }
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 1) return 'Less than a second';
  for (const [unit, size] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const) {
    const count = Math.floor(seconds / size);
    if (count >= (unit === 'day' ? 2 : 1)) return `${count} ${unit}${count === 1 ? '' : 's'}`;
  }
  return `${seconds} seconds`;
}

export function imageSummaries(engine: Engine): ImageSummary[] {
  const users = new Map<string, string[]>();
  for (const { record } of engine.containers.list()) {
    users.set(record.spec.imageId, [...(users.get(record.spec.imageId) ?? []), record.name]);
  }
  return engine.images.list().map((image) => ({ ...image, usedBy: users.get(image.id) ?? [] }));
}

export function volumeSummaries(engine: Engine, stack: string | null): VolumeSummary[] {
  const volumes = engine.volumes.list().filter((volume) => stack === null || volume.spec.stack === stack);
  return volumes.map(({ name, spec, anonymousOf }) => ({
    name,
    stack: spec.stack,
    path: engine.volumes.path(name),
    usedBy: engine.containersUsingVolume(name, anonymousOf),
    labels: spec.labels,
  }));
}

/** `shared` are those over several hosts, whether this host has them or not. */
export function networkSummaries(
  engine: Engine,
  stack: string | null,
  shared: readonly OverlayNetworkView[] = [],
): NetworkSummary[] {
  const networks = engine.networks.listNetworks().filter((network) => stack === null || network.spec.stack === stack);
  const hostsOf = (id: string) => shared.find(({ definition }) => definition.id === id)?.hosts ?? [];
  return networks.map(({ spec, bridge, subnet, gateway, overlay }) => ({
    name: spec.name,
    stack: spec.stack,
    driver: spec.driver,
    bridge,
    subnet,
    gateway,
    internal: spec.internal,
    containers: engine.containersOnNetwork(spec.name),
    overlay: overlay && { vni: overlay.vni, encrypted: isEncrypted(overlay), hosts: hostsOf(overlay.id) },
  }));
}

export function stackSummaries(engine: Engine): StackSummary[] {
  return engine.stacks.list().map((stack) => {
    const views = engine.containers.list(stack.name);
    const running = views.filter((view) => view.status === 'running').length;
    return {
      name: stack.name,
      directory: stack.directory,
      files: stack.files,
      revision: stack.revision,
      running,
      containers: views.length,
    };
  });
}
