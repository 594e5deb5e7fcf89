// The log on a file system that is really full.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Anchor } from '../../src/audit/anchor.ts';
import { AuditLog } from '../../src/audit/audit-log.ts';
import { segmentPath } from '../../src/audit/segments.ts';
import { verifyLog } from '../../src/audit/verify-log.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { createTestRoot } from '../support/test-root.ts';
import { noted } from './audit-rig.ts';

const skip = process.getuid?.() !== 0 ? 'mounting needs root' : false;

test('what a full disk did not take is there when there is space again, with nothing half in between', {
  skip,
}, async () => {
  await using root = await createTestRoot();
  const disk = root.makeDirectory('disk');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', disk]);
  try {
    const folder = join(disk, 'audit');
    const warnings: string[] = [];
    let anchor: Anchor | null = null;
    const log = new AuditLog({
      folder,
      clock: new FakeClock(),
      warn: (code) => warnings.push(code),
      anchor: {
        load: () => anchor,
        save: (next) => {
          anchor = next;
        },
      },
    });
    log.append(noted('before'));
    assert.equal(await log.flush(), true);
    writeFileSync(join(disk, 'filler'), Buffer.alloc(112 * 1024));
    let count = 1;
    while (log.counts.waiting < 20) log.append(noted(`shop-${++count}`));
    assert.equal(await log.flush(), false);
    assert.deepEqual(warnings, ['audit-not-written']);
    assert.ok(readFileSync(segmentPath(folder, 1), 'utf8').endsWith('}\n'), 'no half of a line');
    assert.deepEqual((await verifyLog(folder, { anchor })).findings, []);
    rmSync(join(disk, 'filler'));
    assert.equal(await log.flush(), true);
    const { records, findings } = await verifyLog(folder, { anchor });
    assert.deepEqual([records, findings], [count, []]);
    await log.close();
  } finally {
    execFileSync('umount', [disk]);
  }
});
