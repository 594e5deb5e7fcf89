// What the next daemon does with what one left that ended at a bad moment, and containers that end at one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { processStartTime } from '../../../src/os/process.ts';
import { ContainerTable } from '../../../src/store/containers.ts';
import { waitFor } from '../../support/wait-for.ts';
import { closeRigRoot, openRigRoot, Rig, shell, specOf } from './container-rig.ts';

before(async () => {
  await openRigRoot();
});
after(closeRigRoot);

test('a container that cannot be removed keeps no daemon from starting', async () => {
  const before = await new Rig().restore();
  const stuck = await before.containers.create(specOf(shell('true')));
  const other = await before.containers.create(specOf(shell('sleep 1000')));
  await before.containers.start(other);
  const { directory } = before.containers.pathsOf(stuck);
  const file = join(directory, 'immutable');
  writeFileSync(file, '');
  execFileSync('chattr', ['+i', file]);
  try {
    await assert.rejects(before.containers.remove(stuck, { volumes: true }));
    await before.close();
    const rig = await new Rig().restore();
    assert.equal(rig.containers.get(other).status, 'running');
    assert.equal(rig.containers.get(stuck).status, 'dead');
    assert.ok(rig.warnings.some((warning) => warning.startsWith('restore-failed: ')));
    await rig.close();
  } finally {
    execFileSync('chattr', ['-i', file]);
  }
  await using rig = await new Rig().restore();
  assert.equal(rig.containers.find(stuck), undefined);
});

test('a removal that was to take the anonymous volumes along takes them when the next daemon finishes it', async () => {
  const before = await new Rig().restore();
  const mounts = [{ kind: 'anonymous', target: '/data', readOnly: false, noCopy: false }] as const;
  const { id } = await before.runToEnd({ ...shell('true'), mounts });
  // Its files go, and then the daemon dies: what `chattr` holds stands for the moment.
  const file = join(before.containers.pathsOf(id).directory, 'immutable');
  writeFileSync(file, '');
  execFileSync('chattr', ['+i', file]);
  await assert.rejects(before.containers.remove(id, { volumes: true }));
  execFileSync('chattr', ['-i', file]);
  assert.equal(before.volumes.anonymousOf(id).length, 1);
  await before.close();

  await using rig = await new Rig().restore();
  assert.equal(rig.containers.find(id), undefined);
  assert.deepEqual(rig.volumes.list(), []);
});

test('a container that is to be removed at its end is, though the daemon died between the two', async () => {
  const before = await new Rig().restore();
  const { id } = await before.runToEnd(shell('true'));
  const table = new ContainerTable(before.database);
  table.rename(id, { ...table.get(id).spec, autoRemove: true });
  await before.close();

  await using rig = await new Rig().restore();
  assert.equal(rig.containers.find(id), undefined);
});

test('a stop that was cut short is finished by the next daemon, and whoever starts the container waits for that', async () => {
  const before = await new Rig().restore();
  const deaf = await before.containers.create(
    specOf({ ...shell('trap : TERM; echo up; while :; do sleep 0.05; done'), stopGraceMs: 500 }),
  );
  const slow = await before.containers.create(
    specOf({ ...shell('trap "sleep 1; exit 3" TERM; echo up; while :; do sleep 0.05; done'), stopGraceMs: 9_000 }),
  );
  for (const id of [deaf, slow]) await before.containers.start(id);
  for (const id of [deaf, slow])
    await waitFor('its trap to be set', async () => (await before.outputOf(id)).length > 0);
  for (const id of [deaf, slow]) before.containers.stop(id).catch(() => {});
  await waitFor('both to be told', () =>
    [deaf, slow].every((id) => before.containers.get(id).record.state === 'stopping'),
  );
  await before.close();

  await using rig = await new Rig().restore();
  await rig.containers.start(slow);
  const { record, status } = rig.containers.get(slow);
  assert.deepEqual([record.run, record.state, status], [2, 'running', 'running']);
  assert.equal(await rig.containers.waitForEnd(deaf), 137);
  assert.equal(rig.containers.get(deaf).record.state, 'stopped');
});

test('what a failed start has left with the runtime when the daemon died is not in the way of the restart', async () => {
  const before = await new Rig().restore();
  const restart = { policy: 'always', maxRetries: 0 } as const;
  const id = await before.containers.create(specOf({ ...shell('echo up; sleep 1000'), restart }));
  await before.containers.start(id);
  const { pid } = new ContainerTable(before.database).get(id).process ?? {};
  const end = { exitCode: 127, finishedAt: Date.now(), error: 'no command' };
  new ContainerTable(before.database).abandonRun(id, end, 'running');
  await before.close();

  await using rig = await new Rig().restore();
  await waitFor('it to run again', () => rig.containers.get(id).status === 'running');
  const { process, run } = rig.containers.get(id).record;
  assert.equal(run, 2);
  assert.notEqual(process?.pid, pid);
  assert.equal(processStartTime(pid ?? 0), undefined);
  assert.deepEqual(rig.warnings, []);
});

test('a health check that was due is made at once after a restart of the daemon', async () => {
  const healthcheck = {
    test: ['CMD', 'true'],
    intervalMs: 3000,
    timeoutMs: 2000,
    retries: 1,
    startPeriodMs: 0,
    startIntervalMs: 0,
  };
  const before = await new Rig().restore();
  const id = await before.containers.create(specOf({ ...shell('sleep 1000'), healthcheck }));
  await before.containers.start(id);
  await waitFor('healthy', () => before.containers.get(id).health === 'healthy');
  await before.close();

  await new Promise((resolve) => setTimeout(resolve, 3000));
  await using rig = await new Rig().restore();
  assert.equal(rig.containers.get(id).health, 'healthy', 'as it was');
  const began = performance.now();
  await waitFor('another check', () => (rig.containers.get(id).healthState?.log.length ?? 0) > 0);
  assert.ok(performance.now() - began < 2900);
});

test('a container that is started in the moment of its end runs', async () => {
  await using rig = await new Rig().restore();
  const id = await rig.containers.create(specOf(shell('[ -e /tmp/second ] && exec sleep 1000; echo > /tmp/second')));
  const restarted = new Promise<void>((resolve, reject) => {
    const stop = rig.events.listen(({ action }) => {
      if (action !== 'exited') return;
      stop();
      rig.containers.start(id).then(resolve, reject);
    });
  });
  await rig.containers.start(id);
  await restarted;
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(rig.containers.get(id).status, 'running');
  const { rootfs } = rig.containers.pathsOf(id);
  assert.ok(existsSync(join(rootfs, 'bin/busybox')), 'its file system is still mounted for exec and the next mounts');
});

test('a container counts as restarting from its end until it runs again', async () => {
  await using rig = await new Rig().restore();
  const statuses = new Set<string>();
  const id = await rig.containers.create(
    specOf({ ...shell('sleep 0.1; exit 1'), restart: { policy: 'always', maxRetries: 0 } }),
  );
  await rig.containers.start(id);
  await waitFor(
    'the third run',
    () => {
      statuses.add(rig.containers.get(id).status);
      return rig.containers.get(id).record.run >= 3;
    },
    { intervalMs: 1 },
  );
  assert.deepEqual([...statuses].sort(), ['restarting', 'running']);
});

test('an exit code that came after everybody had stopped waiting goes with its container', async () => {
  await using rig = await new Rig().restore();
  const id = await rig.containers.create(specOf(shell('true')));
  const { exitDirectory, exitFile } = rig.containers.pathsOf(id);
  mkdirSync(exitDirectory, { recursive: true });
  writeFileSync(exitFile, '137');
  await rig.containers.remove(id, { volumes: true });
  assert.equal(existsSync(exitFile), false);
});
