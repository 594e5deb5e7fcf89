// All deployments at a glance, as lines that fit a terminal: `dockr deploy status`.
import type { DeploymentSummary } from '../api/deployment-messages.ts';
import type { ContainerSummary } from '../api/messages.ts';
import { formatDuration } from '../core/units.ts';
import { formatAgo } from './format-time.ts';
import type { Paint } from './paint.ts';
import { toPlainLine } from './plain-text.ts';

/** A deployment, and what its containers do. */
export type DeploymentStatus = {
  readonly deployment: DeploymentSummary;
  readonly running: number;
  readonly total: number;
  readonly unhealthy: number;
};

const SHORT_COMMIT = 8;
const LONGEST_NAME = 22;
const GAP = '  ';
const HEAD = ['NAME', 'STATE', 'COMMIT', 'UP', 'APPLIED', 'NEXT', 'ERROR'];
/** Worst first: what does not fit on the screen is well. */
const ORDER = ['stalled', 'failing', 'syncing', 'waiting', 'suspended', 'ready'];

export function toStatuses(
  deployments: readonly DeploymentSummary[],
  containers: readonly ContainerSummary[],
): readonly DeploymentStatus[] {
  return deployments.map((deployment) => {
    const own = containers.filter(({ stack }) => stack === deployment.name);
    return {
      deployment,
      running: own.filter(({ status }) => status === 'running').length,
      total: own.length,
      unhealthy: own.filter(({ health }) => health === 'unhealthy').length,
    };
  });
}

export type StatusSize = { readonly columns: number; readonly rows: number };

/** A line of sums, then one a deployment, none longer than the terminal is wide and no more of them than it is high. */
export function formatStatusLines(
  statuses: readonly DeploymentStatus[],
  { nowMs, size, paint }: { readonly nowMs: number; readonly size: StatusSize; readonly paint: Paint },
): readonly string[] {
  const sorted = statuses.toSorted((one, other) => rankOf(one) - rankOf(other) || byName(one, other));
  const isTooMany = sorted.length + 2 > size.rows;
  const shown = isTooMany ? sorted.slice(0, Math.max(0, size.rows - 3)) : sorted;
  const cells = shown.map((status) => toCells(status, nowMs));
  const widths = HEAD.map((title, column) => Math.max(title.length, ...cells.map((row) => (row[column] ?? '').length)));
  const fit = (row: readonly string[]): string =>
    clip(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(GAP), size.columns);
  const rows = cells.map((row, index) => paintRow(fit(row), shown[index], paint));
  const rest = isTooMany ? [clip(`… ${sorted.length - shown.length} more`, size.columns)] : [];
  return [clip(formatSums(statuses), size.columns), fit(HEAD), ...rows, ...rest];
}

/** What is printed where lines cannot be drawn again: one line for a deployment that changed. */
export function formatStatusLine(status: DeploymentStatus, nowMs: number): string {
  const { deployment } = status;
  const parts = [deployment.name, deployment.state, commitOf(status), upOf(status), deployment.error?.error.code ?? ''];
  return `${new Date(nowMs).toISOString()} ${parts.filter((part) => part !== '').join(' ')}\n`;
}

/** Changes whenever something is to be told, and not with the time. */
export function statusKey(status: DeploymentStatus): string {
  const { nextAt: _, ...deployment } = status.deployment;
  return JSON.stringify({ ...status, deployment });
}

function toCells(status: DeploymentStatus, nowMs: number): readonly string[] {
  const { name, state, applied, nextAt, error } = status.deployment;
  return [
    name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
    state,
    commitOf(status),
    upOf(status),
    applied ? shortAgo(formatAgo(applied.at, nowMs)) : '',
    nextAt === null ? '' : formatDuration(Math.max(0, Math.ceil((nextAt - nowMs) / 1000)) * 1000),
    toPlainLine(error?.error.code ?? ''),
  ];
}

function commitOf({ deployment: { applied } }: DeploymentStatus): string {
  return applied?.commit.slice(0, SHORT_COMMIT) ?? '';
}

/** `2/3 !1`: two of three run, one is unhealthy. */
function upOf({ running, total, unhealthy }: DeploymentStatus): string {
  return total === 0 ? '' : `${running}/${total}${unhealthy > 0 ? ` !${unhealthy}` : ''}`;
}

function shortAgo(text: string): string {
  return text === 'less than a second ago' ? 'now' : text.replace(/ ago$/, '');
}

function formatSums(statuses: readonly DeploymentStatus[]): string {
  const counts = ORDER.flatMap((state) => {
    const count = statuses.filter(({ deployment }) => deployment.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const noun = statuses.length === 1 ? 'deployment' : 'deployments';
  return `${statuses.length} ${noun}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
}

function rankOf({ deployment: { state } }: DeploymentStatus): number {
  const rank = ORDER.indexOf(state);
  return rank < 0 ? ORDER.length : rank;
}

function byName(one: DeploymentStatus, other: DeploymentStatus): number {
  return one.deployment.name < other.deployment.name ? -1 : 1;
}

/** A colour for what somebody has to look at, and for what is under way. */
function paintRow(line: string, status: DeploymentStatus | undefined, paint: Paint): string {
  if (!status) return line;
  const { state } = status.deployment;
  if (state === 'stalled' || state === 'failing') return paint('red', line);
  if (status.unhealthy > 0 || state === 'syncing') return paint('yellow', line);
  return line;
}

function clip(line: string, columns: number): string {
  const text = line.trimEnd();
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}
