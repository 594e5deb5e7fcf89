import { StringDecoder } from 'node:string_decoder';
import { daemonGone, protocolError } from './post.ts';

/** A line longer than this is refused: the daemon cuts container lines far below it. */
const MAX_LINE_LENGTH = 64 * 1024 * 1024;

/** Whole lines of a byte stream. What follows the last line end is an answer cut short, and left out. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of failingAsGone(chunks)) {
    const lines = decoder.write(Buffer.from(chunk)).split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      const whole = parts.length > 0 ? parts.join('') + line : line;
      parts = [];
      length = 0;
      if (whole !== '') yield whole;
    }
    parts.push(rest);
    length += rest.length;
    if (length > MAX_LINE_LENGTH) throw protocolError(`a line of more than ${MAX_LINE_LENGTH} characters`);
  }
}

async function* failingAsGone(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw daemonGone(error);
  }
}
