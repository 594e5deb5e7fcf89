import type { Cli } from './cli.ts';
import { EXIT, signalExitCode } from './exit-codes.ts';
import { withInterrupts } from './interrupts.ts';

export type End<T> =
  | { readonly kind: 'ended'; readonly value: T }
  | { readonly kind: 'interrupted'; readonly exitCode: number };

/** Runs `work` until it ends, an interrupt comes, or the reader of stdout has gone, which is a good end. */
export async function untilInterrupted<T>(cli: Cli, work: (signal: AbortSignal) => Promise<T>): Promise<End<T>> {
  const ending = new AbortController();
  let exitCode: number = EXIT.done;
  const onClosed = (): void => ending.abort();
  const onInterrupt = (signal: NodeJS.Signals): void => {
    exitCode = signalExitCode(signal);
    ending.abort();
  };
  cli.output.closed.addEventListener('abort', onClosed, { once: true });
  try {
    return { kind: 'ended', value: await withInterrupts([onInterrupt], () => work(ending.signal)) };
  } catch (error) {
    if (!ending.signal.aborted) throw error;
    return { kind: 'interrupted', exitCode };
  } finally {
    cli.output.closed.removeEventListener('abort', onClosed);
  }
}
