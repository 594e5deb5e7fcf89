// Reads a container's log: the newest lines, what is there, and what comes, through rotations.
import { existsSync, watch } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type LogLine, logTimeMs, parseLogLine } from './log-line.ts';

export type LogRequest = {
  /** Lines from the end; null is all. */
  readonly tail: number | null;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** While following: whether more may still come. */
  readonly ended: () => boolean;
};

const CHUNK = 64 * 1024;
/** A line longer than this is given in pieces, so that a container cannot make us hold it all. */
const MAX_LINE = 1024 * 1024;
/** Inotify tells of writes; this catches what it lost. */
const POLL_MS = 500;

/** The log's lines, oldest first. `path` is the current file; `path.1` and up are older ones. */
export async function* readLog(path: string, request: LogRequest): AsyncGenerator<LogLine> {
  const wanted = (line: LogLine): boolean => isWithin(line, request);
  const start = await tailPosition(path, request);
  for (const older of start.olderFiles) yield* filtered(linesOf(older.path, older.offset), wanted);
  if (request.follow) yield* filtered(follow(path, start.offset, request), wanted);
  else yield* filtered(linesOf(path, start.offset), wanted);
}

async function* filtered(lines: AsyncIterable<LogLine>, wanted: (line: LogLine) => boolean): AsyncGenerator<LogLine> {
  for await (const line of lines) if (wanted(line)) yield line;
}

function isWithin(line: LogLine, request: LogRequest): boolean {
  if (request.sinceMs === null && request.untilMs === null) return true;
  const time = logTimeMs(line.time);
  return (request.sinceMs === null || time >= request.sinceMs) && (request.untilMs === null || time <= request.untilMs);
}

type TailPosition = {
  readonly olderFiles: readonly { readonly path: string; readonly offset: number }[];
  readonly offset: number;
};

/** Where to begin so that `tail` whole lines follow: counted from the end of the newest file backwards. */
async function tailPosition(path: string, request: LogRequest): Promise<TailPosition> {
  const files = [path, ...rotatedFiles(path)];
  if (request.tail === null)
    return {
      olderFiles: files
        .slice(1)
        .reverse()
        .map((file) => ({ path: file, offset: 0 })),
      offset: 0,
    };
  let missing = request.tail;
  const positions: { path: string; offset: number }[] = [];
  for (const file of files) {
    const { offset, lines } = await offsetOfLastLines(file, missing);
    positions.push({ path: file, offset });
    missing -= lines;
    if (missing <= 0) break;
  }
  return { olderFiles: positions.slice(1).reverse(), offset: positions[0]?.offset ?? 0 };
}

/** Older logs, newest first. */
export function rotatedFiles(path: string): string[] {
  const found: string[] = [];
  for (let number = 1; existsSync(`${path}.${number}`); number++) found.push(`${path}.${number}`);
  return found;
}

/** Offset at which the last `count` whole lines (partial pieces counted with their line) begin, and how many there are. */
async function offsetOfLastLines(path: string, count: number): Promise<{ offset: number; lines: number }> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (count <= 0) return { offset: size, lines: 0 };
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return { offset: 0, lines: 0 };
  try {
    return await scanBackwards(file, size, count);
  } finally {
    await file.close();
  }
}

async function scanBackwards(
  file: FileHandle,
  size: number,
  count: number,
): Promise<{ offset: number; lines: number }> {
  let position = size;
  let carry = Buffer.alloc(0);
  let lines = 0;
  let begin = size;
  while (position > 0) {
    const length = Math.min(CHUNK, position);
    position -= length;
    const buffer = Buffer.alloc(length);
    await file.read(buffer, 0, length, position);
    const block = Buffer.concat([buffer, carry.subarray(0, MAX_LINE)]);
    let end = block.length;
    for (let index = length - 1; index >= 0; index--) {
      if (block[index] !== 10) continue;
      if (isWholeLine(block.subarray(index + 1, end))) {
        if (lines === count) return { offset: begin, lines };
        lines++;
      }
      if (index + 1 < end) begin = position + index + 1;
      end = index + 1;
    }
    carry = block.subarray(0, end);
  }
  if (isWholeLine(carry)) {
    if (lines === count) return { offset: begin, lines };
    lines++;
  }
  return { offset: 0, lines };
}

function isWholeLine(bytes: Buffer): boolean {
  return parseLogLine(bytes.toString('latin1').trimEnd())?.partial === false;
}

async function* linesOf(path: string, offset: number): AsyncGenerator<LogLine> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return;
  const splitter = new LineSplitter();
  try {
    yield* readFrom(file, { offset }, splitter);
  } finally {
    await file.close();
  }
}

/** Follows the file by name; when it is rotated away, reads the old one to its end first. */
async function* follow(path: string, offset: number, request: LogRequest): AsyncGenerator<LogLine> {
  const changes = new ChangeSignal(dirname(path), request.signal);
  let cursor = { offset };
  try {
    while (!request.signal.aborted) {
      const file = await open(path, 'r').catch(() => undefined);
      if (!file) {
        if (request.ended()) return;
        await changes.next();
        continue;
      }
      const splitter = new LineSplitter();
      try {
        const inode = (await file.stat()).ino;
        for (;;) {
          const ended = request.ended();
          yield* readFrom(file, cursor, splitter);
          if (request.signal.aborted) return;
          const current = await stat(path).catch(() => undefined);
          if (current && current.ino !== inode) break;
          if (ended) return;
          await changes.next();
        }
        yield* readFrom(file, cursor, splitter);
        cursor = { offset: 0 };
      } finally {
        await file.close();
      }
    }
  } finally {
    changes.close();
  }
}

async function* readFrom(
  file: FileHandle,
  cursor: { offset: number },
  splitter: LineSplitter,
): AsyncGenerator<LogLine> {
  const buffer = Buffer.alloc(CHUNK);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, cursor.offset);
    if (bytesRead === 0) return;
    cursor.offset += bytesRead;
    for (const line of splitter.push(buffer.subarray(0, bytesRead))) yield line;
  }
}

class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);

  *push(chunk: Buffer): Generator<LogLine> {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      const line = parseLogLine(bytes.toString('utf8', 0, end));
      bytes = bytes.subarray(end + 1);
      if (line) yield line;
    }
    this.#rest = bytes.length > MAX_LINE ? Buffer.alloc(0) : Buffer.from(bytes);
  }
}

/** Resolves when something in a folder may have changed. */
class ChangeSignal {
  readonly #watcher: ReturnType<typeof watch> | undefined;
  #dirty = false;
  #wake: (() => void) | undefined;

  constructor(folder: string, signal: AbortSignal) {
    try {
      this.#watcher = watch(folder, () => this.#mark());
      this.#watcher.on('error', () => {});
    } catch {
      this.#watcher = undefined;
    }
    signal.addEventListener('abort', () => this.#mark(), { once: true });
  }

  async next(): Promise<void> {
    if (!this.#dirty) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#dirty = false;
    this.#wake = undefined;
  }

  close(): void {
    this.#watcher?.close();
  }

  #mark(): void {
    this.#dirty = true;
    this.#wake?.();
  }
}
