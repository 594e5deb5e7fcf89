// Ctrl-C and its kin. The first interrupt stops gracefully, the second now, the third ends this process.
import { signalExitCode } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` while interrupts go to `handlers`, one after the other. The one after the last ends the process. */
export async function withInterrupts<T>(
  handlers: readonly ((signal: NodeJS.Signals) => void)[],
  work: () => Promise<T>,
): Promise<T> {
  let count = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    const handler = handlers[count++];
    if (handler) handler(signal);
    else process.exit(signalExitCode(signal));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
