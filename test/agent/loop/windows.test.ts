import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checkWindows, findOpening } from '../../../src/agent/loop/windows.ts';
import type { WindowDeclaration } from '../../../src/core/declaration.ts';

const HOUR = 3_600_000;
const NIGHT: WindowDeclaration = {
  kind: 'allow',
  schedule: '0 22 * * *',
  durationMs: 8 * HOUR,
  timezone: 'Europe/Berlin',
};
const FRIDAY: WindowDeclaration = {
  kind: 'deny',
  schedule: '0 0 * * 5',
  durationMs: 24 * HOUR,
  timezone: 'Europe/Berlin',
};

const at = (text: string) => Date.parse(text);
const opening = (windows: readonly WindowDeclaration[], text: string) => {
  const found = findOpening(windows, at(text));
  return found === null ? 'open' : found.at === null ? 'unknown' : new Date(found.at).toISOString();
};

describe('windows', () => {
  test('without any, it is always open', () => {
    assert.equal(findOpening([], 0), null);
  });

  test('an allowed span is open from its first moment and shut at its end', () => {
    // Berlin is an hour ahead of UTC in winter.
    assert.equal(opening([NIGHT], '2026-01-15T20:59:59Z'), '2026-01-15T21:00:00.000Z');
    assert.equal(opening([NIGHT], '2026-01-15T21:00:00Z'), 'open');
    assert.equal(opening([NIGHT], '2026-01-16T04:59:59Z'), 'open');
    assert.equal(opening([NIGHT], '2026-01-16T05:00:00Z'), '2026-01-16T21:00:00.000Z');
  });

  test('the time of day is that of the zone, in summer too', () => {
    assert.equal(opening([NIGHT], '2026-07-15T12:00:00Z'), '2026-07-15T20:00:00.000Z');
  });

  test('a denied span goes before one that is allowed', () => {
    // Thursday's night ends at midnight, for Friday is denied, and Friday's begins when that is over: on Saturday at 0:00.
    assert.equal(opening([NIGHT, FRIDAY], '2026-01-15T22:30:00Z'), 'open');
    assert.equal(opening([NIGHT, FRIDAY], '2026-01-15T23:00:00Z'), '2026-01-16T23:00:00.000Z');
  });

  test('with denied spans only, all else is open', () => {
    assert.equal(opening([FRIDAY], '2026-01-14T12:00:00Z'), 'open');
    assert.equal(opening([FRIDAY], '2026-01-16T12:00:00Z'), '2026-01-16T23:00:00.000Z');
  });

  test('a beginning that the clock skips in spring, or has twice in autumn, opens once a day (P24)', () => {
    const skipped: WindowDeclaration = { ...NIGHT, schedule: '30 2 * * *', durationMs: HOUR };
    // On 2026-03-29 there is no 2:30 in Berlin; on 2026-10-25 there are two.
    assert.equal(opening([skipped], '2026-03-29T00:00:00Z').slice(0, 10), '2026-03-29');
    const opened = opening([skipped], '2026-10-25T00:00:00Z');
    assert.equal(opened, '2026-10-25T00:30:00.000Z');
    assert.equal(opening([skipped], '2026-10-25T01:45:00Z'), '2026-10-26T01:30:00.000Z');
  });

  test('one that never opens is told as such, within bounded time', () => {
    const never: WindowDeclaration = { ...FRIDAY, schedule: '* * * * *' };
    const began = performance.now();
    assert.equal(opening([never], '2026-01-14T12:00:00Z'), 'unknown');
    assert.ok(performance.now() - began < 10_000);
  });

  test('what cannot be evaluated is refused', () => {
    for (const wrong of [
      { schedule: 'often' },
      { schedule: '0 22 * *' },
      { schedule: '61 * * * *' },
      { schedule: '0 0 31 2 *' },
      { schedule: '0 22 * * * *' },
      { durationMs: 0 },
      { durationMs: Number.NaN },
      { durationMs: 366 * 24 * HOUR },
      { timezone: 'Mars/Olympus' },
    ])
      assert.throws(() => checkWindows([{ ...NIGHT, ...wrong }]), { code: 'invalid-window' }, JSON.stringify(wrong));
    assert.throws(() => checkWindows(Array.from({ length: 21 }, () => NIGHT)), { code: 'invalid-window' });
    checkWindows([NIGHT, FRIDAY]);
  });

  test('what is told to be the opening is open, and no minute before it is', () => {
    const window = fc.record({
      kind: fc.constantFrom('allow' as const, 'deny' as const),
      schedule: fc.constantFrom('0 22 * * *', '*/30 9-17 * * 1-5', '15 3 1 * *', '30 2 * * 0'),
      durationMs: fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * 60_000),
      timezone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC', 'Australia/Lord_Howe'),
    });
    const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }).map((ms) => ms - (ms % 60_000));
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 3 }), moment, (windows, now) => {
        const found = findOpening(windows, now);
        if (found === null || found.at === null) return;
        assert.equal(findOpening(windows, found.at), null);
        const minutes = Math.min((found.at - now) / 60_000, 40);
        for (let back = 1; back <= minutes; back++)
          assert.notEqual(findOpening(windows, found.at - back * 60_000), null);
      }),
      { numRuns: 30 },
    );
  });
});
