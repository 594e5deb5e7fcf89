// What docs/secrets.md shows can be used as it stands.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readProviders } from '../../src/secrets/providers.ts';
import { memoryReader, tryLoad } from '../stack/load-case.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/secrets.md'), 'utf8');
const snippet = (info: string): string => new RegExp(`\`\`\`${info}\\n(.*?)\`\`\``, 's').exec(text)?.[1] ?? '';

test('the stack file of docs/secrets.md can be applied', async () => {
  const files = { '/srv/shop/compose.yaml': snippet('yaml'), '/srv/shop/web.env': 'A=b\n' };
  const result = await tryLoad({ files: [], cwd: '/srv/shop', environment: {}, ...memoryReader(files) });
  assert.ok('loaded' in result, JSON.stringify(result));
  assert.deepEqual([result.loaded.warnings, result.loaded.unsupported], [[], []]);
  assert.deepEqual(result.loaded.stack.secrets['licence']?.origin, { kind: 'provider', provider: 'shop-licence' });
});

test('the providers of docs/secrets.md are understood, and have the defaults that it tells', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockr-providers-'));
  const path = join(folder, 'secrets.yaml');
  try {
    writeFileSync(path, snippet('yaml providers'));
    const full = (await readProviders(path)).get('shop-licence');
    const shortened = snippet('yaml providers').replace(/^ {4}(?:timeout|max_size|environment|trim):.*\n/gm, '');
    writeFileSync(path, shortened);
    const short = (await readProviders(path)).get('shop-licence');
    assert.deepEqual(full, { ...short, environment: ['VAULT_ADDR', 'HOME'] });
    assert.equal(short?.timeoutMs, 10_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
