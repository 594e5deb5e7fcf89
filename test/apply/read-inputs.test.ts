import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { EnginePort } from '../../src/apply/engine-port.ts';
import { readInputs } from '../../src/apply/read-inputs.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { Stack } from '../../src/stack/model.ts';
import { memoryReader, tryLoad } from '../stack/load-case.ts';

const OPTIONS = { scale: {}, build: 'when-changed', pull: 'as-declared', services: [] } as const;
const engine = { keyedDigest: (bytes: Uint8Array) => `hmac:${Buffer.from(bytes).toString()}` } as unknown as EnginePort;

describe('the inputs of a stack', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-inputs-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function load(): Promise<Stack> {
    const web = { image: 'busybox', secrets: ['token'], configs: ['site'] };
    const files = { secrets: { token: { file: './token' } }, configs: { site: { file: './site' } } };
    const text = JSON.stringify({ services: { web }, ...files });
    const reader = memoryReader({ [join(folder, 'compose.yaml')]: text });
    const result = await tryLoad({ files: [], cwd: folder, environment: {}, projectName: 'shop', ...reader });
    if ('errors' in result) throw result.errors[0];
    return result.loaded.stack;
  }

  test('digest secrets with the key of the machine, and configs unless they are secret', async () => {
    writeFileSync(join(folder, 'token'), 'a');
    writeFileSync(join(folder, 'site'), 'b');
    const stack = await load();
    assert.deepEqual((await readInputs(engine, stack, OPTIONS)).fileDigests, {
      'secret:token': 'hmac:a',
      'config:site': sha256(Buffer.from('b')),
    });
    const from = { kind: 'file', path: join(folder, 'site') } as const;
    const origin = { kind: 'value', from, base64: Buffer.from('c').toString('base64') } as const;
    const web = stack.services['web'];
    assert.ok(web);
    const opened: Stack = {
      ...stack,
      configs: { site: { name: 'site', origin } },
      services: { web: { ...web, secretEnvironment: { PIN: 'd' } } },
    };
    assert.deepEqual((await readInputs(engine, opened, OPTIONS)).fileDigests, {
      'secret:token': 'hmac:a',
      'config:site': 'hmac:c',
      'env:web:PIN': 'hmac:d',
    });
  });

  test('are refused with a file that is encrypted and was not opened', async () => {
    writeFileSync(join(folder, 'token'), 'age-encryption.org/v1\nsealed');
    await assert.rejects(readInputs(engine, await load(), OPTIONS), { code: 'secret-not-opened' });
  });
});
