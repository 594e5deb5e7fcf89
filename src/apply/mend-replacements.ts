// After a crash: replacements that were cut short are undone or finished, and nobody stays out of the traffic.

import type { ContainerView } from '../engine/containers/container-view.ts';
import { CANARY, isCanaryName, NEXT, PREVIOUS, previousName } from '../reconcile/replacement-names.ts';
import type { ContainerPort as ContainerEngine } from './engine-port.ts';
import { type SuccessionParts, takeName } from './start-successor.ts';

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
    if (view.record.name.endsWith(PREVIOUS)) await mend(view, (previous) => mendPrevious(previous, containers));
  for (const view of containers.list()) await mend(view, ({ record }) => letIn(record.id, parts));
}

async function mendNext(view: ContainerView, parts: SuccessionParts): Promise<void> {
  const { containers } = parts;
  const name = view.record.name.slice(0, -NEXT.length);
  const old = containers.find(previousName(name)) ?? containers.find(name);
  if (isSwitched(view, parts)) return takeName({ nextId: view.record.id, oldId: old?.record.id, name }, containers);
  const wasHeld = parts.traffic.intentOf(view.record.id) === 'held';
  await containers.remove(view.record.id, { volumes: wasHeld });
  // What ended after its successor was made was stopped for it; what ended before, by the user.
  const stoppedForIt = old?.record.state === 'stopped' && (old.record.finishedAt ?? Infinity) >= view.record.createdAt;
  if (old && stoppedForIt && !wasHeld) await containers.restart(old.record.id);
}

/** Only one that gets connections has been started without being held. What was being stopped was on its way out again. */
function isSwitched({ record, status }: ContainerView, { traffic }: SuccessionParts): boolean {
  const runs = record.state === 'running' && (status === 'running' || status === 'restarting');
  return runs && traffic.intentOf(record.id) === 'auto';
}

async function mendPrevious({ record, status }: ContainerView, containers: ContainerEngine): Promise<void> {
  const name = record.name.slice(0, -PREVIOUS.length);
  const successor = containers.find(name);
  // A start that was cut short has been undone by now, and its container is as if it had never been started.
  if (successor && successor.record.state !== 'created') {
    // Those that were handed over are the successor's by now; what is left was to be renewed.
    await containers.remove(record.id, { volumes: true });
    return;
  }
  if (successor) {
    containers.handOverVolumes(successor.record.id, record.id);
    await containers.remove(successor.record.id, { volumes: false });
  }
  containers.rename(record.id, name);
  if (status !== 'running') await containers.start(record.id);
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
  else await containers.remove(id, { volumes: true });
}

function hasShare(id: string, { traffic }: SuccessionParts): boolean {
  return traffic.intentOf(id).startsWith('share:');
}

/** No plan is under way: what one has told the traffic is over. */
async function letIn(id: string, parts: SuccessionParts): Promise<void> {
  const { traffic } = parts;
  if (traffic.intentOf(id) !== 'auto' && !hasShare(id, parts)) await traffic.switch({ to: [id], from: [] });
}
