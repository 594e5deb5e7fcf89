// The current run of a container: its process, and the one promise that says it is over.
import { access } from 'node:fs/promises';
import { processStartTime, waitForExit } from '../../os/process.ts';
import { conmonPid, readExitCode } from './conmon.ts';
import type { HealthMonitor } from './health-monitor.ts';

/** conmon drains the container's output before it ends; a program that keeps the output open must not hold us for ever. */
const CONMON_PATIENCE_MS = 10_000;
/** What Docker reports for a container whose exit code nobody saw. */
export const LOST_EXIT_CODE = 255;

export type ActiveRun = {
  readonly run: number;
  /** 0 where the process had ended before this daemon came. */
  readonly pid: number;
  readonly startedAt: number;
  /** Resolves with the exit code when the process is gone and conmon has written all it had. */
  readonly exited: Promise<number>;
  /** Resolves when the engine has tidied up after the run. */
  ended: Promise<void>;
  health: HealthMonitor | undefined;
};

export type RunLocation = { readonly pid: number; readonly bundle: string; readonly exitFile: string };

/** Resolves with the exit code of a container's run, from conmon's exit file or, if conmon was killed, from the kernel. */
export async function exitCodeOfRun({ pid, bundle, exitFile }: RunLocation): Promise<number> {
  const conmon = conmonPid(bundle);
  const reaped = await waitForExit(pid).catch(() => undefined);
  if (conmon !== undefined)
    await within(
      CONMON_PATIENCE_MS,
      waitForExit(conmon).catch(() => undefined),
    );
  // conmon renames the file into place before it ends; without conmon, only the kernel can know.
  return (await readExitCode(exitFile)) ?? reaped ?? LOST_EXIT_CODE;
}

function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** Whether the process recorded for a run is still that process, and not another that got its pid. */
export function isSameProcess(
  process: { readonly pid: number; readonly startTime: number; readonly bootId: string },
  bootId: string,
): boolean {
  return process.bootId === bootId && processStartTime(process.pid) === process.startTime;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
