import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { checkHealth, type HealthCheck, observeRunning, type RunningContainer } from '../../src/cli/upgrade-health.ts';
import type { Client } from '../../src/client/client.ts';
import { SystemError } from '../../src/core/errors.ts';

type Daemon = { readonly pid: number; readonly version: string; readonly containers: readonly RunningContainer[] };

const WEB = { id: '1', name: 'shop-web-1', pid: process.pid };

/** The daemon's end of two routes. */
function clientOf({ pid, version, containers }: Daemon): Client {
  const call = async (route: string) => (route === 'version' ? { pid, version } : containers);
  return { call } as unknown as Client;
}

function check(daemons: readonly (Daemon | null)[], expected: readonly RunningContainer[] = [WEB]): HealthCheck {
  let asked = 0;
  return {
    expected,
    formerPid: 1,
    timeoutMs: 100,
    pollMs: 5,
    connect: async () => {
      const daemon = daemons[Math.min(asked++, daemons.length - 1)];
      if (!daemon) throw new SystemError('daemon-not-running', { message: 'no daemon answers' });
      return clientOf(daemon);
    },
  };
}

const WELL: Daemon = { pid: 2, version: '2.0.0', containers: [WEB] };

test('a daemon of another process, with the version and all containers, does well', async () => {
  await checkHealth('2.0.0', check([WELL]));
});

test('it is waited for while it starts', async () => {
  await checkHealth('2.0.0', check([null, { ...WELL, pid: 1, version: '1.0.0' }, { ...WELL, containers: [] }, WELL]));
});

for (const { name, daemon, reason } of [
  { name: 'does not answer', daemon: null, reason: /does not answer \(no daemon answers\)/ },
  { name: 'is the one before', daemon: { ...WELL, pid: 1 }, reason: /the daemon before \(pid 1\) still serves/ },
  {
    name: 'has another version',
    daemon: { ...WELL, version: '1.0.0' },
    reason: /is version 1\.0\.0, expected 2\.0\.0/,
  },
  {
    name: 'lacks a container',
    daemon: { ...WELL, containers: [] },
    reason: /"shop-web-1" runs, but the daemon does not know/,
  },
  {
    name: 'has started a container again',
    daemon: { ...WELL, containers: [{ ...WEB, pid: 7 }] },
    reason: /"shop-web-1" runs, but the daemon does not know/,
  },
]) {
  test(`one that ${name} does not do well`, async () => {
    await assert.rejects(checkHealth('2.0.0', check([daemon])), { code: 'daemon-not-healthy', message: reason });
  });
}

test('a container that has ended by itself is no fault of the daemon', async () => {
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  const ended = { id: '2', name: 'shop-job-1', pid: child.pid ?? 0 };
  await checkHealth('2.0.0', check([WELL], [WEB, ended]));
});

test('what has no process is not looked for', async () => {
  const containers = [WEB, { ...WEB, id: '3', pid: null }] as unknown as readonly RunningContainer[];
  assert.deepEqual(await observeRunning(clientOf({ ...WELL, containers })), [WEB]);
});
