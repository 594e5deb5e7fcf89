import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fitsWatchLimit } from '../../../src/watch/sync/watch-limit.ts';

test('most of the limit may be used, and what is not known does not keep anybody from trying', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockr-limit-'));
  try {
    const file = join(folder, 'max_user_watches');
    writeFileSync(file, '1000\n');
    assert.equal(fitsWatchLimit(800, [file]), true);
    assert.equal(fitsWatchLimit(801, [join(folder, 'gone'), file]), false);
    assert.equal(fitsWatchLimit(1e9, [join(folder, 'gone')]), true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
