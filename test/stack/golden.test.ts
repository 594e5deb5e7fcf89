// `ok/NAME.yaml` and the model it gives in `ok/NAME.json`; `err/NAME.yaml` and what is said about it in `err/NAME.txt`.
// DOCKR_UPDATE=1 writes what came out: read the difference before keeping it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { DockrError } from '../../src/core/errors.ts';
import { formatStack } from '../../src/stack/format-stack.ts';
import type { StackWarning } from '../../src/stack/problems.ts';
import { memoryReader, tryLoad } from './load-case.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ENVIRONMENT = { HOME: '/home/ann', SET: 'set', EMPTY: '', TOKEN: 'secret value' };

for (const name of namesIn('ok')) {
  test(`ok/${name}.yaml gives its model`, async () => {
    const result = await load('ok', name);
    if ('errors' in result) throw result.errors[0];
    const text = toText({ stack: result.loaded.stack, warnings: result.loaded.warnings.map(warningLine) });
    // Where its lines break is up to the formatter.
    assert.equal(text, toText(JSON.parse(expected(`ok/${name}.json`, text))));
  });

  test(`ok/${name}.yaml, printed and loaded again, is the same stack`, async () => {
    const first = await load('ok', name);
    if ('errors' in first) throw first.errors[0];
    const { stack } = first.loaded;
    for (const format of ['yaml', 'json'] as const) {
      const again = await tryLoad({
        files: ['/work/stack.yaml'],
        cwd: '/work',
        environment: ENVIRONMENT,
        profiles: ['*'],
        ...memoryReader({ ...filesBeside('ok'), '/work/stack.yaml': formatStack(stack, format) }),
      });
      if ('errors' in again) throw again.errors[0];
      assert.deepEqual(again.loaded.stack, { ...stack, files: ['/work/stack.yaml'] });
    }
  });
}

for (const name of namesIn('err')) {
  test(`err/${name}.yaml is refused with its messages`, async () => {
    const result = await load('err', name);
    // What is right but cannot be done is refused by the commands that act on a stack.
    const errors = 'errors' in result ? result.errors : result.loaded.unsupported.map(({ error }) => error);
    assert.notEqual(errors.length, 0);
    const text = `${errors.map(errorText).join('\n\n')}\n`;
    assert.equal(text, expected(`err/${name}.txt`, text));
  });
}

function filesBeside(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(resolve(FOLDER, folder)).filter((file) => file.endsWith('.env'));
  return Object.fromEntries(
    names.map((file) => [`/work/${file}`, readFileSync(resolve(FOLDER, folder, file), 'utf8')]),
  );
}

function load(folder: string, name: string) {
  const text = readFileSync(resolve(FOLDER, folder, `${name}.yaml`), 'utf8');
  const files = { ...filesBeside(folder), '/work/stack.yaml': text };
  return tryLoad({ files: ['stack.yaml'], cwd: '/work', environment: ENVIRONMENT, ...memoryReader(files) });
}

function namesIn(folder: string): readonly string[] {
  const files = readdirSync(resolve(FOLDER, folder)).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.replace('.yaml', '')).sort();
}

function expected(file: string, actual: string): string {
  const path = resolve(FOLDER, file);
  if (process.env['DOCKR_UPDATE']) writeFileSync(path, actual);
  return readFileSync(path, 'utf8');
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function warningLine(warning: StackWarning): string {
  return `${warning.code} ${warning.at?.line ?? 0}:${warning.at?.column ?? 0} ${warning.message}`;
}

function errorText(error: DockrError): string {
  const { at } = error;
  const marker = at ? `${at.text}\n${' '.repeat(at.column - 1)}${'^'.repeat(at.length)}` : '';
  return [
    `${error.code} ${at?.line}:${at?.column}: ${error.message}`,
    marker,
    ...(error.hint ? [`hint: ${error.hint}`] : []),
  ].join('\n');
}
