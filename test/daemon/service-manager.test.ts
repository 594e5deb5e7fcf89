import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isMachineGoingDown, serviceManager } from '../../src/daemon/service-manager.ts';

test('the machine goes down only where systemd says so', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-systemctl-'));
  const environment = { PATH: directory };
  try {
    assert.equal(await isMachineGoingDown(environment), false, 'without systemctl');
    for (const state of ['running', 'degraded', 'offline', 'stopping']) {
      const program = join(directory, 'systemctl');
      writeFileSync(program, `#!/bin/sh\n[ "$*" = is-system-running ] && echo ${state}\n[ ${state} = running ]\n`);
      chmodSync(program, 0o755);
      assert.equal(await isMachineGoingDown(environment), state === 'stopping', state);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('without a service manager nothing is told, and one that does not listen is a warning', () => {
  const warnings: string[] = [];
  const warn = (code: string) => void warnings.push(code);
  serviceManager({ environment: {}, warn }).tellReady();
  assert.deepEqual(warnings, []);
  serviceManager({ environment: { NOTIFY_SOCKET: `@dockr-nobody-${process.pid}` }, warn }).askForTime(1000);
  assert.deepEqual(warnings, ['service-manager-not-told']);
});
