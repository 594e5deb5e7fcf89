import type { ImageSummary, NetworkSummary, StackSummary, VolumeSummary } from '../api/messages.ts';
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

/** `dockr network ls` */
export function formatNetworks(networks: readonly NetworkSummary[]): string {
  const rows = networks.map((network) => [
    network.name,
    network.stack ?? '',
    network.driver,
    network.subnet,
    network.internal ? 'internal' : '',
    String(network.containers.length),
  ]);
  return formatTable({ head: ['NETWORK', 'STACK', 'DRIVER', 'SUBNET', 'ACCESS', 'CONTAINERS'], rows });
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
