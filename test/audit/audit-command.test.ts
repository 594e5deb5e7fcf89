// The log of a daemon with real containers, as its commands and a deployment write it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AuditRecord } from '../../src/audit/audit-record.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../agent/deploy-rig.ts';
import { waitFor } from '../support/wait-for.ts';

const PASSWORD = 'hunter2-in-a-command-line';

describe('the audit log of a daemon', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  before(async () => {
    rig = await DeployRig.start();
  });
  after(() => rig?.[Symbol.asyncDispose]());

  const folder = (): string => join(rig.root.stateDirectory, 'audit');
  const show = (words: readonly string[] = []): Promise<AuditRecord[]> => rig.dockr.lines(['audit', 'show', ...words]);
  const lines = (): string[] =>
    readdirSync(folder())
      .sort()
      .flatMap((name) => readFileSync(join(folder(), name), 'utf8').split('\n').slice(0, -1));

  test('a deployment is recorded with its commit, and a look that finds nothing new is not', async () => {
    const commit = await rig.repository.push(stackFiles('one'));
    await rig.dockr.ok(['deploy', 'add', 'shop', '--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '1s']);
    const records = await show();
    const said = records.map((record) => `${record.event} ${'action' in record ? record.action : ''}`);
    assert.deepEqual(said, [
      'noted daemon-started',
      'begun deploy-add',
      'begun deploy-apply',
      'ended deploy-apply',
      'noted deploy-round',
      'ended deploy-add',
    ]);
    const [, add, , , round, added] = records;
    assert.ok(add?.event === 'begun' && round?.event === 'noted' && added?.event === 'ended');
    assert.ok(add.actor.kind === 'user');
    assert.deepEqual([add.actor.uid, add.actor.gid], [process.getuid?.(), process.getgid?.()]);
    assert.deepEqual(round.actor, { kind: 'deployment', deployment: 'shop', commit, signer: null });
    assert.deepEqual([round.target['from'], round.target['to'], round.outcome], [null, commit, { result: 'done' }]);
    assert.equal(added.of, add.seq);
    const count = lines().length;
    const asked = rig.server.requests.length;
    await waitFor('three more looks', () => rig.server.requests.length > asked + 3);
    assert.equal(lines().length, count);
  });

  test('a bad commit is recorded once with the code of its error', async () => {
    await rig.repository.push({ 'stacks/shop/stack.yml': 'services: { web: { imgae: nginx } }\n' });
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    const rounds = await show(['--action', 'deploy-round']);
    const outcomes = rounds.map((record) => (record.event === 'noted' ? record.outcome : null));
    assert.deepEqual(outcomes[1], { result: 'failed', reason: 'unknown-key' });
    await rig.repository.push(stackFiles('one'));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
  });

  test('commands are recorded without what may be a secret in them', async () => {
    const [container] = await rig.containers('shop');
    const name = container?.name ?? '';
    await rig.dockr.ok(['exec', '-e', `TOKEN=${PASSWORD}`, name, '/busybox', 'echo', PASSWORD]);
    await rig.dockr.run(['run', '--pull', 'never', '-e', `TOKEN=${PASSWORD}`, 'not/here', 'login', PASSWORD]);
    await rig.dockr.run(['deploy', 'add', 'leak', '--git', `https://user:${PASSWORD}@127.0.0.1:1/x.git?t=${PASSWORD}`]);
    await rig.dockr.run(['deploy', 'rm', 'leak']);
    assert.ok(!lines().join('\n').includes(PASSWORD));
    const [, executed] = await show(['--action', 'exec']);
    assert.ok(executed?.event === 'ended' && executed.target['program'] === '/busybox', JSON.stringify(executed));
    const [, failed] = await show(['--action', 'run']);
    assert.ok(failed?.event === 'ended');
    assert.deepEqual(failed.outcome, { result: 'failed', reason: 'image-not-here' });
  });

  test('a killed daemon leaves what it had begun, and the next one goes on in the chain', async () => {
    const before = (await show(['--tail', '1000'])).length;
    const pid = rig.dockr.daemonPid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await waitFor('another daemon', () => rig.dockr.daemonPid() !== pid && rig.dockr.daemonPid() !== null);
    const { stdout } = await rig.dockr.ok(['audit', 'verify']);
    assert.match(stdout, /^\d+ records, the last is \d+:[0-9a-f]{64}: nothing is missing or changed\n$/);
    const after = await show(['--tail', '1000']);
    assert.ok(after.length > before);
    assert.equal(after.filter((record) => 'action' in record && record.action === 'daemon-started').length, 2);
  });

  test('a line that somebody changes is named, with its file', async () => {
    const [file = ''] = readdirSync(folder());
    const path = join(folder(), file);
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.replace('"deployment":"shop"', '"deployment":"blog"'));
    const { stdout, exitCode } = await rig.dockr.run(['audit', 'verify']);
    assert.equal(exitCode, 1);
    assert.match(stdout, new RegExp(`^${file}:2: changed: this line was changed`));
    writeFileSync(path, good);
    await rig.dockr.ok(['audit', 'verify']);
  });

  test('a copy is checked without the daemon, and against what was noted before', async () => {
    const { last } = await rig.dockr.json<{ last: { seq: number; hash: string } }>(['audit', 'verify']);
    await rig.dockr.ok(['audit', 'verify', folder(), '--head', `${last.seq}:${last.hash}`]);
    const other = await rig.dockr.run(['audit', 'verify', folder(), '--head', `${last.seq}:${'0'.repeat(64)}`]);
    assert.equal(other.exitCode, 1);
    assert.match(other.stdout, /unlike-head/);
  });
});
