import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { EtcdStore } from '../../../src/overlay/store/etcd/etcd-store.ts';
import { hostKey } from '../../../src/overlay/store/keys.ts';
import { etcdSkipReason, startEtcd } from '../../support/etcd.ts';
import { createTestRoot } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';

const PROGRAM = resolve(import.meta.dirname, '../../support/lone-host.ts');
const TITLE =
  'a host whose process was stopped for longer than its lease believes in none when it goes on, and takes a new one';

test(TITLE, { skip: etcdSkipReason() }, async () => {
  await using root = await createTestRoot();
  await using etcd = await startEtcd(join(root.workDirectory, 'etcd'));
  await using store = new EtcdStore({ endpoints: etcd.endpoints });
  const argv = ['--pdeathsig', 'KILL', process.execPath, PROGRAM, etcd.member(0).url, 'one'];
  const child = spawn('setpriv', argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((done) => child.once('exit', done));
  try {
    const lines: string[] = [];
    child.stdout.on('data', (bytes: Buffer) => lines.push(...bytes.toString().trim().split('\n')));
    const first = await waitFor('a lease', () => lines.find((line) => line !== 'none'), { timeoutMs: 20_000 });
    child.kill('SIGSTOP');
    const key = hostKey('one');
    await waitFor('the end of the lease', async () => (await store.get(key)).entry === undefined, {
      timeoutMs: 20_000,
    });
    const heard = lines.length;
    child.kill('SIGCONT');
    const next = await waitFor(
      'another lease',
      () => lines.slice(heard).find((line) => line !== 'none' && line !== first),
      {
        timeoutMs: 20_000,
      },
    );
    // What it had written when it was stopped may be heard late: one line.
    assert.ok(!lines.slice(heard + 1).includes(first), 'it believed in its old lease');
    assert.equal((await store.get(key)).entry?.lease, next);
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
});
