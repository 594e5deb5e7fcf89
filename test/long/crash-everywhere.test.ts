// A daemon that dies before each effect in turn, of commands that have every kind of step between them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Coverage } from '../simulation/coverage.ts';
import { done, draftOf, needs, soon, up } from '../simulation/drafts.ts';
import type { Action, Happening } from '../simulation/history.ts';
import { describeVerdict, simulateHistory } from '../simulation/simulate-history.ts';

const COMMON = { checked: true, failureAction: 'rollback' } as const;

const before = draftOf({
  a: { ...COMMON, order: 'start-first', scale: 3, port: 8001 },
  b: { program: 'job', volume: 'named' },
  c: { ...COMMON, volume: 'named', order: 'stop-first', dependsOn: needs('b') },
  d: { builds: true, volume: 'anonymous', network: 'back', containerName: 10 },
  e: { program: 'slow' },
  f: { ...COMMON, volume: 'anonymous', order: 'stop-first' },
});

/** Replaced start-first with a pause, keeping the old one, and by swapping; scaled down, renamed, gone. */
const after = draftOf({
  a: { ...COMMON, order: 'start-first', scale: 2, port: 8001, tag: 2, delayMs: 500 },
  b: { program: 'job', volume: 'named' },
  c: { ...COMMON, volume: 'named', order: 'stop-first', level: 2, dependsOn: needs('b') },
  d: { builds: true, tag: 2, volume: 'anonymous', network: 'back', containerName: 20 },
});

const bad = draftOf({
  ...before.services,
  a: { ...COMMON, order: 'start-first', scale: 3, port: 8001, program: 'exits', tag: 3 },
  c: { ...COMMON, volume: 'named', order: 'stop-first', program: 'sick', tag: 3, dependsOn: needs('b') },
  f: { ...COMMON, volume: 'anonymous', order: 'stop-first', program: 'exits', tag: 3 },
});

const first: readonly Happening[] = [done(up(before))];
const stop: Action = { kind: 'lifecycle', verb: 'stop', service: 'e', volumes: false };

const CASES: readonly (readonly [what: string, lead: readonly Happening[], command: Action])[] = [
  ['the first up', [], up(before)],
  ['an update', first, up(after)],
  ['an update that fails and is rolled back', first, up(bad)],
  [
    'an up after a stop and a lost bridge',
    [...first, done(stop), soon({ kind: 'meddle', with: 'bridge', which: 0 }, 0)],
    up(before),
  ],
  ['a rollback', [...first, done(up(after))], { kind: 'rollback' }],
  ['down with its volumes', first, { kind: 'down', volumes: true }],
];

const KINDS = [
  'pull-image',
  'build-image',
  'create-network',
  'repair-network',
  'remove-network',
  'create-volume',
  'remove-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'drain-container',
  'pause',
  'start-container',
  'restart-container',
  'stop-container',
  'remove-container',
  'wait-service',
  'undo start-successor',
  'undo recreate-container',
];

const coverage = new Coverage();

/** Kills at every effect, and cuts the power at some. */
async function dieEverywhere(lead: readonly Happening[], command: Action): Promise<number> {
  for (let effects = 0; ; effects++) {
    const how = effects % 4 === 3 ? 'power-cut' : 'kill';
    const doom: Happening = { action: { kind: 'doom', effects, how }, thenMs: 0 };
    const history = { seed: 1 + effects, happenings: [...lead, doom, done(command)], last: after, mended: after };
    const verdict = await simulateHistory(history, coverage);
    assert.deepEqual(verdict.violations, [], describeVerdict(verdict));
    if (!verdict.log.some((line) => line.includes('the daemon dies'))) return effects;
  }
}

for (const [what, lead, command] of CASES) {
  test(`P12: ${what} is cut short anywhere, and the next up finishes it`, async (context) => {
    context.diagnostic(`${await dieEverywhere(lead, command)} places`);
  });
}

test('a daemon has died in every kind of step', () => {
  assert.deepEqual(coverage.missing(KINDS.map((kind) => `crash in ${kind}`)), []);
});
