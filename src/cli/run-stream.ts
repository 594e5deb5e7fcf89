import type { Client, ResultOf, StreamRequestOf } from '../client/client.ts';
import { errorCode, type WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';
import { chooseRenderer, createRenderer, type RendererMode } from '../ui/create-renderer.ts';
import { formatPlanText, isPlan } from '../ui/format-plan-text.ts';
import type { Cli } from './cli.ts';
import { signalExitCode } from './exit-codes.ts';
import { withInterrupts } from './interrupts.ts';

type StreamRoute = Parameters<Client['stream']>[0];

export type StreamEnd<R extends StreamRoute> =
  /** `told` are the errors of steps, as far as people have seen them. */
  | { readonly kind: 'ended'; readonly result: ResultOf<R>; readonly told: readonly WireError[] }
  | { readonly kind: 'interrupted'; readonly exitCode: number };

/** A long call whose events are shown as they come. The first interrupt ends it. */
export async function runStream<R extends StreamRoute>(
  cli: Cli,
  client: Client,
  call: { readonly route: R; readonly request: StreamRequestOf<R>; readonly onEvent?: (event: DockrEvent) => void },
): Promise<StreamEnd<R>> {
  const mode = chooseRenderer(cli.globals, cli.output);
  const renderer = await createRenderer(mode, cli);
  const interrupted = new AbortController();
  let exitCode = 0;
  const onInterrupt = (signal: NodeJS.Signals): void => {
    exitCode = signalExitCode(signal);
    interrupted.abort();
  };
  let planSeen = false;
  const told: WireError[] = [];
  const onEvent = (event: DockrEvent): void => {
    planSeen ||= event.type === 'plan';
    if (event.type === 'step' && event.status === 'failed' && event.error && mode !== 'json') told.push(event.error);
    renderer.onEvent(event);
    call.onEvent?.(event);
  };
  try {
    const result = await withInterrupts([onInterrupt], () =>
      cli.tracer.during('cli', call.route, 'request', () =>
        persist(cli, call.route, onEvent, () =>
          client.stream(call.route, call.request, { onEvent, signal: interrupted.signal }),
        ),
      ),
    );
    await renderer.finish();
    showResult(cli, { mode, planSeen, result });
    return { kind: 'ended', result, told };
  } catch (error) {
    await renderer.finish();
    if (!interrupted.signal.aborted) throw error;
    if (!cli.globals.quiet) cli.output.stderr.write(`interrupted: "${call.route}" was called off\n`);
    return { kind: 'interrupted', exitCode };
  }
}

/** Calls that lead to the same end however often they are made. */
const REPEATABLE: ReadonlySet<StreamRoute> = new Set(['up', 'down', 'build', 'pull']);
const MAX_REPEATS = 3;
/** It answered a moment ago, so that in both cases it has ended since. */
const ENDED_CODES: ReadonlySet<string> = new Set(['daemon-gone', 'daemon-not-running']);

/** A daemon that ends in the middle is back within a second, and finds everything as it was left: the call goes on there. */
async function persist<T>(
  cli: Cli,
  route: StreamRoute,
  onEvent: (event: DockrEvent) => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await work();
    } catch (error) {
      if (!ENDED_CODES.has(errorCode(error) ?? '') || !REPEATABLE.has(route) || repeats === MAX_REPEATS) throw error;
      onEvent({ type: 'warning', code: 'daemon-gone', message: 'the daemon ended in the middle; another one goes on' });
      await cli.connect();
    }
  }
}

type Shown = { readonly mode: RendererMode; readonly planSeen: boolean; readonly result: unknown };

/** For programs the result; for people the plan, if nothing of it has been shown because there was nothing to do. */
function showResult(cli: Cli, { mode, planSeen, result }: Shown): void {
  if (mode === 'json') cli.output.stdout.write(`${JSON.stringify({ type: 'result', value: result })}\n`);
  if (mode === 'json' || mode === 'quiet' || planSeen) return;
  if (typeof result !== 'object' || result === null || !('plan' in result) || !isPlan(result.plan)) return;
  if (result.plan.steps.length === 0) cli.output.stderr.write(formatPlanText(result.plan, cli.output.stderr.paint));
}
