// Commands in a container after its start and before its stop signal, one after the other.
import { ContainerError } from '../../core/errors.ts';
import type { HookSpec } from '../../core/specs.ts';
import type { ContainerRecord } from '../../store/containers.ts';
import { type ExecOptions, type Probed, probeExec } from './exec.ts';
import type { ExecRequest } from './exec-process.ts';

/** Of a command that nobody gave any more than its words. */
export const NOBODY_SPECIAL: Omit<ExecRequest, 'command'> = {
  environment: {},
  user: null,
  workingDir: null,
  privileged: false,
  stdin: false,
};

/** As long as a container has to get ready: one that hangs must not keep whoever waits for ever. */
const POST_START_TIMEOUT_MS = 600_000;

export type HookTools = {
  readonly optionsFor: (request: ExecRequest) => Promise<ExecOptions>;
  /** What a hook printed, as it may be told. */
  readonly shown: (output: string) => string;
};

/** Throws `hook-failed`, with what the command printed, at the first that fails. */
export async function runPostStart({ name, spec }: ContainerRecord, tools: HookTools): Promise<void> {
  for (const [index, hook] of spec.postStart.entries()) {
    const { exitCode, output } = await runHook(hook, tools, POST_START_TIMEOUT_MS);
    if (exitCode === 0) continue;
    throw new ContainerError('hook-failed', {
      message: `"post_start[${index}]" of container "${name}" ended with ${exitCode}`,
      output: linesOf(output),
    });
  }
}

/** What went wrong, in words. Those for which no time is left are not begun. */
export async function runPreStop(
  { name, spec }: ContainerRecord,
  tools: HookTools,
  stopBy: number,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const [index, hook] of spec.preStop.entries()) {
    const leftMs = stopBy - performance.now();
    const title = `"pre_stop[${index}]" of container "${name}"`;
    if (leftMs <= 0) return [...failures, `${title} was left out: the time to stop is over`];
    const { exitCode, output } = await runHook(hook, tools, leftMs);
    const said = linesOf(output).at(-1);
    if (exitCode !== 0) failures.push(`${title} ended with ${exitCode}${said === undefined ? '' : `: ${said}`}`);
  }
  return failures;
}

/** A command that could not be run has failed, too. */
async function runHook(hook: HookSpec, { optionsFor, shown }: HookTools, timeoutMs: number): Promise<Probed> {
  try {
    const probed = await probeExec(await optionsFor({ ...hook, stdin: false }), Math.ceil(timeoutMs), 'it');
    return { ...probed, output: shown(probed.output) };
  } catch (error) {
    return { exitCode: -1, output: error instanceof Error ? error.message : String(error) };
  }
}

function linesOf(output: string): string[] {
  return output.trim().split('\n').filter(Boolean);
}
