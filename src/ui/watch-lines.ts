import { relative } from 'node:path';
import { formatElapsed } from './format-time.ts';
import type { Paint } from './paint.ts';
import { toPlainLine } from './plain-text.ts';

export type BatchLine = {
  /** Empty for the look at the beginning. */
  readonly paths: readonly string[];
  readonly outcome: 'applied' | 'incomplete' | 'failed';
  readonly steps: number;
  readonly ms: number;
  /** What failed is tried again without another change. */
  readonly isRetried: boolean;
};

export type BatchFormat = { readonly time: Date; readonly cwd: string; readonly paint: Paint };

/** What became of a batch of changes, in one line. */
export function formatBatch(
  { paths, outcome, steps, ms, isRetried }: BatchLine,
  { time, cwd, paint }: BatchFormat,
): string {
  const clock = time.toTimeString().slice(0, 'hh:mm:ss'.length);
  const what = paths.length === 0 ? 'watching' : describePaths(paths, cwd);
  const count = steps === 1 ? '1 step' : `${steps} steps`;
  const again = isRetried ? 'tried again until it succeeds' : 'the next change is another try';
  const says = {
    applied: steps === 0 ? paint('dim', 'nothing to do') : `${paint('green', count)} in ${formatElapsed(ms)}`,
    incomplete: `${paint('red', 'failed')}, not all of ${count} could be done; ${again}`,
    failed: `${paint('red', 'failed')}, nothing was changed; ${again}`,
  };
  return `${paint('dim', clock)} ${what}: ${says[outcome]}\n`;
}

export type SyncLine = {
  readonly service: string;
  readonly paths: readonly string[];
  readonly containers: readonly string[];
  readonly actions: readonly { readonly kind: string; readonly signal?: string }[];
  readonly failures: readonly unknown[];
  readonly ms: number;
};

/** What was brought into the containers of a service, in one line. */
export function formatSync(
  { service, paths, containers, actions, failures, ms }: SyncLine,
  { time, cwd, paint }: BatchFormat,
): string {
  const clock = paint('dim', time.toTimeString().slice(0, 'hh:mm:ss'.length));
  const name = toPlainLine(service);
  if (paths.length === 0) return `${clock} ${name}: ${paint('red', 'failed')}, tried again until it succeeds\n`;
  const where = containers.length === 1 ? name : `${name} (${containers.length} containers)`;
  const then = actions.map(({ kind, signal }) => `, ${THEN[kind] ?? kind}${signal === undefined ? '' : ` ${signal}`}`);
  const end = failures.length === 0 ? '' : `, ${paint('red', 'the rest failed')} and is tried again`;
  return `${clock} ${describePaths(paths, cwd)}: ${paint('green', `in ${where}`)}${then.join('')} after ${formatElapsed(ms)}${end}\n`;
}

const THEN: Readonly<Record<string, string>> = { restart: 'restarted', exec: 'command run', signal: 'sent' };

function describePaths(paths: readonly string[], cwd: string): string {
  const [first = '', ...others] = paths;
  const short = relative(cwd, first);
  const name = toPlainLine(short === '' || short.startsWith('..') ? first : short);
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
