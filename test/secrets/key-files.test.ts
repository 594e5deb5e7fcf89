import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readKeyFile, readKeyFolder } from '../../src/secrets/key-files.ts';
import { makeAgeKey } from '../support/age.ts';

const isRoot = process.geteuid?.() === 0;

describe('a file of keys', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-keys-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string, mode = 0o600): string {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  test('may have several keys, and comments', async () => {
    const path = write('two.txt', `# mine\n\n${makeAgeKey().text}${makeAgeKey().text}`);
    assert.equal((await readKeyFile(path)).length, 2);
  });

  for (const mode of [0o640, 0o604, 0o620, 0o660, 0o666])
    test(`of mode ${mode.toString(8)} is refused`, () =>
      assert.rejects(readKeyFile(write('open.txt', makeAgeKey().text, mode)), { code: 'key-file-exposed' }));

  test('that is linked to is refused for what it is itself', async () => {
    const target = write('target.txt', makeAgeKey().text, 0o644);
    symlinkSync(target, join(folder, 'link.txt'));
    await assert.rejects(readKeyFile(join(folder, 'link.txt')), { code: 'key-file-exposed' });
  });

  test('of another user is refused', { skip: isRoot ? false : 'needs root' }, () => {
    const path = write('theirs.txt', makeAgeKey().text);
    chownSync(path, 65534, 65534);
    return assert.rejects(readKeyFile(path), { code: 'key-file-exposed', message: /user 65534 owns it/ });
  });

  const malformed: Readonly<Record<string, string>> = {
    empty: '',
    'with only comments': '# nothing\n',
    'with a public key': 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\n',
    'with a key of SSH': '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n',
    'with a plugin': 'AGE-PLUGIN-YUBIKEY-1QQQQQQ\n',
  };
  for (const [what, text] of Object.entries(malformed))
    test(`${what} is refused, and not repeated`, () =>
      assert.rejects(readKeyFile(write('bad.txt', text)), (error: { code: string; message: string }) => {
        assert.equal(error.code, 'key-file-malformed');
        assert.doesNotMatch(error.message, /hunter2|YUBIKEY|age1/);
        return true;
      }));

  test('that is a pipe, a folder or not there is refused at once', async () => {
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    await assert.rejects(readKeyFile(join(folder, 'pipe')), { code: 'key-file-malformed' });
    await assert.rejects(readKeyFile(folder), { code: 'key-file-malformed' });
    await assert.rejects(readKeyFile(join(folder, 'nothing')), { code: 'key-file-not-found' });
  });

  test('in the folder of a deployment is for that one alone', async () => {
    const keys = join(folder, 'keys');
    write('keys/all.txt', makeAgeKey().text);
    write('keys/shop/own.txt', makeAgeKey().text);
    const count = async (deployment: string): Promise<number> => (await readKeyFolder(keys, deployment)).length;
    assert.deepEqual([await count('shop'), await count('blog')], [2, 1]);
    assert.deepEqual(await readKeyFolder(join(folder, 'nowhere'), 'shop'), []);
  });

  test('in a folder that others may write is refused', async () => {
    write('loose/all.txt', makeAgeKey().text);
    chmodSync(join(folder, 'loose'), 0o777);
    await assert.rejects(readKeyFolder(join(folder, 'loose'), 'shop'), { code: 'key-file-exposed' });
  });
});
