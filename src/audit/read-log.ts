// The log line by line, from its first file to its last, in pieces: it may have hundreds of megabytes.
import { createReadStream } from 'node:fs';
import { LONGEST_LINE, type ParsedLine, parseLine } from './audit-line.ts';
import { listSegments, type Segment } from './segments.ts';

export type LogLine = {
  readonly file: string;
  /** From 1, within its file. */
  readonly line: number;
  readonly parsed: ParsedLine | { readonly kind: 'torn' };
};

/** Every line; the one without an end, which only the last of a file can be, is `torn`. */
export async function* readLog(folder: string): AsyncGenerator<LogLine> {
  for (const segment of await listSegments(folder)) yield* readSegment(segment);
}

async function* readSegment({ path, name: file }: Segment): AsyncGenerator<LogLine> {
  let line = 0;
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { file, line: ++line, parsed: parseLine(text) };
    // A line without an end would be held in memory as a whole; of one that is too long, a part says as much.
    if (rest.length > LONGEST_LINE) rest = rest.slice(0, LONGEST_LINE + 1);
  }
  if (rest !== '') yield { file, line: ++line, parsed: { kind: 'torn' } };
}
