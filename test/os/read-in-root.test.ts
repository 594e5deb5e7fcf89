import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readInRoot } from '../../src/os/read-in-root.ts';

const base = mkdtempSync(join(tmpdir(), 'dockr-root-'));
const root = join(base, 'root');
mkdirSync(join(root, 'etc'), { recursive: true });
writeFileSync(join(base, 'secret'), 'outside');
writeFileSync(join(root, 'etc/file'), 'inside');
symlinkSync('/etc/file', join(root, 'absolute'));
symlinkSync('../../../../secret', join(root, 'etc/out'));
symlinkSync('/proc/self/root', join(root, 'magic'));
symlinkSync('loop', join(root, 'loop'));
execFileSync('mkfifo', [join(root, 'pipe')]);
writeFileSync(join(root, 'large'), '');
truncateSync(join(root, 'large'), 100 << 20);
after(() => rmSync(base, { recursive: true }));

test('a file is read, also through a link that is absolute in the container', () => {
  assert.equal(readInRoot(root, '/etc/file'), 'inside');
  assert.equal(readInRoot(root, 'absolute'), 'inside');
});

test('a link that leads out finds nothing', () => {
  assert.equal(readInRoot(root, '/etc/out'), undefined);
  assert.equal(readInRoot(root, '../secret'), undefined);
});

test('what is not a regular file is not there', () => {
  for (const path of ['/pipe', '/etc', '/loop', '/missing', '/etc/file/x', '/magic'])
    assert.equal(readInRoot(root, path), undefined, path);
});

test('a file beyond the limit is an error', () => {
  assert.throws(() => readInRoot(root, '/large'), { code: 'file-too-large' });
  assert.equal(readInRoot(root, '/etc/file', 6), 'inside');
});
