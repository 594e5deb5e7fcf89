import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { rotateLog } from '../../../src/engine/containers/log-rotation.ts';

/** A log of 20 bytes, and what conmon was told by way of its fifo. */
function place() {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-log-'));
  const log = join(directory, 'log');
  const control = join(directory, 'ctl');
  execFileSync('mkfifo', [control]);
  const fd = openSync(control, constants.O_RDONLY | constants.O_NONBLOCK);
  writeFileSync(log, 'x'.repeat(20));
  const told = (): string => {
    const buffer = Buffer.alloc(100);
    try {
      return buffer.toString('utf8', 0, readSync(fd, buffer));
    } catch {
      return '';
    }
  };
  const remove = (): void => {
    closeSync(fd);
    rmSync(directory, { recursive: true });
  };
  return { log, control, told, [Symbol.dispose]: remove };
}

test('a log is renamed and conmon told only once it is too large', async () => {
  using at = place();
  assert.equal(await rotateLog(at.log, at.control, 20), false);
  assert.equal(at.told(), '');
  assert.equal(await rotateLog(at.log, at.control, 19), true);
  assert.equal(at.told(), '2 0 0\n');
  assert.ok(existsSync(`${at.log}.1`) && !existsSync(at.log));
});

test('a rotation that a crash cut short before conmon was told is finished, without another renaming', async () => {
  using at = place();
  writeFileSync(`${at.log}.1`, 'renamed');
  rmSync(at.log);
  assert.equal(await rotateLog(at.log, at.control, 19), true);
  assert.equal(at.told(), '2 0 0\n');
  assert.ok(existsSync(`${at.log}.1`) && !existsSync(`${at.log}.2`));
});
