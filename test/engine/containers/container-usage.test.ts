// What real containers use, and their processes.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { waitFor } from '../../support/wait-for.ts';
import { closeRigRoot, openRigRoot, Rig, shell, specOf } from './container-rig.ts';

before(async () => {
  await openRigRoot();
});
after(closeRigRoot);

test('usage is counted while a container runs, and is nothing before and after', async () => {
  await using rig = await new Rig().restore();
  const id = await rig.containers.create(
    specOf(shell('i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; sleep 1000')),
  );
  assert.equal(rig.containers.inside.usage(id), undefined);
  await rig.containers.start(id);
  const { cpuNs = 0 } = await waitFor('some work', () => {
    const usage = rig.containers.inside.usage(id);
    return (usage?.cpuNs ?? 0) > 1e7 && (usage?.memoryBytes ?? 0) > 0 && usage;
  });
  assert.ok(cpuNs < 600e9);
  assert.ok((rig.containers.inside.usage(id)?.pids ?? 0) >= 1);
  await rig.containers.stop(id, 0);
  assert.equal(rig.containers.inside.usage(id), undefined);
  assert.deepEqual(await rig.containers.inside.processes(id), []);
});

test('what goes through its network is counted, but not that of the host', async () => {
  await using rig = await new Rig().restore();
  const network = async (kind: 'host' | 'none') => {
    const id = await rig.containers.create(specOf({ ...shell('sleep 1000'), network: { kind } }));
    await rig.containers.start(id);
    return rig.containers.inside.usage(id)?.network;
  };
  assert.deepEqual(await network('none'), { receivedBytes: 0, sentBytes: 0 });
  assert.equal(await network('host'), undefined);
});

test('what a killed daemon left of a sync is gone once another has found the container', async () => {
  const before = await new Rig().restore();
  const id = await before.containers.create(specOf(shell('mkdir /app; touch /app/.dockr-sync-dead-0-7; sleep 1000')));
  await before.containers.start(id);
  const { pid } = before.containers.get(id).record.process ?? {};
  const left = `/proc/${pid}/root/app/.dockr-sync-dead-0-7`;
  await waitFor('what is left', () => existsSync(left));
  const journal = before.containers.pathsOf(id).syncing;
  mkdirSync(journal);
  writeFileSync(join(journal, 'dead-0'), JSON.stringify({ target: '/app', paths: ['index.js'] }));
  await before.close();
  await using after = await new Rig().restore();
  assert.equal(after.containers.isRunning(id), true);
  assert.deepEqual([existsSync(left), readdirSync(journal)], [false, []]);
});

test('processes are those of the container alone, without its secrets', async () => {
  await using rig = await new Rig().restore();
  rig.secretValues.set('hmac:1', Buffer.from('hunter2'));
  const script = 'sh -c "sleep 1000; true" child "--pin=$PIN" & wait';
  const id = await rig.containers.create(specOf({ ...shell(script), secretEnvironment: { PIN: 'hmac:1' } }));
  await rig.containers.start(id);
  const processes = await waitFor('three processes', async () => {
    const found = await rig.containers.inside.processes(id);
    return found.length === 3 && found.some(({ command }) => command === 'sleep 1000') && found;
  });
  const first = processes.find(({ command }) => command.includes('wait'));
  const child = processes.find(({ parent }) => parent === first?.pid);
  assert.match(child?.command ?? '', /child --pin=‹secret›$/);
  assert.doesNotMatch(JSON.stringify(processes), /hunter2/);
});
