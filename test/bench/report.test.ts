import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Row } from './measure.ts';
import { parseOptions, roundsFor } from './options.ts';
import { formatParts, formatTable } from './report.ts';
import { median, percentile95 } from './statistics.ts';

const ROWS: readonly Row[] = [
  { name: 'up 50', unit: 'ms', goal: 2000, samples: { dockr: [900, 700, 1200], peer: [7500, 7100] } },
  { name: 'up again 50', unit: 'ms', goal: 120, samples: { dockr: [130], peer: [110] } },
  { name: 'up 1, daemon not started yet', unit: 'ms', samples: { dockr: [380] } },
  {
    name: 'PSS with 50 up',
    unit: 'MB',
    samples: { dockr: [87.4], peer: [393] },
    parts: { dockr: { daemon: 69.5, '50 conmon': 17.9 } },
  },
];

test('the table has medians, p95, ratios, and says which goals were met', () => {
  assert.equal(
    formatTable(ROWS, ['dockr', 'peer']),
    [
      '                               dockr     p95    peer     p95  ratio  goal',
      'up 50                         900 ms  1.20 s  7.30 s  7.50 s   8.1×  ≤ 2.00 s met',
      'up again 50                   130 ms  130 ms  110 ms  110 ms   0.8×  ≤ 120 ms missed',
      'up 1, daemon not started yet  380 ms  380 ms       –       –      –',
      'PSS with 50 up                 87 MB   87 MB  393 MB  393 MB   4.5×',
      '',
    ].join('\n'),
  );
});

test('where more is better a row may have a least share of the peer', () => {
  const row = (ours: number): Row => ({
    name: 'TCP',
    unit: 'Mbit/s',
    goalLeastShare: 0.9,
    samples: { dockr: [ours], peer: [5000] },
  });
  assert.match(formatTable([row(4600)], ['dockr', 'peer']), /4600 Mbit\/s.*≥ 0.9 of the peer's met$/m);
  assert.match(formatTable([row(4400)], ['dockr', 'peer']), /≥ 0.9 of the peer's missed$/m);
});

test('a row may have goals for its 95th percentile and for its share of the peer, too', () => {
  const row: Row = {
    name: 'save',
    unit: '%',
    goal: 1,
    goal95: 2,
    goalShare: 0.2,
    samples: { dockr: [0.5, 0.25, 2.5], peer: [2] },
  };
  const lines = formatTable([row], ['dockr', 'peer']).split('\n');
  assert.match(lines[1] ?? '', /0\.50 % +2\.50 %.*≤ 1\.00 % met, p95 ≤ 2\.00 % missed, ≤ 0\.2 of the peer's missed$/);
  assert.doesNotMatch(formatTable([row], ['dockr']), /peer/);
});

test('without a peer the table has neither its columns nor ratios', () => {
  assert.equal(
    formatTable(ROWS.slice(0, 1), ['dockr']),
    '        dockr     p95  goal\nup 50  900 ms  1.20 s  ≤ 2.00 s met\n',
  );
});

test('memory is told by program', () => {
  assert.equal(formatParts(ROWS), 'PSS with 50 up, dockr: daemon 69.5 + 50 conmon 17.9 MB\n');
});

test('median and p95 are of the sorted values', () => {
  assert.equal(median([10, 9, 100]), 10);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(percentile95([1, 3, 2]), 3);
  assert.equal(percentile95(Array.from({ length: 100 }, (_, index) => index + 1)), 95);
});

test('options that are not understood are refused', () => {
  assert.throws(() => parseOptions(['--sizes', '1,x']), /--sizes: "x" is not a number from 1 to 500/);
  assert.throws(() => parseOptions(['--rounds', '0']), /--rounds: "0"/);
  assert.throws(() => parseOptions(['up-50']), /up-50/);
  assert.deepEqual(parseOptions(['--no-peer']).sizes, [1, 10, 50]);
  assert.deepEqual(
    [1, 10, 50].map((size) => roundsFor(size, parseOptions([]))),
    [12, 5, 3],
  );
  assert.equal(roundsFor(1, parseOptions(['--rounds', '2'])), 2);
});
