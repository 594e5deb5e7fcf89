// Waits until one container can take over: healthy, or running for a while where nothing checks its health.
import { ContainerError } from '../core/errors.ts';
import type { ContainerView } from '../engine/containers/container-view.ts';
import { lastProbe, nextChange, type WaitContext } from './wait-service.ts';

export type ReadyRequest = {
  readonly container: string;
  readonly service: string;
  readonly monitorMs: number;
  readonly timeoutMs: number;
};

/** Resolves when it is ready; throws at once when it has ended or is unwell, and at the end of its time. */
export async function waitReady(request: ReadyRequest, context: WaitContext): Promise<void> {
  const deadline = performance.now() + request.timeoutMs;
  for (;;) {
    if (context.signal.aborted)
      throw new ContainerError('interrupted', { message: `interrupted while waiting for "${request.container}"` });
    const view = context.containers.find(request.container);
    const verdict: Readiness = view
      ? judgeReady(view, request.monitorMs, Date.now())
      : { kind: 'never', why: 'it is gone' };
    if (verdict.kind === 'ready') return;
    if (verdict.kind === 'never') throw await notReady(request, verdict.why, { view, context });
    if (performance.now() > deadline)
      throw await notReady(request, `it was not ready after ${request.timeoutMs / 1000} s`, { view, context });
    await nextChange(context, verdict.kind === 'wait' ? verdict.ms : undefined);
  }
}

export type Readiness =
  | { readonly kind: 'ready' }
  /** `ms`: it is ready then, if nothing happens. */
  | { readonly kind: 'wait'; readonly ms?: number }
  | { readonly kind: 'never'; readonly why: string };

/** What can be said of a container that was just started. */
export function judgeReady(view: ContainerView, monitorMs: number, nowMs: number): Readiness {
  const { status, health, record } = view;
  // One that its restart policy has brought back has failed, too.
  if (status !== 'running' || record.restarts > 0)
    return { kind: 'never', why: `it exited with code ${record.exitCode ?? 'unknown'}` };
  if (health === 'healthy') return { kind: 'ready' };
  if (health === 'unhealthy') return { kind: 'never', why: `it is unhealthy${lastProbe(view)}` };
  if (health === 'starting') return { kind: 'wait' };
  const leftMs = (record.startedAt ?? nowMs) + monitorMs - nowMs;
  return leftMs <= 0 ? { kind: 'ready' } : { kind: 'wait', ms: leftMs };
}

async function notReady(
  { container, service }: ReadyRequest,
  why: string,
  { view, context }: { readonly view: ContainerView | undefined; readonly context: WaitContext },
): Promise<ContainerError> {
  const output = view ? await context.lastLines(view.record.id) : [];
  return new ContainerError('not-ready', {
    message: `the new container of service "${service}" did not get ready: "${container}": ${why}`,
    output,
    hint: 'the old one is kept: mend the new version, then run the command again',
  });
}
