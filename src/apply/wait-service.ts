// Waits for a condition of a service's containers: level-triggered, events only say when to look again.

import type { Emitter } from '../core/emitter.ts';
import { ContainerError } from '../core/errors.ts';
import type { ContainerEvent } from '../engine/containers/container-options.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { DesiredDependency } from '../reconcile/desired.ts';
import type { ContainerPort as ContainerEngine } from './engine-port.ts';

export type WaitRequest = {
  readonly service: string;
  readonly containers: readonly string[];
  readonly condition: DesiredDependency['condition'];
};

export type WaitContext = {
  readonly containers: ContainerEngine;
  readonly events: Emitter<ContainerEvent>;
  readonly signal: AbortSignal;
  /** The last lines that a container wrote, for the error. */
  readonly lastLines: (id: string) => Promise<string[]>;
};

const UNFULFILLED = {
  started: 'did not start',
  completed: 'did not complete',
  healthy: 'did not become healthy',
} as const;
const LOOK_AGAIN_MS = 250;
const SHOWN_LINES = 10;
/** About two minutes of a program that ends at once. */
const MOST_RESTARTS = 10;

/** Resolves when all containers fulfil the condition; throws at once when one no longer can. */
export async function waitForService(request: WaitRequest, context: WaitContext): Promise<void> {
  await Promise.all(request.containers.map((name) => waitForContainer(name, request, context)));
}

async function waitForContainer(name: string, request: WaitRequest, context: WaitContext): Promise<void> {
  let restartsBefore: number | undefined;
  for (;;) {
    if (context.signal.aborted)
      throw new ContainerError('interrupted', { message: `interrupted while waiting for "${name}"` });
    const view = context.containers.find(name);
    // Somebody may start it meanwhile, which counts from nothing again.
    restartsBefore = Math.min(restartsBefore ?? Infinity, view?.record.restarts ?? 0);
    const verdict = view ? judge(view, request.condition, restartsBefore) : 'container is gone';
    if (verdict === 'fulfilled') return;
    if (verdict !== 'wait') throw await waitError(name, verdict, request, view, context);
    await nextChange(context);
  }
}

/** `fulfilled`, `wait`, or why it can no longer be fulfilled. `restartsBefore`: those that were there when the wait began. */
export function judge(
  view: ContainerView,
  condition: DesiredDependency['condition'],
  restartsBefore = 0,
): 'fulfilled' | 'wait' | string {
  const verdict = judgeNow(view, condition);
  const restarts = view.record.restarts - restartsBefore;
  // A restart policy never gives up, and whoever waits holds the stack.
  if (verdict !== 'wait' || restarts < MOST_RESTARTS) return verdict;
  return `it was restarted ${restarts} times, and exited with code ${view.record.exitCode ?? 'unknown'}`;
}

function judgeNow(view: ContainerView, condition: DesiredDependency['condition']): 'fulfilled' | 'wait' | string {
  const { status, health, record } = view;
  const ended = status === 'exited' || status === 'created' || status === 'dead';
  switch (condition) {
    case 'started':
      // A job that was quick has started, too.
      if (status === 'exited' && record.exitCode === 0) return 'fulfilled';
      return ended ? `it exited with code ${record.exitCode}` : 'fulfilled';
    case 'completed':
      if (!ended) return 'wait';
      return record.exitCode === 0 ? 'fulfilled' : `it exited with code ${record.exitCode}`;
    case 'healthy':
      if (ended) return `it exited with code ${record.exitCode}`;
      if (status === 'restarting') return 'wait';
      if (health === 'none') return 'it has no health check';
      if (health === 'unhealthy') return `it is unhealthy${lastProbe(view)}`;
      return health === 'healthy' ? 'fulfilled' : 'wait';
  }
}

/** What the last check said, as a clause. */
export function lastProbe(view: ContainerView): string {
  const last = view.healthState?.log.at(-1);
  return last ? `: the last check ended with ${last.exitCode}: ${last.output.trim().split('\n').at(-1) ?? ''}` : '';
}

async function waitError(
  name: string,
  verdict: string,
  request: WaitRequest,
  view: ContainerView | undefined,
  context: WaitContext,
): Promise<ContainerError> {
  const codes = {
    healthy: 'dependency-unhealthy',
    completed: 'dependency-failed',
    started: 'dependency-failed',
  } as const;
  const output = view ? await context.lastLines(view.record.id) : [];
  return new ContainerError(codes[request.condition], {
    message: `service "${request.service}" ${UNFULFILLED[request.condition]}: container "${name}": ${verdict}`,
    output,
    hint: `see its whole output with "dockr logs ${request.service}"`,
  });
}

/** Resolves at the next event, or when it is time to look again. */
export function nextChange({ events, signal }: WaitContext, withinMs = LOOK_AGAIN_MS): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(withinMs, LOOK_AGAIN_MS));
    const stop = events.listen(done);
    signal.addEventListener('abort', done);
  });
}

/** The newest lines of a container's log, for errors. */
export function lastLogLines({ containers }: { readonly containers: ContainerEngine }, id: string): Promise<string[]> {
  return containers.lastLines(id, SHOWN_LINES);
}
