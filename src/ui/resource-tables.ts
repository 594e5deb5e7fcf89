import type { ImageSummary, NetworkSummary, NodeSummary, StackSummary, VolumeSummary } from '../api/messages.ts';
import { formatSize } from '../core/units.ts';
import { formatTable } from './format-table.ts';
import { formatAgo } from './format-time.ts';

/** `dockr images`: one row a name. */
export function formatImages(images: readonly ImageSummary[], nowMs: number): string {
  const rows = images.flatMap((image) =>
    (image.names.length > 0 ? image.names : ['<none>']).map((name) => [
      name,
      image.id.replace(/^sha256:/, '').slice(0, 12),
      formatAgo(image.createdAt, nowMs),
      formatSize(image.sizeBytes),
      image.usedBy.join(', '),
    ]),
  );
  return formatTable({ head: ['IMAGE', 'ID', 'CREATED', 'SIZE', 'USED BY'], rows });
}

/** `dockr volume ls` */
export function formatVolumes(volumes: readonly VolumeSummary[]): string {
  const rows = volumes.map((volume) => [volume.name, volume.stack ?? '', volume.usedBy.join(', '), volume.path]);
  return formatTable({ head: ['VOLUME', 'STACK', 'USED BY', 'PATH'], rows });
}

/** `dockr network ls`; what only networks over several hosts have is left out where there is none. */
export function formatNetworks(networks: readonly NetworkSummary[]): string {
  const isShared = networks.some(({ overlay }) => overlay !== null);
  const rows = networks.map((network) => [
    network.name,
    network.stack ?? '',
    network.driver,
    network.subnet,
    accessOf(network),
    String(network.containers.length),
    ...(isShared
      ? [network.overlay ? String(network.overlay.vni) : '', (network.overlay?.hosts ?? []).join(', ')]
      : []),
  ]);
  const shared = isShared ? ['VXLAN', 'HOSTS'] : [];
  return formatTable({ head: ['NETWORK', 'STACK', 'DRIVER', 'SUBNET', 'ACCESS', 'CONTAINERS', ...shared], rows });
}

function accessOf({ internal, overlay }: NetworkSummary): string {
  return [...(internal ? ['internal'] : []), ...(overlay?.encrypted ? ['encrypted'] : [])].join(', ');
}

/** `dockr node ls` */
export function formatNodes(nodes: readonly NodeSummary[]): string {
  const rows = nodes.map(({ name, address, isThis, endpoints }) => [
    name,
    address,
    isThis ? 'this' : '',
    [...new Set(endpoints.map(({ network }) => network))].sort().join(', '),
    String(new Set(endpoints.map(({ container }) => container)).size),
  ]);
  return formatTable({ head: ['NODE', 'ADDRESS', 'HOST', 'NETWORKS', 'CONTAINERS'], rows });
}

/** `dockr ls` */
export function formatStacks(stacks: readonly StackSummary[]): string {
  const rows = stacks.map((stack) => [
    stack.name,
    `running(${stack.running}/${stack.containers})`,
    String(stack.revision),
    stack.files.join(','),
  ]);
  return formatTable({ head: ['NAME', 'STATUS', 'REVISION', 'CONFIG FILES'], rows });
}
