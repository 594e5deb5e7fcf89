// The places where a daemon may die while it puts one container in the place of another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mendReplacements } from '../../src/apply/replace-container.ts';
import type { ContainerSpec } from '../../src/core/specs.ts';
import { ContainerTable } from '../../src/store/containers.ts';
import { closeRigRoot, openRigRoot, Rig, shell, specOf } from '../engine/containers/container-rig.ts';

before(async () => {
  await openRigRoot();
});
after(closeRigRoot);

const anonymous = [{ kind: 'anonymous', target: '/data', readOnly: false, noCopy: false }] as const;
const web = (spec: Partial<ContainerSpec> = {}): ContainerSpec =>
  specOf({ name: 'web', mounts: anonymous, ...shell('sleep 1000'), ...spec });

/** An old container that runs, then what had been done when the daemon died, then the next daemon. */
async function afterDeath(done: (rig: Rig, oldId: string) => Promise<void>): Promise<Rig & { readonly oldId: string }> {
  const rig = await new Rig().restore();
  const oldId = await rig.containers.create(web());
  await rig.containers.start(oldId);
  await done(rig, oldId);
  await rig.close();
  const next = await new Rig().restore();
  await mendReplacements(next.containers);
  return Object.assign(next, { oldId });
}

test('an old container that was stopped for its successor runs again', async () => {
  await using rig = await afterDeath(async ({ containers }, oldId) => {
    await containers.create(web({ name: 'web#next' }));
    await containers.stop(oldId);
  });
  assert.deepEqual(
    rig.containers.list().map((view) => [view.record.id, view.status]),
    [[rig.oldId, 'running']],
  );
});

test('an old container that the user had stopped before stays stopped', async () => {
  await using rig = await afterDeath(async ({ containers }, oldId) => {
    await containers.stop(oldId);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await containers.create(web({ name: 'web#next' }));
  });
  assert.deepEqual(
    rig.containers.list().map((view) => [view.record.id, view.status]),
    [[rig.oldId, 'exited']],
  );
});

test('a successor whose start was cut short gives way to the old container', async () => {
  await using rig = await afterDeath(async ({ containers, database }, oldId) => {
    const newId = await containers.create(web({ name: 'web#next' }));
    await containers.stop(oldId);
    containers.rename(oldId, 'web#previous');
    containers.rename(newId, 'web');
    containers.handOverVolumes(oldId, newId);
    new ContainerTable(database).beginRun(newId);
  });
  assert.deepEqual(
    rig.containers.list().map((view) => [view.record.id, view.record.name, view.status]),
    [[rig.oldId, 'web', 'running']],
  );
  assert.equal(rig.volumes.anonymousOf(rig.oldId).length, 1);
});

test('a successor that runs stays, and the old one goes with the volumes that are its own', async () => {
  await using rig = await afterDeath(async ({ containers }, oldId) => {
    const newId = await containers.create(web({ name: 'web#next' }));
    await containers.stop(oldId);
    containers.rename(oldId, 'web#previous');
    containers.rename(newId, 'web');
    await containers.start(newId);
  });
  const [view, ...others] = rig.containers.list();
  assert.deepEqual([view?.record.name, view?.status, others.length], ['web', 'running', 0]);
  assert.notEqual(view?.record.id, rig.oldId);
  assert.deepEqual(rig.volumes.anonymousOf(rig.oldId), []);
});
