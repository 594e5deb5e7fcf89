// After a start of the daemon: every container is found again, and what a crash cut short is finished or undone.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ContainerError, errorCode } from '../../core/errors.ts';
import { mountsBeneath, unmount } from '../../os/mounts.ts';
import { processStartTime } from '../../os/process.ts';
import type { ContainerRecord, ContainerTable } from '../../store/containers.ts';
import { isSameProcess, LOST_EXIT_CODE } from './active-run.ts';
import type { ContainerEngineOptions } from './container-options.ts';
import type { ContainerRuns } from './container-runs.ts';
import { callRuntime, readRuntimeState } from './oci-runtime.ts';
import { decideRestart } from './restart-policy.ts';

type Restoring = {
  readonly table: ContainerTable;
  readonly runs: ContainerRuns;
  readonly options: ContainerEngineOptions;
  /** Ends a run that somebody wanted ended. */
  readonly stop: (id: string) => Promise<void>;
  /** Finishes a removal that has begun. */
  readonly remove: (id: string, withVolumes: boolean) => Promise<void>;
  /** Called for each that runs. */
  readonly onAdopted: (id: string) => void;
};

/** Running containers are adopted, ended ones dealt with, removals and failed starts finished, the nameless swept away. */
export async function restoreContainers(restoring: Restoring): Promise<void> {
  const records = restoring.table.list();
  await Promise.all(
    records.map((record) => withoutHarm(record.name, restoring.options, () => restoreOne(record, restoring))),
  );
  await sweep(new Set(records.map((record) => record.id)), restoring.options);
}

/** One container that cannot be found again, or one directory that cannot be removed, must not keep the others from it. */
async function withoutHarm(name: string, options: ContainerEngineOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    options.onWarning('restore-failed', `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function restoreOne(record: ContainerRecord, restoring: Restoring): Promise<void> {
  const { id } = record;
  const { runs, options } = restoring;
  if (isOfOtherBoot(record, options)) runs.restarts.hold(id);
  if (record.state === 'removing') return restoring.remove(id, record.spec.autoRemove);
  if (record.process) return restoreRun(record, record.process, restoring);
  if (record.state !== 'running') return runs.release(id);
  if (record.finishedAt === null) return restoreCutShort(record, restoring);
  await runs.sweepRuntime(id);
  const decision = decideRestart({
    policy: record.spec.restart,
    exitCode: record.exitCode ?? LOST_EXIT_CODE,
    ranMs: 0,
    stoppedByUser: false,
    restarts: record.restarts,
    streak: 0,
  });
  if (decision.restart) return runs.restarts.schedule(id, decision);
  if (record.spec.autoRemove) return restoring.remove(id, true);
  await runs.release(id);
}

async function restoreRun(
  record: ContainerRecord,
  process: NonNullable<ContainerRecord['process']>,
  restoring: Restoring,
): Promise<void> {
  const { runs, options } = restoring;
  const alive = isSameProcess(process, options.bootId);
  if (alive && (await isUnstarted(record.id, options))) return restoreCutShort(record, restoring);
  runs.follow(record.id, record.run, alive ? process.pid : 0, record.startedAt ?? Date.now());
  if (alive && record.state === 'stopping') finishStop(record, restoring);
  if (alive) await withoutHarm(record.name, options, async () => restoring.onAdopted(record.id));
  if (alive) await options.networks.setReachable(record.id, true);
  // What follows a lost run is known before anybody asks what is to be started.
  else if (isOfOtherBoot(record, options)) await runs.find(record.id)?.ended.catch(() => undefined);
}

/** With the whole grace again, so not waited for; whoever wants to start the container waits for its lock. */
function finishStop({ id, name }: ContainerRecord, { stop, options }: Restoring): void {
  stop(id).catch((error: unknown) => options.onWarning('stop-failed', `${name}: ${String(error)}`));
}

/** The machine was started anew since its last run: everything is down, and comes up in the order of its dependencies. */
function isOfOtherBoot({ bootId, state }: ContainerRecord, options: ContainerEngineOptions): boolean {
  return state === 'running' && bootId !== null && bootId !== options.bootId;
}

/** Created but never started: the daemon died between the two. */
async function isUnstarted(id: string, { runtime }: ContainerEngineOptions): Promise<boolean> {
  return (await readRuntimeState(runtime, id))?.status === 'created';
}

async function restoreCutShort(record: ContainerRecord, { runs, table, options }: Restoring): Promise<void> {
  const { id } = record;
  const started = record.state === 'running' ? await readRuntimeState(options.runtime, id) : undefined;
  if (started?.status === 'running' && started.pid > 0) {
    const startTime = processStartTime(started.pid) ?? 0;
    table.setProcess(id, { pid: started.pid, startTime, bootId: options.bootId }, Date.now());
    runs.follow(id, record.run, started.pid, Date.now());
    await options.networks.setReachable(id, true);
    return;
  }
  const goesOn = record.run > 1 && record.spec.restart.policy !== 'no';
  const reason = new ContainerError('start-interrupted', { message: 'the start was interrupted' });
  await runs.abandon(id, reason, goesOn ? 'running' : 'created');
  if (goesOn) {
    runs.restarts.schedule(id, { delayMs: 0, restarts: record.restarts, streak: 0 });
  }
}

/** Removes what no record knows of: a crash lay between its making and the record, or between the record's end and its own. */
async function sweep(known: ReadonlySet<string>, options: ContainerEngineOptions): Promise<void> {
  const { runtime, runDirectory, stateDirectory } = options;
  const strays = async (directory: string): Promise<string[]> =>
    (await namesIn(directory)).filter((id) => !known.has(id));
  for (const id of await strays(runtime.stateDirectory)) await callRuntime(runtime, 'delete', '--force', id);
  for (const id of await strays(join(runDirectory, 'containers'))) {
    const bundle = join(runDirectory, 'containers', id);
    await withoutHarm(bundle, options, async () => {
      for (const mount of mountsBeneath(bundle)) unmount(mount.target);
      await rm(bundle, { recursive: true, force: true });
    });
  }
  for (const folder of [join(stateDirectory, 'containers'), join(runDirectory, 'exits')]) {
    for (const id of await strays(folder))
      await withoutHarm(id, options, () => rm(join(folder, id), { recursive: true, force: true }));
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
