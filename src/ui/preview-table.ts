import type { PreviewSummary } from '../api/deployment-messages.ts';
import { formatDuration } from '../core/units.ts';
import { formatPorts } from './container-table.ts';
import { formatTable } from './format-table.ts';
import { toPlainLine } from './plain-text.ts';

const LONGEST_BRANCH = 40;

/** `dockr deploy preview list` */
export function formatPreviews(previews: readonly PreviewSummary[], nowMs: number): string {
  const rows = previews.map((preview) => [
    preview.name,
    preview.state,
    formatSubject(preview.of),
    preview.commit?.slice(0, 12) ?? '',
    formatLeft(preview, nowMs),
    preview.error?.code ?? '',
    formatAddresses(preview).join(', '),
  ]);
  return formatTable({ head: ['NAME', 'STATE', 'OF', 'COMMIT', 'ENDS', 'ERROR', 'ADDRESSES'], rows });
}

/** What to say of one that was brought up: each service that can be reached, and for how long. */
export function formatPreview(preview: PreviewSummary, nowMs: number): string {
  const { name, commit } = preview;
  const lines = formatAddresses(preview).map((address) => `  ${address}\n`);
  return `"${name}" runs ${commit ?? 'nothing'}, and ends ${formatLeft(preview, nowMs)}\n${lines.join('')}`;
}

/** `web 0.0.0.0:49153->80/tcp` */
function formatAddresses({ addresses }: PreviewSummary): readonly string[] {
  return addresses.map(({ service, ...port }) => `${service ?? ''} ${formatPorts([port])}`.trim());
}

function formatSubject(of: PreviewSummary['of']): string {
  if (of.kind === 'pull-request') return `pull request ${of.number}`;
  const branch = toPlainLine(of.branch);
  return branch.length <= LONGEST_BRANCH ? branch : `${branch.slice(0, LONGEST_BRANCH - 1)}…`;
}

function formatLeft({ expiresAt }: PreviewSummary, nowMs: number): string {
  const left = Math.round((expiresAt - nowMs) / 1000) * 1000;
  return left <= 0 ? 'now' : `in ${formatDuration(left)}`;
}
