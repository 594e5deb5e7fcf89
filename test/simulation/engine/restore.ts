// After a start of the daemon, by the rules of the engine's own restoring: adopt, finish, undo, sweep.
import { ContainerError } from '../../../src/core/errors.ts';
import { decideRestart } from '../../../src/engine/containers/restart-policy.ts';
import type { ContainerRecord } from '../../../src/store/containers.ts';
import type { Parts, SimulatedRuns } from './runs.ts';

type Restoring = Parts & {
  readonly runs: SimulatedRuns;
  readonly stop: (id: string) => Promise<void>;
  readonly remove: (id: string, withVolumes: boolean) => Promise<void>;
};

const LOST_EXIT_CODE = 255;

export async function restoreSimulated(restoring: Restoring): Promise<void> {
  const records = restoring.table.list();
  await Promise.all(records.map((record) => restoreOne(record, restoring)));
  sweep(new Set(records.map(({ id }) => id)), restoring);
}

async function restoreOne(record: ContainerRecord, restoring: Restoring): Promise<void> {
  const { id } = record;
  const { runs } = restoring;
  if (isOfOtherBoot(record, restoring)) runs.restarts.hold(id);
  if (record.state === 'removing') return restoring.remove(id, record.spec.autoRemove);
  if (record.process) return restoreRun(record, record.process, restoring);
  if (record.state !== 'running') return runs.release(id);
  if (record.finishedAt === null) return restoreCutShort(record, restoring);
  await runs.sweepRuntime(id);
  const { restart: policy } = record.spec;
  const exitCode = record.exitCode ?? LOST_EXIT_CODE;
  const decision = decideRestart({
    policy,
    exitCode,
    ranMs: 0,
    stoppedByUser: false,
    restarts: record.restarts,
    streak: 0,
  });
  if (decision.restart) return runs.restarts.schedule(id, decision);
  await runs.release(id);
}

async function restoreRun(
  record: ContainerRecord,
  recorded: NonNullable<ContainerRecord['process']>,
  restoring: Restoring,
): Promise<void> {
  const { runs, networks, machine } = restoring;
  const { kernel } = machine;
  const process = recorded.bootId === kernel.bootId ? kernel.find(recorded.pid, recorded.startTime) : undefined;
  if (process?.status === 'created') return restoreCutShort(record, restoring);
  runs.follow(record.id, record.run, process, record.startedAt ?? machine.time.now);
  // Who starts it waits for its lock.
  if (process && record.state === 'stopping') restoring.stop(record.id).catch(() => {});
  if (process) await networks.setReachable(record.id, true);
  else if (isOfOtherBoot(record, restoring)) await runs.find(record.id)?.ended.catch(() => undefined);
}

function isOfOtherBoot({ bootId, state }: ContainerRecord, { machine }: Restoring): boolean {
  return state === 'running' && bootId !== null && bootId !== machine.kernel.bootId;
}

async function restoreCutShort(record: ContainerRecord, { runs, table, machine, networks }: Restoring): Promise<void> {
  const { id } = record;
  const process = record.state === 'running' ? machine.kernel.aliveIn(id) : undefined;
  if (process?.status === 'running') {
    const { pid, startTime } = process;
    table.setProcess(id, { pid, startTime, bootId: machine.kernel.bootId }, machine.time.now);
    runs.follow(id, record.run, process, machine.time.now);
    await networks.setReachable(id, true);
    return;
  }
  const goesOn = record.run > 1 && record.spec.restart.policy !== 'no';
  const reason = new ContainerError('start-interrupted', { message: 'the start was interrupted' });
  await runs.abandon(id, reason, goesOn ? 'running' : 'created');
  if (goesOn) {
    runs.restarts.schedule(id, { delayMs: 0, restarts: record.restarts, streak: 0 });
  }
}

function sweep(known: ReadonlySet<string>, { machine, life }: Restoring): void {
  const { kernel, disk } = machine;
  const strays = (ids: Iterable<string>): string[] => [...ids].filter((id) => !known.has(id) && life.mark('sweep'));
  for (const id of strays(kernel.states.keys())) kernel.delete(id);
  for (const id of strays(kernel.mounts)) kernel.mounts.delete(id);
  for (const id of strays(disk.containers)) disk.containers.delete(id);
  for (const id of strays(kernel.exitFiles.keys())) kernel.exitFiles.delete(id);
}
