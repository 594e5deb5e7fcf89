// Pipes, devices and whatever else is no plain file, chunk by chunk.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { errorCode } from '../core/errors.ts';

/** Opening and reading never block: a pipe without a writer would hold up a thread, and the end of the program, for ever. */
export async function readSpecialFile<T>(
  path: string,
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const isPipe = (await file.stat()).isFIFO();
    return await read(chunksOf(file, isPipe));
  } finally {
    await file.close();
  }
}

/** How long a pipe may be without a writer, and how long anything may say nothing. */
const WRITER_MS = 1000;
const SILENCE_MS = 60_000;
const PAUSE_MS = 20;
const CHUNK = 256 * 1024;

async function* chunksOf(file: FileHandle, isPipe: boolean): AsyncGenerator<Uint8Array> {
  let hasData = false;
  let since = performance.now();
  for (;;) {
    const bytes = await readChunk(file);
    if (bytes?.length) {
      yield bytes;
      hasData = true;
      since = performance.now();
      continue;
    }
    if (bytes && (hasData || !isPipe)) return;
    const waited = performance.now() - since;
    if (bytes && waited > WRITER_MS) throw new Error('it is a pipe that nobody writes to');
    if (waited > SILENCE_MS) throw new Error(`it gave nothing for ${SILENCE_MS / 1000} seconds`);
    await setTimeout(PAUSE_MS);
  }
}

/** Nothing where there is nothing yet; no bytes at the end. */
async function readChunk(file: FileHandle): Promise<Uint8Array | undefined> {
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(CHUNK), 0, CHUNK, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return undefined;
    throw error;
  }
}
