import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DockrError } from '../../../../src/core/errors.ts';
import { resolveUser, resolveUserInRoot } from '../../../../src/engine/containers/runtime-config/resolve-user.ts';

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\nweb:x:1000:1001:,,,:/home/web:/bin/sh\n7:x:1234:1234::/seven:\nbroken:x:abc:0::/:\nhuge:x:99999999999:0::/:\n';
const GROUP = 'root:x:0:\nweb:x:1001:\nlogs:x:2000:other,web\nwheel:x:10:root\nbad:x:zz:web\n';
const resolve = (text: string | null) => resolveUser(text, PASSWD, GROUP);

test('nothing is root, with the groups root is in', () => {
  for (const text of [null, ''])
    assert.deepEqual(resolve(text), { uid: 0, gid: 0, additionalGids: [0, 10], home: '/root', name: 'root' });
});

test('a name has its group, home and supplementary groups', () => {
  assert.deepEqual(resolve('web'), {
    uid: 1000,
    gid: 1001,
    additionalGids: [1001, 2000],
    home: '/home/web',
    name: 'web',
  });
});

test('a number with an entry is that user', () => {
  assert.deepEqual(resolve('1000'), resolve('web'));
});

test('a number without an entry is taken as it is, in group 0', () => {
  assert.deepEqual(resolve('4711'), { uid: 4711, gid: 0, additionalGids: [0], home: '/', name: undefined });
});

test('an explicit group replaces the supplementary ones', () => {
  assert.deepEqual(resolve('web:logs'), { ...resolve('web'), gid: 2000, additionalGids: [2000] });
  assert.deepEqual(resolve('web:55').additionalGids, [55]);
  assert.deepEqual(resolve(':logs'), { uid: 0, gid: 2000, additionalGids: [2000], home: '/root', name: 'root' });
});

test('a number is an id even if a user has it for a name', () => {
  assert.equal(resolve('7').uid, 7);
});

for (const [text, code] of [
  ['nobody', 'unknown-user'],
  ['web:nogroup', 'unknown-group'],
  ['broken', 'unknown-user'],
  ['huge', 'unknown-user'],
  ['2147483648', 'invalid-user'],
  ['-1', 'invalid-user'],
  ['0:-5', 'invalid-user'],
  ['99999999999999999999', 'invalid-user'],
] as const) {
  test(`"${text}" is ${code}`, () => {
    assert.throws(() => resolve(text), { code });
  });
}

test('whatever the files hold, the answer has ids in range or is one of our errors', () => {
  const word = fc.constantFrom('root', 'web', '0', '-1', '', ':', '\n', 'x', '2147483648', '1e3', '0x10', '\0');
  const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, text, text, (user, passwd, group) => {
      try {
        const { uid, gid, additionalGids } = resolveUser(user, passwd, group);
        for (const id of [uid, gid, ...additionalGids]) assert.ok(Number.isInteger(id) && id >= 0 && id < 2 ** 31);
      } catch (error) {
        assert.ok(error instanceof DockrError);
      }
    }),
  );
});

test('the files are read beneath the root, wherever their symbolic links point', () => {
  const root = mkdtempSync(join(tmpdir(), 'dockr-user-'));
  try {
    mkdirSync(join(root, 'etc'));
    symlinkSync('/etc/real', join(root, 'etc/passwd'));
    writeFileSync(join(root, 'etc/real'), 'inside:x:7:8::/in:\n');
    symlinkSync('../../../../../../etc/group', join(root, 'etc/group'));
    assert.deepEqual(resolveUserInRoot('inside', root), {
      uid: 7,
      gid: 8,
      additionalGids: [8],
      home: '/in',
      name: 'inside',
    });
    assert.throws(() => resolveUserInRoot('root:root', root), { code: 'unknown-user' });
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('an image without the files knows numbers only', () => {
  assert.deepEqual(resolveUser('12:34', '', ''), {
    uid: 12,
    gid: 34,
    additionalGids: [34],
    home: '/',
    name: undefined,
  });
  assert.throws(() => resolveUser('web', '', ''), { code: 'unknown-user' });
});
