import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logTimeMs, parseLogLine } from '../../../src/engine/containers/log-line.ts';

test('a line has its time in UTC, its stream and its text', () => {
  const line = parseLogLine('2026-03-01T12:00:00.123456789+00:00 stderr F two words ');
  assert.deepEqual(line, {
    time: '2026-03-01T12:00:00.123456789Z',
    stream: 'stderr',
    partial: false,
    text: 'two words ',
  });
});

const times: readonly (readonly [string, string])[] = [
  ['2026-03-01T01:30:00.000000001+02:00', '2026-02-28T23:30:00.000000001Z'],
  ['2026-12-31T20:00:00.5-05:30', '2027-01-01T01:30:00.5Z'],
  ['2026-03-01T01:30:00+01:00', '2026-03-01T00:30:00Z'],
  ['2026-03-01T01:30:00.7Z', '2026-03-01T01:30:00.7Z'],
];
for (const [local, utc] of times) {
  test(`the time ${local} is ${utc}`, () => {
    assert.equal(parseLogLine(`${local} stdout F x`)?.time, utc);
    assert.equal(logTimeMs(utc), Date.parse(local.replace(/(\.\d{3})\d*/, '$1')));
  });
}

test('a part of a longer line says so, and a torn line is none', () => {
  assert.equal(parseLogLine('2026-03-01T12:00:00Z stdout P half')?.partial, true);
  assert.equal(parseLogLine('2026-03-01T12:00:00Z stdo'), undefined);
});
