import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UsageSummary } from '../../src/api/usage-messages.ts';
import { formatMemory, formatSize } from '../../src/core/units.ts';
import { fitLines, formatProcesses, formatUsages, toUsages } from '../../src/ui/usage-table.ts';

const GIB = 1 << 30;
const READING: UsageSummary = {
  id: '0123456789abcdef',
  name: 'shop-web-1',
  service: 'web',
  atMs: 1000,
  cpuNs: 5e9,
  memoryBytes: 64 << 20,
  memoryLimitBytes: GIB,
  pids: 3,
  readBytes: 0,
  writtenBytes: 1_500_000,
  receivedBytes: 1234,
  sentBytes: 2_000_000_000,
};

describe('what containers use', () => {
  const percentOf = (before: readonly UsageSummary[], after: Partial<UsageSummary>) =>
    toUsages(before, [{ ...READING, ...after }])[0]?.cpuPercent;

  test('is in percent of one processor, by the time between two readings', () => {
    assert.equal(percentOf([READING], { atMs: 2000, cpuNs: 5.25e9 }), 25);
    assert.equal(percentOf([READING], { atMs: 1500, cpuNs: 6e9 }), 200);
    assert.equal(percentOf([READING], { atMs: 2000 }), 0);
  });

  test('has no rate without a reading before, after a new start, or where nothing is counted', () => {
    assert.equal(percentOf([], { atMs: 2000 }), null);
    assert.equal(percentOf([{ ...READING, id: 'other' }], { atMs: 2000 }), null);
    assert.equal(percentOf([READING], { atMs: 2000, cpuNs: 1e6 }), null);
    assert.equal(percentOf([READING], { atMs: 2000, cpuNs: null }), null);
    assert.equal(percentOf([{ ...READING, cpuNs: null }], { atMs: 2000 }), null);
    assert.equal(percentOf([READING], { atMs: 1000 }), null);
  });

  test('is a table with the columns of docker stats', () => {
    const [usage] = toUsages([READING], [{ ...READING, atMs: 2000, cpuNs: 5.1234e9 }]);
    const nothing = { cpuNs: null, memoryBytes: null, pids: null, readBytes: null, writtenBytes: null } as const;
    const [unknown] = toUsages([], [{ ...READING, ...nothing, name: 'b', receivedBytes: null, sentBytes: null }]);
    assert.ok(usage && unknown);
    assert.deepEqual(formatUsages([usage, unknown]).split('\n'), [
      'CONTAINER ID   NAME         CPU %    MEM USAGE / LIMIT   MEM %   NET I/O        BLOCK I/O    PIDS',
      '0123456789ab   shop-web-1   12.34%   64MiB / 1GiB        6.25%   1.23kB / 2GB   0B / 1.5MB   3',
      '0123456789ab   b            --       -- / 1GiB           --      -- / --        -- / --      --',
      '',
    ]);
  });

  test('sizes of memory are powers of 1024, others of 1000', () => {
    const sizes = [0, 999, 1000, 1023, 1024, 123_456, 5_678_901, GIB, 40 * GIB, 5000 * GIB];
    assert.deepEqual(sizes.map(formatMemory), [
      '0B',
      '999B',
      '1000B',
      '1023B',
      '1KiB',
      '121KiB',
      '5.42MiB',
      '1GiB',
      '40GiB',
      '4.88TiB',
    ]);
    assert.deepEqual(sizes.map(formatSize), [
      '0B',
      '999B',
      '1kB',
      '1.02kB',
      '1.02kB',
      '123kB',
      '5.68MB',
      '1.07GB',
      '42.9GB',
      '5.37TB',
    ]);
  });
});

test('processes are in the columns of ps -ef', () => {
  const now = new Date(2026, 10, 22, 9, 30, 0).getTime();
  const common = { container: 'shop-web-1', service: 'web', uid: 0, terminal: null } as const;
  const hour = 3_600_000;
  const text = formatProcesses(
    [
      { ...common, pid: 100, parent: 1, startedAt: now - hour, cpuMs: hour / 4, command: 'sh -c "a\nb"' },
      {
        ...common,
        uid: 33,
        pid: 7,
        parent: 100,
        startedAt: now - 49 * hour,
        cpuMs: 0,
        terminal: 'pts/0',
        command: 'x',
      },
    ],
    now,
  );
  const [head, first, second] = text.split('\n');
  assert.equal(head, 'CONTAINER    UID   PID   PPID   C    STIME   TTY     TIME       CMD');
  assert.match(first ?? '', /^shop-web-1 {3}0 +100 +1 +25 +08:30 +\? +00:15:00 +sh -c "a.*b"$/);
  assert.match(second ?? '', /^shop-web-1 {3}33 +7 +100 +0 +Nov20 +pts\/0 +00:00:00 +x$/);
});

test('lines for which a screen has no place are counted', () => {
  const lines = ['head', 'one', 'two', 'three'];
  assert.deepEqual(fitLines(lines, { columns: 80, rows: 24 }), lines);
  assert.deepEqual(fitLines(lines, { columns: 3, rows: 5 }), ['hea', 'one', 'two', 'thr']);
  assert.deepEqual(fitLines(lines, { columns: 80, rows: 4 }), ['head', 'one', '… 2 more']);
  assert.deepEqual(fitLines(lines, { columns: 80, rows: 1 }), ['head', '… 3 more']);
});
