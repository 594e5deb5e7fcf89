import type { ContainerRecord } from '../../store/containers.ts';
import type { HealthState, HealthStatus } from './health.ts';

/** Docker's words for what a container does. */
export type ContainerStatus = 'created' | 'running' | 'restarting' | 'exited' | 'dead';

/** A container as it is: the record, and what the engine sees of it now. */
export type ContainerView = {
  readonly record: ContainerRecord;
  readonly status: ContainerStatus;
  readonly health: HealthStatus;
  readonly healthState: HealthState | null;
};

/** The status that a record and the engine's knowledge of its run come down to. */
export function statusOf(
  record: ContainerRecord,
  live: { readonly running: boolean; readonly restarting: boolean },
): ContainerStatus {
  if (record.state === 'removing') return 'dead';
  if (live.running) return 'running';
  if (live.restarting) return 'restarting';
  if (record.state === 'created' || record.finishedAt === null) return 'created';
  return 'exited';
}
