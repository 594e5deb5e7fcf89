import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ImageError } from '../../src/core/errors.ts';
import {
  familiarName,
  formatFamiliar,
  formatReference,
  formatRepository,
  parseImageOrDigest,
  parseImageReference,
  parseReference,
  resolveTag,
} from '../../src/oci/reference.ts';
import { matchesPattern } from '../../src/oci/reference-pattern.ts';
import { type Case, testCases } from './case-file.ts';

function checkNormalise(item: Case, input: string): void {
  if (!item.valid) {
    assert.throws(() => parseImageReference(input), ImageError);
    return;
  }
  const reference = parseImageReference(input);
  if (item.domain !== undefined) assert.equal(reference.domain, item.domain);
  if (item.path !== undefined) assert.equal(reference.path, item.path);
  if (item.full !== undefined)
    assert.ok([formatReference(reference), formatRepository(reference)].includes(String(item.full)));
  if (item.familiar !== undefined)
    assert.ok([formatFamiliar(reference), familiarName(reference)].includes(String(item.familiar)));
}

function checkParse(item: Case, input: string): void {
  // Upstream refuses sha512 only because its test binary lacks it.
  if (item.error && item.note === undefined) {
    assert.throws(() => parseReference(input), ImageError);
    return;
  }
  const reference = parseReference(input);
  if (item.note !== undefined) return;
  assert.equal(formatRepository(reference), item.repository);
  assert.equal(reference.tag ?? '', item.tag);
  assert.equal(reference.digest ?? '', item.digest);
}

testCases('build/image-reference.json', (item) => {
  const input = String(item.input);
  switch (item.op) {
    case 'normalize':
      return checkNormalise(item, input);
    case 'parse':
      return checkParse(item, input);
    case 'parseAny': {
      const parsed = parseImageOrDigest(input);
      return assert.equal(typeof parsed === 'string' ? parsed : formatReference(parsed), item.expected);
    }
    case 'dockerRef':
      return assert.equal(formatReference(resolveTag(parseImageReference(input))), item.expected);
    case 'familiarMatch':
      return assert.equal(matchesPattern(parseImageReference(input), String(item.pattern)), item.expected);
    default:
      assert.fail(`unknown op ${item.op}`);
  }
});

test('a bad reference is shown as the user wrote it', () => {
  assert.throws(() => parseImageReference('Team/App'), {
    code: 'bad-reference',
    message: /"Team\/App": the name must be lower case|"Team\/App"/,
  });
  assert.throws(() => parseImageReference('https://example.com/app'), { message: /must not begin with a scheme/ });
});

test('references round-trip through their full form', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  const text = fc
    .tuple(word, word, fc.option(word))
    .map(([name, path, tag]) => `${name}.example:5000/${path}${tag === null ? '' : `:${tag}`}`);
  fc.assert(fc.property(text, (input) => formatReference(parseImageReference(input)) === input));
});

test('no text makes the parser throw anything but an ImageError', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseImageReference(text);
      } catch (error) {
        assert.ok(error instanceof ImageError);
      }
    }),
  );
});

test('a hostile reference is refused in linear time', () => {
  const started = performance.now();
  assert.throws(() => parseImageReference(`${'a-'.repeat(100_000)}!`), { code: 'bad-reference' });
  assert.throws(() => parseImageReference(`${'a.'.repeat(500)}!`), { code: 'bad-reference' });
  assert.ok(performance.now() - started < 5000);
});
