import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { debianImage, debianSkipReason } from './debian-image.ts';
import { mountsIn } from './mounts.ts';

test('the Debian image has an apt with a mirror and nothing of this host', { skip: debianSkipReason() }, async () => {
  const image = await debianImage();
  const mounts = mountsIn('/proc/self/mountinfo').filter(({ point }) => point.includes('root-debian'));
  assert.deepEqual(mounts, []);
  const layer = image.layers[0]?.file ?? '';
  const names = execFileSync('tar', ['--list', '--file', layer], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
  for (const name of ['./usr/bin/apt-get', './etc/apt/sources.list']) assert.ok(names.includes(name), name);
  for (const name of ['./etc/resolv.conf', './etc/hostname', './dev/null']) assert.ok(!names.includes(name), name);
  const sources = execFileSync('tar', ['--extract', '--to-stdout', '--file', layer, './etc/apt/sources.list']);
  assert.match(sources.toString(), /^deb https?:\/\/\S+ bookworm main\n$/);
});
