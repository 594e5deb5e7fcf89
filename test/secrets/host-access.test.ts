// With which keys the encrypted files of a deployment are opened.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { hostAccess } from '../../src/secrets/secret-access.ts';
import { type AgeKey, ageEncrypt, makeAgeKey } from '../support/age.ts';

const skip = existsSync('/usr/bin/age') ? false : 'no /usr/bin/age (apt-get install age)';

describe('the keys of a deployment', { skip }, () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-keys-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function putKey(path: string): AgeKey & { readonly path: string } {
    const key = makeAgeKey();
    const place = join(directory, path);
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    writeFileSync(place, key.text, { mode: 0o600 });
    return { ...key, path: place };
  }
  async function open(recipient: string, deployment: { readonly name: string; readonly keyFiles: readonly string[] }) {
    const access = hostAccess({ DOCKR_CONFIG_DIRECTORY: directory }, deployment, (path) => path);
    const opened = await access.open('a.age', ageEncrypt('sentinel', [recipient]));
    return opened && Buffer.from(opened.bytes).toString();
  }

  test('are those for all, those of its name, and those that it declares', async () => {
    const [all, own, declared] = [putKey('keys/all.txt'), putKey('keys/shop/own.txt'), putKey('other/declared.txt')];
    const shop = { name: 'shop', keyFiles: [declared.path] };
    for (const { recipient } of [all, own, declared]) assert.equal(await open(recipient, shop), 'sentinel');
  });

  test('are not those of another one, or of a file that nobody declared', async () => {
    const [other, stray] = [putKey('keys/blog/own.txt'), putKey('other/stray.txt')];
    const shop = { name: 'shop', keyFiles: [] };
    for (const { recipient } of [other, stray]) await assert.rejects(open(recipient, shop), { code: 'no-key-fits' });
  });

  test('that are declared must be there, and nobody else may read them', async () => {
    const { recipient, path } = putKey('other/declared.txt');
    chmodSync(path, 0o644);
    await assert.rejects(open(recipient, { name: 'shop', keyFiles: [path] }), { code: 'key-file-exposed' });
    const gone = { name: 'shop', keyFiles: [join(directory, 'gone')] };
    await assert.rejects(open(recipient, gone), { code: 'key-file-not-found' });
  });
});
