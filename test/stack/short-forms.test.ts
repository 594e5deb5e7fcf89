import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSize } from '../../src/core/units.ts';
import { parseVolumeShort, splitVolume } from '../../src/stack/volumes.ts';

test('a short volume becomes a mount', () => {
  assert.deepEqual(parseVolumeShort('data:/var//lib/:ro'), {
    kind: 'volume',
    source: 'data',
    target: '/var/lib',
    readOnly: true,
    noCopy: false,
  });
  assert.deepEqual(parseVolumeShort('./src:/app', { directory: '/work' }), {
    kind: 'bind',
    source: '/work/src',
    target: '/app',
    readOnly: false,
    createSource: true,
  });
  assert.deepEqual(parseVolumeShort('~/x:/app', { home: '/root' }), {
    kind: 'bind',
    source: '/root/x',
    target: '/app',
    readOnly: false,
    createSource: true,
  });
  assert.throws(() => parseVolumeShort('./src:/app'), { code: 'invalid-volume' });
  assert.throws(() => parseVolumeShort('data:/x:r0'), { code: 'invalid-volume', hint: 'did you mean "ro"?' });
});

test('one letter before a colon is a drive, as for Compose', () => {
  assert.deepEqual(splitVolume('a:/b'), { target: 'a:/b', options: [] });
  assert.deepEqual(splitVolume('ab:/b:nocopy'), { source: 'ab', target: '/b', options: ['nocopy'] });
  assert.deepEqual(splitVolume('c:/a:/b'), { source: 'c:/a', target: '/b', options: [] });
  assert.deepEqual(splitVolume('c:/:d:/e:ro'), { source: 'c:/', target: 'd:/e', options: ['ro'] });
});

test('a size has no spaces around it', () => {
  assert.deepEqual(['1 g', '1g ', ' 1g'].map(parseSize), [1024 ** 3, undefined, undefined]);
});
