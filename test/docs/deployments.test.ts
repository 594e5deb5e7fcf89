// `DOCKR_UPDATE=1 node --test test/docs/deployments.test.ts` writes the table of docs/deployments.md anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { deploymentReference } from '../../scripts/deployment-reference.ts';
import { parseDeclarations } from '../../src/agent/declaration/parse-declarations.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const PAGE = join(REPOSITORY, 'docs/deployments.md');
const SCHEMA = JSON.parse(readFileSync(join(REPOSITORY, 'schemas/deployment.schema.json'), 'utf8'));

test('docs/deployments.md has the keys of the schema', () => {
  const text = readFileSync(PAGE, 'utf8');
  const expected = deploymentReference(text, SCHEMA);
  if (process.env['DOCKR_UPDATE'] === '1') writeFileSync(PAGE, expected);
  assert.equal(readFileSync(PAGE, 'utf8'), expected);
});

test('the declarations of docs/deployments.md can be read', () => {
  const examples = [...readFileSync(PAGE, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
  assert.ok(examples.length >= 4);
  for (const [, text = ''] of examples) parseDeclarations('shop.yaml', Buffer.from(text));
});
