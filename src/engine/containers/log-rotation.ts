// Rotates a container's log without losing a line: the file is renamed, then conmon is told to open a new one.
import { constants, existsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { rotatedFiles } from './log-reader.ts';

const MAX_BYTES = 20 * 1024 * 1024;
const KEPT_FILES = 4;
/** conmon's control message for "reopen the log". */
const REOPEN = '2 0 0\n';

/** Rotates the log if it has grown past 20 MiB; four older ones are kept. `control` is conmon's ctl fifo. */
export async function rotateLog(path: string, control: string, maxBytes = MAX_BYTES): Promise<boolean> {
  // Nearly always this is all that is done, and a pool thread would cost twenty times as much.
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  // Renamed, but conmon still writes to the old file: a crash lay between the two.
  const isCutShort = size === undefined && existsSync(`${path}.1`);
  if (!isCutShort && (size ?? 0) <= maxBytes) return false;
  const fifo = await open(control, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    if (!isCutShort) await moveUp(path);
    await fifo.write(REOPEN);
    return true;
  } finally {
    await fifo.close();
  }
}

async function moveUp(path: string): Promise<void> {
  for (const file of rotatedFiles(path).reverse()) {
    const number = Number(file.slice(path.length + 1));
    if (number >= KEPT_FILES) await rm(file, { force: true });
    else await rename(file, `${path}.${number + 1}`);
  }
  await rename(path, `${path}.1`);
}
