// conmon's k8s-file format: `<RFC 3339 with nanoseconds> <stream> <F|P> <text>`; P is the first part of a longer line.

export type LogLine = {
  readonly time: string;
  readonly stream: 'stdout' | 'stderr';
  readonly partial: boolean;
  readonly text: string;
};

/** A line of the file, or undefined if it was torn. */
export function parseLogLine(line: string): LogLine | undefined {
  const afterTime = line.indexOf(' ');
  const afterStream = line.indexOf(' ', afterTime + 1);
  if (afterTime < 1 || afterStream < 0) return undefined;
  const stream = line.slice(afterTime + 1, afterStream);
  const flag = line[afterStream + 1];
  if ((stream !== 'stdout' && stream !== 'stderr') || (flag !== 'F' && flag !== 'P')) return undefined;
  return { time: toUtc(line.slice(0, afterTime)), stream, partial: flag === 'P', text: line.slice(afterStream + 3) };
}

/** conmon writes the local time with its offset. The same moment in UTC compares with others as text. */
function toUtc(time: string): string {
  if (time.endsWith('+00:00')) return `${time.slice(0, -6)}Z`;
  const [, seconds, fraction = '', offset] = /^([^.+Z]{19})(\.\d+)?([+-]\d\d:\d\d)$/.exec(time) ?? [];
  if (seconds === undefined) return time;
  return `${new Date(`${seconds}${offset}`).toISOString().slice(0, 19)}${fraction}Z`;
}

/** Milliseconds since 1970 of a log line's time. */
export function logTimeMs(time: string): number {
  return Date.parse(time.replace(/(\.\d{3})\d*/, '$1'));
}
