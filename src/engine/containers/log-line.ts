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
  return { time: line.slice(0, afterTime), stream, partial: flag === 'P', text: line.slice(afterStream + 3) };
}

/** Milliseconds since 1970 of a log line's time. */
export function logTimeMs(time: string): number {
  return Date.parse(time.replace(/(\.\d{3})\d*/, '$1'));
}
