// What a container has is compared with what a watched tree consists of: by content, and without changing anything.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { SyncExpectation } from '../../../../src/core/sync-change.ts';
import { compareEntries } from '../../../../src/engine/containers/sync/compare-entries.ts';
import { SyncTarget } from '../../../../src/engine/containers/sync/sync-target.ts';
import { openDirectory } from '../../../../src/os/files.ts';
import { closeDescriptor } from '../../../../src/os/libc.ts';

describe('comparing a container', { skip: process.geteuid?.() === 0 ? false : 'needs root' }, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-compare-'));
    mkdirSync(join(folder, 'app/sub'), { recursive: true, mode: 0o755 });
    writeFileSync(join(folder, 'app/file'), 'one', { mode: 0o644 });
    symlinkSync('file', join(folder, 'app/link'));
    symlinkSync('/', join(folder, 'app/out'));
    execFileSync('mkfifo', [join(folder, 'app/pipe')]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const different = async (expected: readonly SyncExpectation[], target = '/app') => {
    const rootFd = openDirectory(folder);
    try {
      using place = new SyncTarget(rootFd, target);
      return await compareEntries(place, expected);
    } finally {
      closeDescriptor(rootFd);
    }
  };
  const file = (path: string, text: string, mode = 0o644): SyncExpectation => ({
    path,
    entry: { kind: 'file', mode },
    sha256: createHash('sha256').update(text).digest('hex'),
  });

  test('what is the same is not named', async () => {
    const same: readonly SyncExpectation[] = [
      { path: '', entry: { kind: 'folder', mode: 0o700 } },
      { path: 'sub', entry: { kind: 'folder', mode: 0o755 } },
      file('file', 'one'),
      { path: 'link', entry: { kind: 'link', to: 'file' } },
      { path: 'gone', entry: null },
      { path: 'gone/deep', entry: null },
    ];
    assert.deepEqual(await different(same), []);
  });

  test('another content, mode, kind or target of a link is', async () => {
    const other: readonly SyncExpectation[] = [
      file('file', 'two'),
      file('file', 'one', 0o755),
      { path: 'file', entry: { kind: 'file', mode: 0o644 } },
      file('sub', 'one'),
      file('link', 'one'),
      file('pipe', ''),
      file('out/app/file', 'one'),
      file('missing', ''),
      { path: 'link', entry: { kind: 'link', to: 'other' } },
      { path: 'sub', entry: { kind: 'folder', mode: 0o700 } },
      { path: 'file', entry: null },
    ];
    assert.deepEqual(
      await different(other),
      other.map(({ path }) => path),
    );
  });

  test('a target that is not there lacks everything, and is not made', async () => {
    assert.deepEqual(await different([file('a', '1'), { path: 'b', entry: null }], '/not/there'), ['a']);
    assert.deepEqual(await different([file('', 'one')], '/app/file'), []);
    assert.deepEqual(readdirSync(folder), ['app']);
  });

  test('a path that leads out of the target is refused', async () => {
    await assert.rejects(different([file('../app/file', 'one')]), { code: 'sync-bad-path' });
  });
});
