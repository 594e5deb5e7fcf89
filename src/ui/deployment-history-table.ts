import type { DeploymentAttempt } from '../api/deployment-messages.ts';
import { formatTable } from './format-table.ts';
import { formatAgo } from './format-time.ts';
import { toPlainLine } from './plain-text.ts';

const SHORT_COMMIT = 12;
const SHORT_DIGEST = 'sha256:'.length + 12;
const HEAD = ['NUMBER', 'COMMIT', 'WHEN', 'OUTCOME', 'ERROR', 'CAUSE', 'SIGNER'];

/** `dockr deploy history`. Where no entry has pinned images, there is no column for them. */
export function formatAttempts(attempts: readonly DeploymentAttempt[], nowMs: number): string {
  const hasImages = attempts.some(({ pins }) => pins.length > 0);
  const rows = attempts.map((attempt) => {
    const { number, commit, until, outcome, times, error, cause, signer } = attempt;
    return [
      String(number),
      commit.slice(0, SHORT_COMMIT),
      formatAgo(until, nowMs),
      times > 1 ? `${outcome} (${times} times)` : outcome,
      error ?? '',
      cause,
      signer === null ? '' : toPlainLine(signer),
      ...(hasImages ? [formatPins(attempt)] : []),
    ];
  });
  return formatTable({ head: hasImages ? [...HEAD, 'IMAGES'] : HEAD, rows });
}

function formatPins({ pins }: DeploymentAttempt): string {
  return pins.map(({ reference, digest }) => `${toPlainLine(reference)}@${digest.slice(0, SHORT_DIGEST)}`).join(', ');
}
