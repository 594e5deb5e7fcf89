import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { errorCode } from '../../src/core/errors.ts';
import { notifyServiceManager } from '../../src/os/notify-service-manager.ts';
import { NotifySocket } from '../support/notify-socket.ts';

test('what a service manager is told comes as one message, by path and by abstract name', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-notify-'));
  try {
    for (const path of [join(directory, 'socket'), `@dockr-notify-${process.pid}`]) {
      using socket = new NotifySocket(path);
      notifyServiceManager(path, ['READY=1', 'STATUS=up']);
      await socket.until('READY=1');
      assert.deepEqual(socket.received, ['READY=1\nSTATUS=up']);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a service manager that is not there is an error', () => {
  assert.throws(
    () => notifyServiceManager(`@dockr-nobody-${process.pid}`, ['READY=1']),
    (error) => errorCode(error) === 'ECONNREFUSED',
  );
});
