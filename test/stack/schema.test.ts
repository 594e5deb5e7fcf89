import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CASES, skipWithoutCases } from './cases.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
type Schema = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
} & Readonly<Record<string, unknown>>;
const SCHEMA: Schema = JSON.parse(readFileSync(resolve(ROOT, 'schemas/stack.schema.json'), 'utf8'));

test('the compiled schema is current', () => {
  execFileSync(process.execPath, ['scripts/compile-schema.ts', '--check'], { cwd: ROOT });
});

test('every property of the schema has a description', () => {
  const missing: string[] = [];
  visit(SCHEMA, '', (schema, path) => {
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      if (!property.description) missing.push(`${path}/${name}`);
  });
  assert.deepEqual(missing, []);
});

test('the schema knows every attribute that the Compose specification has', { skip: skipWithoutCases }, () => {
  const file = resolve(CASES, 'files/compose-spec+compose-go/schema/compose-spec.json');
  assert.ok(existsSync(file));
  const ours = propertyNames(SCHEMA);
  const theirs = propertyNames(JSON.parse(readFileSync(file, 'utf8')));
  assert.deepEqual(
    [...theirs].filter((name) => !ours.has(name)),
    [],
  );
});

function propertyNames(root: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  visit(root, '', (schema) => {
    for (const name of Object.keys(schema.properties ?? {})) names.add(name);
  });
  return names;
}

function visit(value: unknown, path: string, see: (schema: Schema, path: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) see(value as Schema, path);
  for (const [key, child] of Object.entries(value)) visit(child, `${path}/${key}`, see);
}
