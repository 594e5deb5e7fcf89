import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseRenderer, type ModeChoice } from '../../src/ui/create-renderer.ts';
import type { Output } from '../../src/ui/output.ts';

const AUTO: ModeChoice = { json: false, quiet: false, progress: 'auto', ansi: 'auto' };

function outputOf(isTerminal: boolean, columns = 80): Output {
  return { stderr: { isTerminal, columns } } as unknown as Output;
}

test('progress is drawn where somebody watches, and printed elsewhere', () => {
  assert.equal(chooseRenderer(AUTO, outputOf(true)), 'live');
  assert.equal(chooseRenderer(AUTO, outputOf(false)), 'plain');
});

test('on a terminal that does not know its width, lines are printed', () => {
  assert.equal(chooseRenderer(AUTO, outputOf(true, 0)), 'plain');
});

test('what the user asks for comes first', () => {
  assert.equal(chooseRenderer({ ...AUTO, progress: 'tty' }, outputOf(false)), 'live');
  assert.equal(chooseRenderer({ ...AUTO, ansi: 'never' }, outputOf(true)), 'plain');
  assert.equal(chooseRenderer({ ...AUTO, json: true, progress: 'tty' }, outputOf(true)), 'json');
  assert.equal(chooseRenderer({ ...AUTO, quiet: true }, outputOf(true)), 'quiet');
});
