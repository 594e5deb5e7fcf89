// systemd, where it is there: what it is told of us, and whether it is about to switch the machine off.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { notifyServiceManager } from '../os/notify-service-manager.ts';

const QUESTION_TIMEOUT_MS = 5000;

export type ServiceManager = {
  /** False where we were not started by it; all that is told goes nowhere then. */
  readonly startedUs: boolean;
  readonly tellReady: () => void;
  readonly tellStopping: () => void;
  /** It waits at least so long from now before it kills us. */
  readonly askForTime: (ms: number) => void;
};

export type ServiceManagerOptions = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly warn: (code: string, message: string) => void;
};

/** By `NOTIFY_SOCKET`, which systemd sets for a service of type "notify". */
export function serviceManager({ environment, warn }: ServiceManagerOptions): ServiceManager {
  const socket = environment['NOTIFY_SOCKET'];
  const tell = (line: string): void => {
    if (!socket) return;
    try {
      notifyServiceManager(socket, [line]);
    } catch (error) {
      warn('service-manager-not-told', `${line}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    startedUs: Boolean(socket),
    tellReady: () => tell('READY=1'),
    tellStopping: () => tell('STOPPING=1'),
    askForTime: (ms) => tell(`EXTEND_TIMEOUT_USEC=${Math.ceil(ms * 1000)}`),
  };
}

/** Whether we are stopped because the machine is. Without systemd nobody can tell: then it counts as no. */
export async function isMachineGoingDown(environment: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  const answer: unknown = await promisify(execFile)('systemctl', ['is-system-running'], {
    env: { ...environment },
    timeout: QUESTION_TIMEOUT_MS,
  }).catch((error: unknown) => error);
  // Its exit code is 0 for "running" alone; the error carries what it printed.
  const printed = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'stdout') : undefined;
  return typeof printed === 'string' && printed.trim() === 'stopping';
}
