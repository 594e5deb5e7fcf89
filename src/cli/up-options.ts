import type { StreamRequestOf } from '../client/client.ts';
import type { OptionSpecs, OptionValues } from './declaration.ts';
import { checkConflicts, parseTimeout } from './parse-values.ts';
import { type Asked, PLAN_OPTIONS, resolveStackRequest } from './stack-request.ts';

/** Options of `up`, named as Compose names them. */
export const UP_OPTIONS = {
  detach: { kind: 'flag', short: 'd', summary: 'Leave the containers running in the background' },
  watch: { kind: 'flag', short: 'w', summary: 'Follow the files of the stack, as "watch" does' },
  wait: { kind: 'flag', summary: 'Wait until all run, or are healthy where they have a health check; means --detach' },
  'wait-timeout': { kind: 'text', value: 'SECONDS', summary: 'Longest time to wait' },
  ...PLAN_OPTIONS,
  'abort-on-container-exit': { kind: 'flag', summary: 'Stop everything when a container ends' },
  'abort-on-container-failure': { kind: 'flag', summary: 'Stop everything when a container fails' },
  'exit-code-from': { kind: 'text', value: 'SERVICE', summary: 'Exit with its code; means --abort-on-container-exit' },
  attach: { kind: 'texts', value: 'SERVICE', summary: 'Show the output of these services only' },
  'no-attach': { kind: 'texts', value: 'SERVICE', summary: 'Do not show the output of these services' },
  timestamps: { kind: 'flag', summary: 'Show the time of each line' },
  'no-log-prefix': { kind: 'flag', summary: 'Do not put the name before each line' },
  'no-color': { kind: 'flag', summary: 'Output of containers without colours' },
  timeout: { kind: 'text', short: 't', value: 'SECONDS', summary: 'Time to end for containers that are stopped' },
  retry: { kind: 'flag', summary: 'Try again what failed before and was rolled back' },
  'no-rollback': { kind: 'flag', summary: 'Leave a failed update as it is' },
  yes: { kind: 'flag', short: 'y', summary: 'Do not ask' },
  'dry-run': { kind: 'flag', summary: 'Show the plan and change nothing, as "plan" does' },
  trace: { kind: 'text', value: 'FILE', summary: 'Write where the time went, for chrome://tracing and Perfetto' },
} as const satisfies OptionSpecs;

export type UpOptions = OptionValues<typeof UP_OPTIONS>;

/** Throws for options that exclude each other. */
export function checkUpOptions(options: UpOptions): void {
  const aborts = options['abort-on-container-exit'] || options['exit-code-from'] !== undefined;
  const given = {
    detach: options.detach,
    wait: options.wait,
    watch: options.watch,
    'abort-on-container-exit': aborts,
    'abort-on-container-failure': options['abort-on-container-failure'],
    'no-start': options['no-start'],
    attach: options.attach.length > 0,
  };
  checkConflicts(given, [
    ['detach', 'abort-on-container-exit'],
    ['detach', 'abort-on-container-failure'],
    ['detach', 'attach'],
    ['detach', 'watch'],
    ['wait', 'watch'],
    ['watch', 'no-start'],
    ['watch', 'abort-on-container-exit'],
    ['watch', 'abort-on-container-failure'],
    ['wait', 'abort-on-container-exit'],
    ['wait', 'abort-on-container-failure'],
    ['wait', 'attach'],
    ['wait', 'no-start'],
  ]);
}

/** Whether the containers are left in the background. */
export function isDetached(options: UpOptions): boolean {
  return options.detach || options.wait || options['no-start'];
}

export type UpCall = { readonly services: readonly string[]; readonly options: UpOptions; readonly traced: boolean };

/** What the daemon is asked for. */
export function resolveUpRequest(asked: Asked, { services, options, traced }: UpCall): StreamRequestOf<'up'> {
  return {
    ...resolveStackRequest(asked, services, options),
    wait: options.wait,
    waitTimeoutMs: parseTimeout(options['wait-timeout'], 'wait-timeout'),
    timeoutMs: parseTimeout(options.timeout, 'timeout'),
    trace: traced,
    retry: options.retry,
    rollback: !options['no-rollback'],
  };
}
