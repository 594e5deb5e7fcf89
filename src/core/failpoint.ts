// Faults on demand, for tests: `DOCKR_FAILPOINT=NAME=kill` (or `error`, or `sleep:2s`), several with `;` between them. Each is
// hit before something becomes visible from outside. With `DOCKR_FAILPOINT_ONCE=FILE` the first that is hit writes the file,
// and no process that finds it there has any: whoever takes over from one that was killed goes on undisturbed.
import { existsSync, writeFileSync } from 'node:fs';
import { SystemError, UsageError } from './errors.ts';
import { parseDuration } from './units.ts';

/** Steps of plans have two each, `step:create-container:before` and `:after`; they are made from the step's kind. */
export const FAILPOINTS = [
  'revision:begin',
  'revision:end',
  'replace:create',
  'replace:stop',
  'replace:rename-old',
  'replace:rename-new',
  'replace:start',
  'replace:remove-old',
  'succeed:create',
  'succeed:hold',
  'succeed:start',
  'canary:create',
  'canary:hold',
  'canary:start',
  'switch:together',
  'switch:traffic',
  'switch:rename-old',
  'switch:rename-new',
  'container:insert',
  'container:prepare',
  'container:spawn',
  'container:record-process',
  'container:start',
  'container:stop',
  'container:mark-removing',
  'container:release',
  'container:remove-files',
  'container:delete',
  'network:record',
  'network:bridge',
  'network:attach',
  'network:detach',
  'network:remove',
] as const;

/** Of rounds of deployments. */
export const ROUND_FAILPOINTS = ['round:find', 'round:apply', 'round:status', 'round:record', 'round:end'] as const;

/** Of `dockr upgrade`, which is another process. */
export const UPGRADE_FAILPOINTS = ['upgrade:place', 'upgrade:switch', 'upgrade:restart', 'upgrade:back'] as const;

type Failpoint =
  | (typeof FAILPOINTS)[number]
  | (typeof ROUND_FAILPOINTS)[number]
  | (typeof UPGRADE_FAILPOINTS)[number]
  | `step:${string}:${'before' | 'after'}`;
type Fault = { readonly kind: 'kill' } | { readonly kind: 'error' } | { readonly kind: 'sleep'; readonly ms: number };

const faults = readFaults(process.env['DOCKR_FAILPOINT'], process.env['DOCKR_FAILPOINT_ONCE']);

/** Does nothing, and costs nothing, unless this fault was asked for. */
export function failpoint(name: Failpoint): void {
  if (faults !== undefined) hit(name, faults);
}

/** Throws `bad-failpoint`. */
export function parseFaults(text: string): ReadonlyMap<string, Fault> {
  return new Map(
    text.split(';').map((part) => {
      const cut = part.lastIndexOf('=');
      const fault = parseFault(part.slice(cut + 1));
      if (cut < 1 || !fault)
        throw new UsageError('bad-failpoint', {
          message: `DOCKR_FAILPOINT has "${part}", expected NAME=kill, NAME=error or NAME=sleep:2s`,
        });
      return [part.slice(0, cut), fault] as const;
    }),
  );
}

function readFaults(text: string | undefined, onceFile: string | undefined): ReadonlyMap<string, Fault> | undefined {
  if (!text || (onceFile && existsSync(onceFile))) return undefined;
  return parseFaults(text);
}

function parseFault(text: string): Fault | undefined {
  if (text === 'kill' || text === 'error') return { kind: text };
  const ms = text.startsWith('sleep:') ? parseDuration(text.slice('sleep:'.length)) : undefined;
  return ms === undefined ? undefined : { kind: 'sleep', ms };
}

function hit(name: string, known: ReadonlyMap<string, Fault>): void {
  const fault = known.get(name);
  const onceFile = process.env['DOCKR_FAILPOINT_ONCE'];
  if (!fault || (onceFile && existsSync(onceFile))) return;
  if (onceFile) writeFileSync(onceFile, name);
  if (fault.kind === 'error') throw new SystemError('failpoint', { message: `failpoint "${name}"` });
  if (fault.kind === 'kill') process.kill(process.pid, 'SIGKILL');
  // The whole process stands still: after a kill for the moment that the signal takes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fault.kind === 'sleep' ? fault.ms : 10_000);
}
