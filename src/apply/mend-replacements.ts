// After a crash: replacements that were cut short are undone or finished, and nobody stays out of the traffic.

import type { ContainerView } from '../engine/containers/container-view.ts';
import { decideRestart } from '../engine/containers/restart-policy.ts';
import { CANARY, isCanaryName, NEXT, PREVIOUS, previousName } from '../reconcile/replacement-names.ts';
import { type ContainerRecord, isStopped } from '../store/containers.ts';
import type { SuccessionParts } from './engine-port.ts';
import { takeName } from './start-successor.ts';

/** Takes away new ones that were not in place yet, and old ones whose successor is; brings back the rest. */
export async function mendReplacements(
  parts: SuccessionParts,
  warn: (code: string, message: string) => void = () => {},
): Promise<void> {
  const { containers } = parts;
  const mend = async (view: ContainerView, work: (view: ContainerView) => Promise<void>): Promise<void> => {
    try {
      await work(view);
    } catch (error) {
      warn('replacement-not-mended', `${view.record.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  for (const view of containers.list())
    if (view.record.name.endsWith(NEXT)) await mend(view, (next) => mendNext(next, parts));
  for (const view of containers.list())
    if (isCanaryName(view.record.name)) await mend(view, (canary) => mendCanary(canary, parts));
  for (const view of containers.list())
    if (view.record.name.endsWith(PREVIOUS)) await mend(view, (previous) => mendPrevious(previous, parts));
  for (const view of containers.list()) await mend(view, ({ record }) => letIn(record.id, parts));
}

async function mendNext(view: ContainerView, parts: SuccessionParts): Promise<void> {
  const { containers } = parts;
  const name = view.record.name.slice(0, -NEXT.length);
  const old = containers.find(previousName(name)) ?? containers.find(name);
  if (isSwitched(view, parts)) return takeName({ nextId: view.record.id, oldId: old?.record.id, name }, containers);
  const wasHeld = parts.traffic.intentOf(view.record.id) === 'held';
  await containers.remove(view.record.id, { volumes: wasHeld });
  if (old && wasStoppedFor(view.record, old.record) && !wasHeld) await containers.restart(old.record.id);
}

/** What ended after its successor was made was stopped for it; what ended before, by itself or by the user. */
function wasStoppedFor(successor: ContainerRecord, old: ContainerRecord): boolean {
  return isStopped(old) && (old.finishedAt ?? Infinity) >= successor.createdAt;
}

/** Only one that gets connections has been started without being held. What was being stopped was on its way out again. */
function isSwitched({ record, status }: ContainerView, { traffic }: SuccessionParts): boolean {
  const runs = record.state === 'running' && (status === 'running' || status === 'restarting');
  return runs && traffic.intentOf(record.id) === 'auto';
}

async function mendPrevious({ record, status }: ContainerView, parts: SuccessionParts): Promise<void> {
  const { containers } = parts;
  const name = record.name.slice(0, -PREVIOUS.length);
  const successor = containers.find(name);
  if (successor && mayStay(successor, parts)) {
    // Those that were handed over are the successor's by now; what is left was to be renewed.
    await containers.remove(record.id, { volumes: true });
    return;
  }
  if (successor) {
    containers.handOverVolumes(successor.record.id, record.id);
    await containers.remove(successor.record.id, { volumes: true });
  }
  containers.rename(record.id, name);
  const hadEnded = successor && !wasStoppedFor(successor.record, record) && !isRestarted(record);
  if (status !== 'running' && !hadEnded) await containers.start(record.id);
}

/** Whether it would run again by itself after its last end. */
function isRestarted({ spec, exitCode, restarts }: ContainerRecord): boolean {
  const ended = { exitCode: exitCode ?? 0, ranMs: 0, stoppedByUser: false, restarts, streak: 0 };
  return decideRestart({ policy: spec.restart, ...ended }).restart;
}

/** The new one has shown that it works, as far as it ever does, and nobody has begun to bring back the old one. */
function mayStay({ record, status, health }: ContainerView, { traffic }: SuccessionParts): boolean {
  if (traffic.intentOf(record.id) === 'draining') return false;
  if (status === 'running') return health === 'healthy' || health === 'none';
  // A job is done. What was stopped was on its way out; a start that was cut short is as if it had never been.
  return status === 'exited' && record.exitCode === 0 && record.state === 'running';
}

/** One with a share is as it should be; one that was switched to gets its name; any other was on its way in or out. */
async function mendCanary(view: ContainerView, parts: SuccessionParts): Promise<void> {
  const { containers, traffic } = parts;
  const { id } = view.record;
  if (hasShare(id, parts)) return;
  const name = view.record.name.slice(0, -CANARY.length);
  const old = containers.find(previousName(name)) ?? containers.find(name);
  const isLeaving = old !== undefined && traffic.intentOf(old.record.id) === 'draining';
  if (isSwitched(view, parts) && isLeaving) await takeName({ nextId: id, oldId: old.record.id, name }, containers);
  // What got connections may have written what somebody needs.
  else await containers.remove(id, { volumes: traffic.intentOf(id) === 'held' });
}

function hasShare(id: string, { traffic }: SuccessionParts): boolean {
  return traffic.intentOf(id).startsWith('share:');
}

/** No plan is under way: what one has told the traffic is over. */
async function letIn(id: string, parts: SuccessionParts): Promise<void> {
  const { traffic } = parts;
  if (traffic.intentOf(id) !== 'auto' && !hasShare(id, parts)) await traffic.switch({ to: [id], from: [] });
}
