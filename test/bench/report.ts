import type { Row } from './measure.ts';
import { median, percentile95 } from './statistics.ts';

/** Rows as a table: dockr, the peer, how many times dockr's figure the peer's is, and the goal. */
export function formatTable(rows: readonly Row[], sides: readonly string[]): string {
  const [dockr = '', peer] = sides;
  const head = ['', ...sides.flatMap((side) => [side, 'p95']), ...(peer ? ['ratio'] : []), 'goal'];
  const lines = rows.map((row) => [
    row.name,
    ...sides.flatMap((side) => [formatOf(row, side, median), formatOf(row, side, percentile95)]),
    ...(peer ? [ratioOf(row, dockr, peer)] : []),
    goalsOf(row, sides),
  ]);
  return alignColumns([head, ...lines]);
}

/** What the memory of each side is made of, in the last round. */
export function formatParts(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ name, parts }) =>
    Object.entries(parts ?? {}).map(([side, of]) => {
      const list = Object.entries(of).map(([part, megabytes]) => `${part} ${megabytes.toFixed(1)}`);
      return `${name}, ${side}: ${list.join(' + ')} MB\n`;
    }),
  );
  return lines.join('');
}

function formatOf(row: Row, side: string, of: (values: readonly number[]) => number): string {
  const values = row.samples[side];
  return values ? formatFigure(of(values), row.unit) : '–';
}

function formatFigure(value: number, unit: Row['unit']): string {
  if (unit === 'MB') return `${value.toFixed(0)} MB`;
  if (unit === 'KB') return `${value.toFixed(0)} KB`;
  if (unit === 'times') return `${value.toFixed(0)} times`;
  if (unit === 'Mbit/s') return `${value.toFixed(0)} Mbit/s`;
  if (unit === '%') return `${value.toFixed(2)} %`;
  return value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(2)} s`;
}

function ratioOf({ samples }: Row, dockr: string, peer: string): string {
  const [ours, theirs] = [samples[dockr], samples[peer]];
  return ours && theirs ? `${(median(theirs) / median(ours)).toFixed(1)}×` : '–';
}

function goalsOf(
  { goal, goal95, goalShare, goalLeastShare, samples, unit }: Row,
  [dockr = '', peer = '']: readonly string[],
): string {
  const [ours, theirs] = [samples[dockr], samples[peer]];
  if (!ours) return '';
  const judged = (text: string, isMet: boolean): string => `${text} ${isMet ? 'met' : 'missed'}`;
  const goals: string[] = [];
  if (goal !== undefined) goals.push(judged(`≤ ${formatFigure(goal, unit)}`, median(ours) <= goal));
  if (goal95 !== undefined) goals.push(judged(`p95 ≤ ${formatFigure(goal95, unit)}`, percentile95(ours) <= goal95));
  if (goalShare !== undefined && theirs)
    goals.push(judged(`≤ ${goalShare} of the peer's`, median(ours) <= goalShare * median(theirs)));
  if (goalLeastShare !== undefined && theirs)
    goals.push(judged(`≥ ${goalLeastShare} of the peer's`, median(ours) >= goalLeastShare * median(theirs)));
  return goals.join(', ');
}

/** The first column to the left, figures to the right, the last one as it is. */
function alignColumns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 || column === line.length - 1 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}
