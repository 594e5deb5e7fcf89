import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openStackSecrets } from '../../src/secrets/open-stack.ts';
import { createAccess, type SecretAccess } from '../../src/secrets/secret-access.ts';
import type { StackFileOrigin } from '../../src/stack/model/resources.ts';
import type { Stack } from '../../src/stack/model.ts';
import { memoryReader, tryLoad } from '../stack/load-case.ts';
import { type AgeKey, ageEncrypt, makeAgeKey } from '../support/age.ts';

describe('the secrets of a stack', () => {
  let folder: string;
  let key: AgeKey;
  let keysRead = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-open-stack-'));
    key = makeAgeKey();
  });
  after(() => rmSync(folder, { recursive: true }));

  function access(): SecretAccess {
    const keys = async () => {
      keysRead++;
      return [key.identity];
    };
    return createAccess({ shown: String, keys, configDirectory: folder, environment: {} });
  }

  async function load(secrets: Readonly<Record<string, object>>, used = Object.keys(secrets)): Promise<Stack> {
    const text = JSON.stringify({ services: { web: { image: 'busybox', secrets: used } }, secrets });
    const reader = memoryReader({ [join(folder, 'compose.yaml')]: text });
    const options = { files: [], cwd: folder, environment: {}, projectName: 'shop', allResources: true, ...reader };
    const result = await tryLoad(options);
    if ('errors' in result) throw result.errors[0];
    return result.loaded.stack;
  }

  function textOf(origin: StackFileOrigin | undefined): string | undefined {
    return origin?.kind === 'value' ? Buffer.from(origin.base64, 'base64').toString() : undefined;
  }

  test('that are not encrypted, or not used, stay as they are, and no key is read for them', async () => {
    writeFileSync(join(folder, 'plain'), 'x');
    writeFileSync(join(folder, 'unused'), ageEncrypt('x', [key.recipient]));
    const files = { plain: { file: './plain' }, gone: { file: './gone' }, unused: { file: './unused' } };
    const stack = await load(files, ['plain', 'gone']);
    keysRead = 0;
    assert.deepEqual(await openStackSecrets(stack, access()), stack);
    assert.equal(keysRead, 0);
  });

  test('are opened once, however often they are named', async () => {
    writeFileSync(join(folder, 'a'), ageEncrypt('hunter2', [key.recipient]));
    const command = ['/bin/sh', '-c', `echo x >> ${folder}/count; echo pin`];
    writeFileSync(
      join(folder, 'secrets.yaml'),
      JSON.stringify({ providers: { count: { command, stacks: ['shop'] } } }),
    );
    const names = Array.from({ length: 50 }, (_, at) => at);
    const files = names.map((at) => [`file${at}`, { file: './a' }] as const);
    const asked = names.map((at) => [`asked${at}`, { 'x-dockr': { exec: 'count' } }] as const);
    const { secrets } = await openStackSecrets(await load(Object.fromEntries([...files, ...asked])), access());
    assert.deepEqual([textOf(secrets['file49']?.origin), textOf(secrets['asked49']?.origin)], ['hunter2', 'pin']);
    assert.equal(readFileSync(join(folder, 'count'), 'utf8'), 'x\n');
  });

  test('may not be more together than any stack needs', async () => {
    const bytes = ageEncrypt(Buffer.alloc(4 * 1024 ** 2), [key.recipient]);
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => {
      writeFileSync(join(folder, name), bytes);
      return [name, { file: `./${name}` }] as const;
    });
    const all = await load(Object.fromEntries(files));
    await assert.rejects(openStackSecrets(all, access()), { code: 'secret-too-large' });
    writeFileSync(join(folder, 'a'), Buffer.concat([bytes, bytes]));
    const one = await load({ a: { file: './a' } });
    await assert.rejects(openStackSecrets(one, access()), { code: 'secret-too-large' });
  });
});
