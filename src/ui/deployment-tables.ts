import type { CommitSummary, DeploymentSummary } from '../api/messages.ts';
import { formatDuration } from '../core/units.ts';
import { formatTable } from './format-table.ts';
import { formatAgo } from './format-time.ts';
import { toPlainLine } from './plain-text.ts';

const SHORT_COMMIT = 12;

/** `dockr deploy list` */
export function formatDeployments(deployments: readonly DeploymentSummary[], nowMs: number): string {
  const rows = deployments.map((deployment) => [
    deployment.name,
    deployment.state,
    deployment.applied ? deployment.applied.commit.slice(0, SHORT_COMMIT) : '',
    deployment.applied ? formatAgo(deployment.applied.at, nowMs) : '',
    deployment.error?.error.code ?? '',
    `${deployment.url}${deployment.branch === null ? '' : ` ${deployment.branch}`}`,
  ]);
  return formatTable({ head: ['NAME', 'STATE', 'COMMIT', 'APPLIED', 'ERROR', 'SOURCE'], rows });
}

/** `dockr deploy show`: one fact a line. */
export function formatDeployment(deployment: DeploymentSummary, nowMs: number): string {
  const { error, nextAt } = deployment;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['name', deployment.name],
    ['state', deployment.state],
    ['url', deployment.url],
    ['branch', deployment.branch ?? undefined],
    ['path', deployment.path],
    ['interval', formatDuration(deployment.intervalMs)],
    ['attempted', formatCommit(deployment.attempted, nowMs)],
    ['applied', formatCommit(deployment.applied, nowMs)],
    [
      'error',
      error ? `${error.error.code}: ${toPlainLine(error.error.message)} (${formatAgo(error.at, nowMs)})` : undefined,
    ],
    ['failures', deployment.failures > 0 ? String(deployment.failures) : undefined],
    [
      'next',
      nextAt === null ? undefined : `in ${formatDuration(Math.max(0, Math.round((nextAt - nowMs) / 1000)) * 1000)}`,
    ],
  ];
  const shown = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

function formatCommit(mark: CommitSummary | null, nowMs: number): string | undefined {
  return mark ? `${mark.commit} (${formatAgo(mark.at, nowMs)})` : undefined;
}
