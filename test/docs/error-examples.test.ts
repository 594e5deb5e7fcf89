// `DOCKR_UPDATE=1 node --test test/docs/error-examples.test.ts` writes what is said now: read the difference.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { outputOf, readExamples, withOutputs } from './error-examples.ts';

const REFERENCE = join(resolve(import.meta.dirname, '../..'), 'docs/errors.md');

/** Codes of stack files that no small example gives. */
const WITHOUT_EXAMPLE: Readonly<Record<string, string>> = {
  'container-name-with-scale': 'said of "--scale" as well, by the planner',
  'container-name-twice': 'what the planner says of stacks that did not come from a file',
  'image-built-twice': 'found when the images are built',
  'invalid-encoding': 'this page is UTF-8',
  'invalid-scale': 'said of "--scale", by the planner',
  'no-stack-name': 'the folder would have to have no name',
  'not-a-file': 'a folder in place of a file',
  'remote-binary-file': 'said of a daemon on another machine',
  'remote-bind-mount': 'said of a daemon on another machine',
  'too-deep': 'too long for a page',
  'too-large': 'too long for a page',
  'unknown-config': 'what the planner says of stacks that did not come from a file',
  'unknown-secret': 'what the planner says of stacks that did not come from a file',
  'unsupported-driver': 'said by the planner',
  'unreadable-file': 'depends on who reads it',
};

const page = readFileSync(REFERENCE, 'utf8');
const examples = readExamples(page);

if (process.env.DOCKR_UPDATE === '1') {
  const outputs = new Map<string, string>();
  for (const example of examples) outputs.set(example.code, await outputOf(example));
  writeFileSync(
    REFERENCE,
    withOutputs(page, (code) => outputs.get(code) ?? ''),
  );
}

for (const example of readExamples(readFileSync(REFERENCE, 'utf8'))) {
  test(`docs/errors.md: the example of ${example.code} gives what is written there`, async () => {
    assert.equal(await outputOf(example), example.output);
    assert.match(example.output, new RegExp(`\\[${example.code}\\]`));
  });
}

test('every code of stack files has an example, or a reason why not', () => {
  const [, table = ''] = /^## Stack file\n([\s\S]*?)^## /m.exec(page) ?? [];
  const codes = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, code = '']) => code);
  const shown = examples.map(({ code }) => code);
  assert.deepEqual(
    codes.filter((code) => !shown.includes(code) && !(code in WITHOUT_EXAMPLE)),
    [],
  );
  assert.deepEqual(shown, shown.toSorted());
});
