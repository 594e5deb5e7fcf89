import type { ContainerSummary, PublishedPort } from '../api/messages.ts';
import { formatTable } from './format-table.ts';
import { formatAgo } from './format-time.ts';
import { toPlainLine } from './plain-text.ts';

const MAX_COMMAND_LENGTH = 20;

/** `dockr ps`, in the columns that Compose has. */
export function formatContainers(containers: readonly ContainerSummary[], nowMs: number): string {
  return formatTable({
    head: ['NAME', 'IMAGE', 'COMMAND', 'SERVICE', 'CREATED', 'STATUS', 'PORTS'],
    rows: containers.map((container) => [
      container.name,
      container.image,
      JSON.stringify(shorten(toPlainLine(container.command))),
      container.service ?? '',
      formatAgo(container.createdAt, nowMs),
      container.statusText,
      formatPorts(container.ports),
    ]),
  });
}

/** `0.0.0.0:8080->80/tcp, 53/udp`; runs of neighbouring ports come together. */
export function formatPorts(ports: readonly PublishedPort[]): string {
  const sorted = [...ports].sort((a, b) => a.containerPort - b.containerPort || a.hostPort - b.hostPort);
  const runs: { readonly first: PublishedPort; length: number }[] = [];
  for (const port of sorted) {
    const run = runs.find(({ first, length }) => continues(first, length, port));
    if (run) run.length++;
    else runs.push({ first: port, length: 1 });
  }
  return runs.map(formatRun).join(', ');
}

function continues(first: PublishedPort, length: number, port: PublishedPort): boolean {
  if (first.hostIp !== port.hostIp || first.protocol !== port.protocol) return false;
  return port.containerPort === first.containerPort + length && port.hostPort === first.hostPort + length;
}

function formatRun({ first, length }: { readonly first: PublishedPort; readonly length: number }): string {
  const host = first.hostIp.includes(':') ? `[${first.hostIp}]` : first.hostIp;
  return `${host}:${range(first.hostPort, length)}->${range(first.containerPort, length)}/${first.protocol}`;
}

function range(first: number, length: number): string {
  return length === 1 ? String(first) : `${first}-${first + length - 1}`;
}

function shorten(text: string): string {
  return text.length <= MAX_COMMAND_LENGTH ? text : `${text.slice(0, MAX_COMMAND_LENGTH - 1)}…`;
}
