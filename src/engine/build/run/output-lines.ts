// The lines of a process, as they come.
import { StringDecoder } from 'node:string_decoder';
import { closeDescriptor, libcFunction } from '../../../os/libc.ts';
import { onReadable } from '../../../os/poller.ts';

const LONGEST_LINE = 16_384;
const scratch = Buffer.alloc(65_536);
const readCall = libcFunction('long read(int, _Out_ uint8_t*, size_t)');

/** Reads a pipe to its end, closes it, and passes on each line; very long ones in pieces. */
export function readLines(fd: number, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(asItLooks(line));
    while (rest.length > LONGEST_LINE) {
      onLine(rest.slice(0, LONGEST_LINE));
      rest = rest.slice(LONGEST_LINE);
    }
  };
  return new Promise((resolve) => {
    const stop = onReadable(fd, () => {
      const count = Number(readCall(fd, scratch, scratch.length));
      if (count > 0) return take(decoder.write(scratch.subarray(0, count)));
      stop();
      closeDescriptor(fd);
      take(decoder.end());
      if (rest !== '') onLine(asItLooks(rest));
      resolve();
    });
  });
}

/** What a terminal shows of a line that goes back to its beginning: bars of progress draw themselves again and again. */
function asItLooks(line: string): string {
  const text = line.replace(/\r+$/, '');
  return text.slice(text.lastIndexOf('\r') + 1);
}
