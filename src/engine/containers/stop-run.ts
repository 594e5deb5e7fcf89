// The end of a run that somebody asked for.
import { ContainerError } from '../../core/errors.ts';
import type { Tracer } from '../../core/trace.ts';
import { sendSignal, wouldMissSignal } from '../../os/process.ts';
import type { ActiveRun } from './active-run.ts';

export const SIGKILL = 9;
const KILL_PATIENCE_MS = 10_000;

export type StopRequest = {
  /** Of the container. */
  readonly name: string;
  readonly signal: number;
  readonly graceMs: number;
  readonly tracer: Tracer;
};

/** Sends the stop signal, after the grace SIGKILL, and resolves when the run has been tidied up. Throws `stop-failed`. */
export async function stopRun(active: ActiveRun, request: StopRequest): Promise<void> {
  await request.tracer.during('container', 'stop', request.name, () => endProcess(active, request));
  await active.ended;
}

async function endProcess({ pid, exited }: ActiveRun, { name, signal, graceMs }: StopRequest): Promise<void> {
  // Found ended at the start of the daemon, and on its way to be recorded as such.
  if (pid === 0) return;
  // Nothing is gained by waiting for a program that cannot hear: a shell as pid 1 costs Docker's users ten seconds.
  if (graceMs > 0 && signal !== SIGKILL && !wouldMissSignal(pid, signal)) {
    sendSignal(pid, signal);
    if (await resolvesWithin(exited, graceMs)) return;
  }
  sendSignal(pid, SIGKILL);
  if (await resolvesWithin(exited, KILL_PATIENCE_MS)) return;
  throw new ContainerError('stop-failed', {
    message: `container "${name}" did not end ${KILL_PATIENCE_MS / 1000} s after SIGKILL (process ${pid} may wait for a device)`,
  });
}

function resolvesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([work.then(() => true), timeout]).finally(() => clearTimeout(timer));
}
