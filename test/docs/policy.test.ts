// `DOCKR_UPDATE=1 node --test test/docs/policy.test.ts` writes the table of docs/policy.md anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { policyReference } from '../../scripts/policy-reference.ts';
import { parsePolicy } from '../../src/agent/policy/load-policy.ts';
import { RULE_DEFAULT_TEXTS } from './policy-defaults.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const PAGE = join(REPOSITORY, 'docs/policy.md');
const SCHEMA = JSON.parse(readFileSync(join(REPOSITORY, 'schemas/policy.schema.json'), 'utf8'));

test('docs/policy.md has the rules of the schema', () => {
  const text = readFileSync(PAGE, 'utf8');
  const expected = policyReference(text, SCHEMA);
  if (process.env.DOCKR_UPDATE === '1') writeFileSync(PAGE, expected);
  assert.equal(readFileSync(PAGE, 'utf8'), expected);
});

test('every rule has a description that tells its default, and that is true', () => {
  for (const [name, { description }] of Object.entries<{ description: string }>(SCHEMA.$defs.rules.properties)) {
    const told = /Default: (.+)\.$/.exec(description)?.[1];
    assert.equal(told, RULE_DEFAULT_TEXTS[name], name);
  }
});

test('the policies of docs/policy.md can be read', () => {
  const examples = [...readFileSync(PAGE, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
  assert.ok(examples.length > 0);
  for (const [, text = ''] of examples) parsePolicy('policy.yaml', Buffer.from(text));
});
