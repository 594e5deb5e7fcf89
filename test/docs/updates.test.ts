// Every stack file of docs/updates.md loads, and nothing in it is without effect.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { memoryReader, tryLoad } from '../stack/load-case.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/updates.md'), 'utf8');
const snippets = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => yaml);

for (const [index, yaml] of snippets.entries()) {
  test(`the stack file number ${index + 1} of docs/updates.md can be applied`, async () => {
    const files = { '/srv/shop/compose.yaml': yaml };
    const result = await tryLoad({ files: [], cwd: '/srv/shop', environment: {}, ...memoryReader(files) });
    assert.ok('loaded' in result, JSON.stringify(result));
    assert.deepEqual([result.loaded.warnings, result.loaded.unsupported], [[], []]);
  });
}

test('docs/updates.md has stack files', () => assert.equal(snippets.length, 4));
