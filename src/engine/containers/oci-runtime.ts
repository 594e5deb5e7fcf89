// crun or runc, as a program: create is conmon's, the rest is here.
import { access } from 'node:fs/promises';
import { ContainerError } from '../../core/errors.ts';
import { type RunResult, runProcess } from '../../os/process.ts';

export type OciRuntime = { readonly path: string; readonly name: 'crun' | 'runc'; readonly stateDirectory: string };

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function callRuntime(runtime: OciRuntime, ...argv: string[]): Promise<RunResult> {
  return runProcess(runtime.path, [runtime.name, '--root', runtime.stateDirectory, ...argv], { environment: { PATH } });
}

/** Starts a created container. Throws with the runtime's own words, and 126 or 127 as Docker tells them apart. */
export async function startCreated(runtime: OciRuntime, id: string): Promise<void> {
  const result = await callRuntime(runtime, 'start', id);
  if (result.exitCode !== 0) throw runtimeError('start', result.stderr || result.stdout);
}

/** Forgets a container, killing what is left of it. "Not there" is success. */
export async function deleteFromRuntime(runtime: OciRuntime, id: string): Promise<void> {
  const result = await callRuntime(runtime, 'delete', '--force', id);
  if (result.exitCode === 0 || !(await isKnown(runtime, id))) return;
  throw runtimeError('delete', result.stderr || result.stdout);
}

/** Whether the runtime has a state for that container. */
export async function isKnown(runtime: OciRuntime, id: string): Promise<boolean> {
  return access(`${runtime.stateDirectory}/${id}`).then(
    () => true,
    () => false,
  );
}

export type RuntimeState = { readonly status: string; readonly pid: number };

/** What the runtime says of a container, or undefined if it knows none by that id. */
export async function readRuntimeState(runtime: OciRuntime, id: string): Promise<RuntimeState | undefined> {
  if (!(await isKnown(runtime, id))) return undefined;
  const result = await callRuntime(runtime, 'state', id);
  if (result.exitCode !== 0) return undefined;
  const state: unknown = JSON.parse(result.stdout);
  if (typeof state !== 'object' || state === null || !('status' in state) || !('pid' in state)) return undefined;
  return { status: String(state.status), pid: Number(state.pid) };
}

/** crun and runc word the same failures differently; the exit code of the command line hangs on the difference. */
export function runtimeError(action: string, output: string): ContainerError {
  const text = output.trim().replace(/^.*(error|level=error msg)[:=]\s*/i, '');
  const lower = text.toLowerCase();
  if (
    (lower.includes('executable file') && lower.includes('not found')) ||
    (lower.includes('no such file or directory') && /exec|executable|open executable|stat/.test(lower))
  ) {
    return new ContainerError('command-not-found', {
      message: `cannot ${action} the container: ${firstLine(text)}`,
      facts: { exitCode: 127 },
    });
  }
  if (lower.includes('permission denied') || lower.includes('exec format error') || lower.includes('is a directory')) {
    return new ContainerError('command-not-executable', {
      message: `cannot ${action} the container: ${firstLine(text)}`,
      facts: { exitCode: 126 },
    });
  }
  return new ContainerError('runtime-failed', {
    message: `cannot ${action} the container: ${firstLine(text)}`,
    output: text.split('\n').slice(-10),
    facts: { exitCode: 125 },
  });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
