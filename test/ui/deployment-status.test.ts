import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeploymentSummary } from '../../src/api/deployment-messages.ts';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { DEFAULT_DECLARATION } from '../../src/core/declaration.ts';
import { formatStatusLines, statusKey, toStatuses } from '../../src/ui/deployment-status.ts';
import { LiveScreen } from '../../src/ui/live-screen.ts';
import { createPaint } from '../../src/ui/paint.ts';

const NOW = 1_700_000_000_000;
const plain = createPaint(false);
const ESC = '\x1b';

function deployment(name: string, facts: Partial<DeploymentSummary> = {}): DeploymentSummary {
  return {
    name,
    declaration: {
      ...DEFAULT_DECLARATION,
      source: { kind: 'git', url: 'https://git.example.org/shop.git', ref: { kind: 'head' } },
    },
    origin: { kind: 'command' },
    generation: 1,
    state: 'ready',
    createdAt: NOW,
    pinned: null,
    attempted: null,
    applied: { commit: '0123456789abcdef', at: NOW - 120_000 },
    error: null,
    failures: 0,
    good: null,
    waiting: null,
    conditions: [],
    declarationError: null,
    images: [],
    updates: [],
    nextAt: NOW + 42_300,
    ...facts,
  };
}

function container(stack: string, status: string, health: ContainerSummary['health'] = 'none'): ContainerSummary {
  const facts = { id: '1', name: 'x', service: 'web', image: 'i', command: 'c', createdAt: 1, statusText: '' };
  return { ...facts, stack, status, health, exitCode: null, ports: [], addresses: {}, pid: null };
}

function lines(
  all: readonly DeploymentSummary[],
  containers: readonly ContainerSummary[] = [],
  size = { columns: 80, rows: 24 },
) {
  return formatStatusLines(toStatuses(all, containers), { nowMs: NOW, size, paint: plain });
}

test('each deployment has its state, its commit and its containers in a line', () => {
  const error = { error: { kind: 'agent', code: 'policy-denied', message: 'no' }, at: NOW, refusedOn: 'x' } as const;
  const shown = lines(
    [deployment('blog'), deployment('shop', { state: 'stalled', error, applied: null, nextAt: null })],
    [container('blog', 'running', 'unhealthy'), container('blog', 'exited'), container('other', 'running')],
  );
  assert.deepEqual(shown, [
    '2 deployments: 1 stalled, 1 ready',
    'NAME  STATE    COMMIT    UP      APPLIED    NEXT  ERROR',
    'shop  stalled                                     policy-denied',
    'blog  ready    01234567  1/2 !1  2 minutes  43s',
  ]);
});

test('no line is longer than the terminal is wide', () => {
  const error = { error: { kind: 'agent', code: 'x'.repeat(100), message: '' }, at: NOW } as const;
  const all = [deployment('a-name-of-sixty-three-characters-which-is-the-longest-there-can-be', { error })];
  for (const columns of [80, 40, 10, 1])
    for (const line of lines(all, [], { columns, rows: 24 })) assert.ok(line.length <= columns, `${columns}: ${line}`);
  assert.equal(lines(all)[2]?.length, 80);
});

test('what does not fit on the screen is well, and counted', () => {
  const all = Array.from({ length: 30 }, (_, index) => deployment(`d${String(index).padStart(2, '0')}`));
  const shown = lines([...all, deployment('z', { state: 'failing' })], [], { columns: 80, rows: 10 });
  assert.equal(shown.length, 10);
  assert.match(shown[2] ?? '', /^z +failing/);
  assert.equal(shown.at(-1), '… 24 more');
});

test('no deployment is no reason for an empty screen', () => {
  assert.deepEqual(lines([]), ['0 deployments', 'NAME  STATE  COMMIT  UP  APPLIED  NEXT  ERROR']);
});

test('attack: an error code or a commit steers no terminal', () => {
  const error = {
    error: { kind: 'agent', code: '\x1b[2J\x1b]0;owned\x07x\nfake ready', message: '' },
    at: NOW,
  } as const;
  const shown = lines([deployment('shop', { error })]).join('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  assert.doesNotMatch(shown, /[\x00-\x09\x0b-\x1f]/);
  assert.equal(shown.split('\n').length, 3);
});

test('the time alone is no news', () => {
  const [one] = toStatuses([deployment('shop', { nextAt: 1 })], []);
  const [other] = toStatuses([deployment('shop', { nextAt: 2 })], []);
  const [failing] = toStatuses([deployment('shop', { nextAt: 2, state: 'failing' })], []);
  assert.ok(one && other && failing);
  assert.equal(statusKey(one), statusKey(other));
  assert.notEqual(statusKey(one), statusKey(failing));
});

class Terminal {
  readonly written: string[] = [];
  readonly write = (text: string): void => {
    this.written.push(text);
  };

  /** What a terminal shows after all that, for the sequences that the screen uses. */
  get shown(): readonly string[] {
    const rows: string[] = [''];
    let row = 0;
    const sequences = new RegExp(`${ESC}\\[(\\d*)A|(${ESC}\\[[?\\d]*[a-zA-Z]|\\n|\\r)|([^${ESC}\\n\\r]+)`, 'g');
    for (const [, up, command, text = ''] of this.written.join('').matchAll(sequences)) {
      if (up !== undefined) row -= Number(up);
      else if (command === '\n') rows[++row] ??= '';
      else if (command === `${ESC}[J`) rows.length = row + 1;
      else if (text !== '') rows[row] = text;
    }
    return rows.slice(0, -1);
  }
}

test('lines are drawn over themselves, without clearing first', () => {
  const terminal = new Terminal();
  {
    using screen = new LiveScreen(terminal);
    screen.draw(['one', 'two', 'three']);
    screen.draw(['one', 'TWO']);
  }
  assert.deepEqual(terminal.shown.slice(0, 2), ['one', 'TWO']);
  assert.equal(terminal.shown.length, 2);
  const [, second = ''] = terminal.written;
  assert.ok(second.indexOf('TWO') < second.indexOf('\x1b[J'), 'old lines go last');
  const all = terminal.written.join('');
  assert.ok(all.startsWith(`${ESC}[?25l`) && all.endsWith(`${ESC}[?25h`), 'the cursor comes back');
});

test('the same lines are not written again', () => {
  const terminal = new Terminal();
  using screen = new LiveScreen(terminal);
  screen.draw(['one']);
  screen.draw(['one']);
  assert.equal(terminal.written.length, 1);
});
