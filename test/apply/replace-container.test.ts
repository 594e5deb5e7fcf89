// The places where a daemon may die while it puts one container in the place of another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mendReplacements } from '../../src/apply/mend-replacements.ts';
import { replaceContainer, undoReplacement } from '../../src/apply/replace-container.ts';
import { startSuccessor, switchTraffic, undoSuccessor } from '../../src/apply/start-successor.ts';
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
  await mendReplacements({ containers: next.containers, traffic: next.networks.traffic });
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

test('an old job that was done before stays so when its successor was cut short', async () => {
  await using rig = await afterDeath(async ({ containers }, oldId) => {
    await containers.remove(oldId, { volumes: true });
    const jobId = await containers.create(web(shell('true')));
    await containers.start(jobId);
    await containers.waitForEnd(jobId);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const newId = await containers.create(web({ name: 'web#next' }));
    await containers.stop(jobId);
    containers.rename(jobId, 'web#previous');
    containers.rename(newId, 'web');
  });
  const [view, ...others] = rig.containers.list();
  assert.deepEqual([view?.record.name, view?.record.run, view?.status, others.length], ['web', 1, 'exited', 0]);
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

const named = ({ containers }: Rig): string[][] => containers.list().map(({ record, status }) => [record.name, status]);

test('a successor that got no connection yet goes, and the old container serves', async () => {
  await using rig = await afterDeath(async ({ containers, networks }, oldId) => {
    const newId = await containers.create(web({ name: 'web#next', mounts: [] }));
    await networks.traffic.hold(newId, { inPlaceOf: oldId });
    await containers.start(newId);
  });
  assert.deepEqual(named(rig), [['web', 'running']]);
  assert.equal(rig.networks.traffic.intentOf(rig.oldId), 'auto');
  assert.equal(rig.containers.get('web').record.id, rig.oldId);
});

for (const renamed of [false, true]) {
  const about = renamed ? 'between its renames' : 'before its renames';
  test(`a switch that was cut short ${about} is finished`, async () => {
    await using rig = await afterDeath(async ({ containers, networks: { traffic } }, oldId) => {
      const newId = await containers.create(web({ name: 'web#next', mounts: [] }));
      await traffic.hold(newId, { inPlaceOf: oldId });
      await containers.start(newId);
      await traffic.switch({ to: [newId], from: [oldId] });
      if (renamed) containers.rename(oldId, 'web#previous');
    });
    assert.deepEqual(named(rig), [['web', 'running']]);
    const { id } = rig.containers.get('web').record;
    assert.notEqual(id, rig.oldId);
    assert.equal(rig.networks.traffic.intentOf(id), 'auto');
  });
}

test('a container that was being drained when the daemon died gets connections again', async () => {
  await using rig = await afterDeath(async ({ networks: { traffic } }, oldId) => {
    await traffic.switch({ to: [], from: [oldId] });
  });
  assert.deepEqual(named(rig), [['web', 'running']]);
  assert.equal(rig.networks.traffic.intentOf(rig.oldId), 'auto');
});

for (const [about, left, served] of [
  ['that got no connection yet', 1, false],
  ['that was on its way out', 2, true],
] as const)
  test(`a canary ${about} goes, and what it may have written for others stays`, async () => {
    await using rig = await afterDeath(async ({ containers, networks: { traffic } }, oldId) => {
      const canaryId = await containers.create(web({ name: 'web#canary' }));
      await traffic.hold(canaryId, { inPlaceOf: oldId });
      await containers.start(canaryId);
      if (served) await traffic.switch({ to: [], from: [canaryId] });
    });
    assert.deepEqual(named(rig), [['web', 'running']]);
    assert.equal(rig.containers.get('web').record.id, rig.oldId);
    const volumes = rig.volumes.list().map(({ spec }) => spec.name);
    assert.equal(volumes.length, left);
  });

test('an update can be undone before the names have followed, and undone again', async () => {
  await using rig = await new Rig().restore();
  const parts = { containers: rig.containers, traffic: rig.networks.traffic };
  const oldId = await rig.containers.create(web({ mounts: [] }));
  await rig.containers.start(oldId);
  await startSuccessor(rig.containers.get('web'), web({ mounts: [], user: '1000' }), parts);
  const nextId = rig.containers.get('web#next').record.id;
  assert.equal(parts.traffic.intentOf(nextId), 'held');
  await parts.traffic.switch({ to: [nextId], from: [oldId] });
  for (let time = 0; time < 2; time++) await undoSuccessor({ container: 'web', name: 'web' }, parts);
  assert.deepEqual(named(rig), [['web', 'running']]);
  assert.equal(parts.traffic.intentOf(oldId), 'auto');
});

test('a switch can be made twice', async () => {
  await using rig = await new Rig().restore();
  const parts = { containers: rig.containers, traffic: rig.networks.traffic };
  await rig.containers.start(await rig.containers.create(web({ mounts: [] })));
  await startSuccessor(rig.containers.get('web'), web({ mounts: [], user: '1000' }), parts);
  for (let time = 0; time < 2; time++)
    await switchTraffic({ container: 'web', successor: 'web#next', name: 'web' }, parts);
  const names = named(rig).map(([name]) => name);
  assert.deepEqual(names.sort(), ['web', 'web#previous']);
  assert.equal(rig.containers.get('web').record.spec.user, '1000');
});

test('a container whose successor does not start has its own volumes, although new ones had been made', async () => {
  await using rig = await new Rig().restore();
  const oldId = await rig.containers.create(web());
  await rig.containers.start(oldId);
  const [volume] = rig.volumes.anonymousOf(oldId);
  assert.ok(volume);
  const next = web({ entrypoint: ['/nothing/is/here'], command: null });
  const options = { containers: rig.containers, start: true, renewAnonymousVolumes: true, keepsOld: false };
  await assert.rejects(replaceContainer(rig.containers.get('web'), next, options));
  assert.deepEqual(named(rig), [['web', 'running']]);
  assert.deepEqual(
    rig.volumes.anonymousOf(oldId).map(({ name }) => name),
    [volume.name],
  );
  assert.deepEqual(
    rig.volumes.list().map(({ name }) => name),
    [volume.name],
  );
});

test('a container that comes back from a kept replacement has its own volumes, whether they were handed over or not', async () => {
  for (const renewAnonymousVolumes of [true, false]) {
    await using rig = await new Rig().restore();
    const oldId = await rig.containers.create(web({ name: 'kept' }));
    await rig.containers.start(oldId);
    const [volume] = rig.volumes.anonymousOf(oldId);
    const options = { containers: rig.containers, start: true, renewAnonymousVolumes, keepsOld: true };
    await replaceContainer(rig.containers.get('kept'), web({ name: 'kept', user: '1000' }), options);
    await undoReplacement('kept', { containers: rig.containers, traffic: rig.networks.traffic });
    assert.deepEqual(
      rig.volumes.anonymousOf(oldId).map(({ name }) => name),
      [volume?.name],
    );
    await rig.containers.remove(oldId, { volumes: true });
  }
});
