// `DOCKR_UPDATE=1 node --test test/docs/stack-file.test.ts` writes docs/stack-file.md anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { stackFileReference } from '../../scripts/stack-file-reference.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const REFERENCE = join(REPOSITORY, 'docs/stack-file.md');

test('docs/stack-file.md is what the schema says', () => {
  const schema = JSON.parse(readFileSync(join(REPOSITORY, 'schemas/stack.schema.json'), 'utf8'));
  const text = stackFileReference(schema, { isSupported: () => true });
  if (process.env.DOCKR_UPDATE === '1') writeFileSync(REFERENCE, text);
  assert.equal(readFileSync(REFERENCE, 'utf8'), text);
});
