import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { describe, test } from 'node:test';
import { parseNetworkCounters, readNetworkCounters } from '../../src/os/network-counters.ts';
import { readBootTime, readProcessFacts } from '../../src/os/process-facts.ts';
import { waitFor } from '../support/wait-for.ts';

describe('a process', () => {
  test('is told with its parent, user, start, time and arguments', async () => {
    const began = Date.now();
    const script = 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; read end';
    const child = spawn('/bin/sh', ['-c', script, 'a ) (b'], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      const pid = child.pid ?? 0;
      const read = () => readProcessFacts(pid, readBootTime());
      await waitFor('some work', async () => ((await read())?.cpuMs ?? 0) > 0);
      const facts = await read();
      assert.deepEqual(
        { ...facts, startedAt: 0, cpuMs: 0 },
        {
          pid,
          parent: process.pid,
          uid: userInfo().uid,
          startedAt: 0,
          cpuMs: 0,
          terminal: null,
          command: `/bin/sh -c ${script} a ) (b`,
        },
      );
      // The kernel tells the start of the machine in whole seconds.
      assert.ok(Math.abs((facts?.startedAt ?? 0) - began) < 3000);
    } finally {
      child.stdin?.end();
      await once(child, 'exit');
    }
  });

  test('has no more than the beginning of its arguments', async () => {
    const child = spawn('/bin/sh', ['-c', 'read end', 'x'.repeat(100_000)], { stdio: ['pipe', 'ignore', 'ignore'] });
    const command = (await readProcessFacts(child.pid ?? 0, 0))?.command ?? '';
    child.stdin?.end();
    await once(child, 'exit');
    assert.match(command, /^\/bin\/sh -c read end x+$/);
    assert.equal(command.length, 4096);
  });

  test('without arguments has its name in brackets, and one that is gone is not there', async () => {
    const name = readFileSync('/proc/2/comm', 'utf8').trim();
    if (readFileSync('/proc/2/cmdline', 'utf8') === '')
      assert.equal((await readProcessFacts(2, 0))?.command, `[${name}]`);
    assert.equal(await readProcessFacts(2 ** 22 + 1, 0), undefined);
    assert.equal(readNetworkCounters(2 ** 22 + 1), undefined);
  });
});

test('what went through a network is summed up over its devices, the loopback left out', () => {
  const text = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1000000     100    0    0    0     0          0         0  1000000     100    0    0    0     0       0          0
  eth0:  1500000000000    10    0    0    0     0          0         0     2000      20    0    0    0     0       0          0
  eth1:5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0
`;
  assert.deepEqual(parseNetworkCounters(text), { receivedBytes: 1_500_000_000_005, sentBytes: 2007 });
  assert.deepEqual(parseNetworkCounters(''), { receivedBytes: 0, sentBytes: 0 });
});
