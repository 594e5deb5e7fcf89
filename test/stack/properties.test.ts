import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { StackError } from '../../src/core/errors.ts';
import { parseEnvFile } from '../../src/stack/parse-env-file.ts';
import { toSourceText } from '../../src/stack/source-text.ts';
import { splitWords } from '../../src/stack/split-words.ts';
import { substitute } from '../../src/stack/template.ts';
import { memoryReader, tryLoad } from './load-case.ts';

const EVERYTHING = readFileSync(new URL('ok/everything.yaml', import.meta.url), 'utf8');
const ENV_FILE = readFileSync(new URL('ok/everything.env', import.meta.url), 'utf8');

/** Any error but one of ours fails the property: `tryLoad` lets it through. */
async function load(text: string): Promise<void> {
  const result = await tryLoad({
    files: ['stack.yaml'],
    cwd: '/work',
    environment: { HOME: '/root', TOKEN: 't' },
    ...memoryReader({ '/work/stack.yaml': text, '/work/everything.env': ENV_FILE }),
  });
  if ('errors' in result)
    for (const error of result.errors)
      assert.ok(error instanceof StackError && /^[a-z-]+$/.test(error.code), error.message);
}

test('a stack file with any of its characters changed gives a stack or our errors', async () => {
  const edit = fc.record({
    at: fc.nat(EVERYTHING.length),
    length: fc.nat(12),
    text: fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\n', '  ', ': ', '- ', '&a', '*a', '{', '[', '"', '<<: ', '!reset ', 'null', '${', '$'),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      const text = edits.reduce(
        (whole, { at, length, text }) => whole.slice(0, at) + text + whole.slice(at + length),
        EVERYTHING,
      );
      await load(text);
    }),
    { numRuns: 150 },
  );
});

test('a stack file with any value in any place gives a stack or our errors', async () => {
  const lines = EVERYTHING.split('\n');
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(null, '', 0, -1, 1e300, '1', [], {}, [null], { a: null }, true),
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(lines.length - 1), value, async (index, given) => {
      const changed = lines.map((line, at) =>
        at === index
          ? line.replace(/^(\s*(?:- )?[^:\s]+:).*/, (_, key: string) => `${key} ${JSON.stringify(given)}`)
          : line,
      );
      await load(changed.join('\n'));
    }),
    { numRuns: 150 },
  );
});

test('any text is filled in or refused with our error', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom('$', '${', '}', '$$', 'A', ':-', '-', ':?', '+', '{', '${A:-', '$A'),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      try {
        substitute(parts.join(''), { lookup: (name) => (name === 'A' ? 'a' : undefined) });
      } catch (error) {
        assert.ok(error instanceof StackError);
      }
    }),
  );
});

test('a text with its dollar signs doubled comes back as it was', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(substitute(text.replaceAll('$', '$$$$'), { lookup: () => 'x' }), text);
    }),
  );
});

test('any env file is read or refused with our error, and values survive being quoted', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseEnvFile(toSourceText('.env', text), { lookup: () => undefined });
      } catch (error) {
        assert.ok(error instanceof StackError && error.at);
      }
      const quoted = `A='${text.replaceAll('\\', '').replaceAll("'", '').replaceAll('\r', '')}'`;
      const values = parseEnvFile(toSourceText('.env', quoted), { lookup: () => undefined });
      assert.equal(values.get('A'), quoted.slice(3, -1));
    }),
  );
});

test('words in single quotes come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.string().map((text) => text.replaceAll("'", ''))), (words) => {
      assert.deepEqual(splitWords(words.map((word) => `'${word}'`).join(' '))?.words, words);
    }),
  );
});
