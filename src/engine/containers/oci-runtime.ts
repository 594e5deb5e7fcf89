// crun or runc, as a program: create is conmon's, the rest is here.
import { access } from 'node:fs/promises';
import { ContainerError } from '../../core/errors.ts';
import { type RunResult, runProcess } from '../../os/process.ts';
import { type FailedContainer, runtimeError } from './runtime-error.ts';

export type OciRuntime = { readonly path: string; readonly name: 'crun' | 'runc'; readonly stateDirectory: string };

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function callRuntime(runtime: OciRuntime, ...argv: string[]): Promise<RunResult> {
  return runProcess(runtime.path, [runtime.name, '--root', runtime.stateDirectory, ...argv], { environment: { PATH } });
}

/** runc tidies up after the start: a container of a millisecond has ended by then, and its state was deleted by us. */
const ENDED_MEANWHILE = /remove \S+\/exec\.fifo: no such file or directory/;

/** Starts a created container. Throws with the runtime's own words, and 126 or 127 as Docker tells them apart. */
export async function startCreated(runtime: OciRuntime, id: string, container: FailedContainer): Promise<void> {
  const result = await callRuntime(runtime, 'start', id);
  if (result.exitCode === 0 || ENDED_MEANWHILE.test(result.stderr)) return;
  throw runtimeError(result.stderr || result.stdout, container);
}

/** Forgets a container, killing what is left of it. "Not there" is success. */
export async function deleteFromRuntime(runtime: OciRuntime, id: string): Promise<void> {
  const result = await callRuntime(runtime, 'delete', '--force', id);
  if (result.exitCode === 0 || !(await isKnown(runtime, id))) return;
  const words = (result.stderr || result.stdout).trim();
  throw new ContainerError('runtime-failed', {
    message: `${runtime.name} cannot delete container ${id.slice(0, 12)}: ${words}`,
  });
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
