// Stack files of others with a few of their characters, lines or values changed: whatever comes of it, dockr has an answer.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StackError } from '../../src/core/errors.ts';
import { type CaseStack, optionsFor } from './case-stacks.ts';
import { tryLoad } from './load-case.ts';

const PIECES = [
  ...['\n', '  ', '\t', ': ', '- ', '&a ', '*a', '{', '}', '[', ']', '"', "'", '<<: *a', '!reset ', '!override ', '# '],
  ...[
    'null',
    '~',
    'true',
    '0',
    '-1',
    '1e999',
    '0x',
    '99999999999999999999',
    '.inf',
    '${',
    '${A:?',
    '$',
    '\0',
    '\u{feff}',
  ],
  ...['extends: ', 'include: ', 'services:\n', '__proto__: ', '---\n', '? ', '|\n', '>-\n', '%YAML', '../'],
];

/** `at` and `length` are parts of the whole, so that they fit any text. */
type Edit =
  | { readonly kind: 'splice'; readonly at: number; readonly length: number; readonly text: string }
  | { readonly kind: 'copy-line' | 'drop-line' | 'indent-line'; readonly at: number; readonly to: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant('splice' as const),
    at: place,
    length: fc.nat(10),
    text: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom(...PIECES)),
  }),
  fc.record({
    kind: fc.constantFrom('copy-line' as const, 'drop-line' as const, 'indent-line' as const),
    at: place,
    to: place,
  }),
);

/** Loads `runs` mutants. Anything thrown that is not ours, or that has no code or place, fails. */
export async function loadMutants(stacks: readonly CaseStack[], runs: number, seed?: number): Promise<void> {
  const property = fc.asyncProperty(
    fc.nat(stacks.length - 1),
    fc.array(edit, { minLength: 1, maxLength: 4 }),
    async (index, edits) => {
      const stack = stacks[index];
      assert.ok(stack);
      const result = await tryLoad(
        optionsFor(
          stack,
          edits.reduce((text, each) => applyEdit(text, each), stack.text),
        ),
      );
      for (const error of 'errors' in result ? result.errors : [])
        assert.ok(error instanceof StackError && /^[a-z-]+$/.test(error.code) && error.message !== '', error.message);
    },
  );
  await fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
}

export function applyEdit(text: string, change: Edit): string {
  const at = Math.floor(change.at * text.length);
  if (change.kind === 'splice') return text.slice(0, at) + change.text + text.slice(at + change.length);
  const lines = text.split('\n');
  const from = Math.floor(change.at * lines.length);
  const line = lines[from] ?? '';
  if (change.kind === 'copy-line') return lines.toSpliced(Math.floor(change.to * lines.length), 0, line).join('\n');
  return lines.toSpliced(from, 1, ...(change.kind === 'drop-line' ? [] : [`  ${line}`])).join('\n');
}
