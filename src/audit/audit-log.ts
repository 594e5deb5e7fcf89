// The log as the daemon writes it: appended to, synced, a new file when one is full. Whatever goes wrong with it, the change goes
// on; what could not be written waits in memory and is written as soon as it can be.
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { Clock } from '../core/clock.ts';
import { errorCode } from '../core/errors.ts';
import type { Anchor, AnchorStore } from './anchor.ts';
import { encodeLine, GENESIS, parseLine } from './audit-line.ts';
import type { AuditEntry, Link } from './audit-record.ts';
import { recoverTail, type Tail } from './recover-tail.ts';
import { listSegmentsNow, segmentPath, syncFolder } from './segments.ts';

export type AuditLogOptions = {
  readonly folder: string;
  readonly anchor: AnchorStore;
  readonly clock: Clock;
  readonly warn: (code: string, message: string) => void;
  /** Of one file. */
  readonly segmentBytes?: number;
  /** Files that are kept; the oldest beyond go. */
  readonly segmentCount?: number;
  /** In place of the system call, for tests of full disks. Gives the bytes that were written. */
  readonly write?: (fd: number, bytes: Buffer) => number;
};

type Waiting = { readonly line: Buffer; readonly link: Link };
type Open = { readonly fd: number; size: number };

const SEGMENT_BYTES = 4 * 1024 * 1024;
const SEGMENT_COUNT = 64;
/** So many records wait for a disk that takes no more; later ones are counted. */
const LONGEST_QUEUE = 2000;
const RETRY_MS = 5000;
/** What nobody waits for is on the disk so soon. */
const LAZY_SYNC_MS = 1000;
const sync = promisify(fdatasync);

export class AuditLog {
  readonly #options: AuditLogOptions;
  #head: Link;
  #base: Link | null;
  #written: Link;
  #file: Open | undefined;
  #waiting: Waiting[] = [];
  #lost = 0;
  #failure: string | undefined;
  #syncing: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #synced: Link;
  #total = 0;

  /** Takes up what is there. What cannot be read is told, and no reason not to go on: the records wait then. */
  constructor(options: AuditLogOptions) {
    this.#options = options;
    const anchor = options.anchor.load();
    const { head, entries } = this.#recover(anchor);
    this.#head = head;
    this.#written = head;
    this.#synced = anchor?.head ?? GENESIS;
    this.#base = anchor?.base ?? null;
    for (const entry of entries) this.#take(entry);
  }

  /** The last record. */
  get head(): Link {
    return this.#head;
  }

  /** Records of this run of the daemon, and those of them that are not in a file. */
  get counts(): { readonly total: number; readonly waiting: number; readonly lost: number } {
    return { total: this.#total, waiting: this.#waiting.length, lost: this.#lost };
  }

  /** Gives the number of the record, or null if there is no room for it even in memory. Never throws. */
  append(entry: AuditEntry): number | null {
    this.#writeWaiting();
    if (this.#waiting.length >= LONGEST_QUEUE) {
      this.#lost++;
      return null;
    }
    if (this.#lost > 0) {
      this.#take({ event: 'lost', entries: this.#lost });
      this.#lost = 0;
    }
    const { seq } = this.#take(entry);
    this.#later();
    return seq;
  }

  /** All that was appended outlasts a power cut afterwards; false if it could not be written yet. Never rejects. */
  async flush(): Promise<boolean> {
    this.#writeWaiting();
    const wanted = this.#head.seq;
    while (this.#synced.seq < wanted && this.#waiting.length === 0) {
      this.#syncing ??= this.#sync().finally(() => {
        this.#syncing = undefined;
      });
      await this.#syncing;
      if (this.#failure !== undefined) return false;
    }
    return this.#waiting.length === 0;
  }

  async close(): Promise<void> {
    const isSafe = await this.flush();
    this.#cancelTimer?.();
    if (!isSafe) this.#options.warn('audit-lost', `${this.#waiting.length} records of the audit log were not written`);
    this.#closeFile();
  }

  #recover(anchor: Anchor | null): Tail {
    const { folder } = this.#options;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return recoverTail(listSegmentsNow(folder), anchor);
    } catch (error) {
      this.#fail(error);
      return { head: anchor?.head ?? GENESIS, entries: [] };
    }
  }

  #take(entry: AuditEntry): Link {
    const { text, link } = encodeLine(entry, { prev: this.#head, at: this.#options.clock.now() });
    this.#head = link;
    this.#total++;
    this.#waiting.push({ line: Buffer.from(`${text}\n`), link });
    this.#writeWaiting();
    return link;
  }

  #writeWaiting(): void {
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        this.#write(next);
        this.#waiting.shift();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #write({ line, link }: Waiting): void {
    const file = this.#fileFor(line.length, link);
    const { write = writeSync } = this.#options;
    let count = 0;
    try {
      count = write(file.fd, line);
    } finally {
      // Half a line in the middle would make the one after it unreadable.
      if (count < line.length) ftruncateSync(file.fd, file.size);
    }
    if (count < line.length) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    file.size += count;
    this.#written = link;
  }

  /** A file that somebody removed takes records along with it: those after it go to a new one. */
  #fileFor(length: number, link: Link): Open {
    const { segmentBytes = SEGMENT_BYTES } = this.#options;
    const file = this.#file;
    if (file && fstatSync(file.fd).nlink > 0 && (file.size === 0 || file.size + length <= segmentBytes)) return file;
    this.#closeFile();
    return this.#openFile(link, file === undefined ? 'go-on' : 'new');
  }

  #openFile(link: Link, how: 'go-on' | 'new'): Open {
    const { folder, segmentBytes = SEGMENT_BYTES } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const last = how === 'go-on' ? listSegmentsNow(folder).at(-1) : undefined;
    const kept = last && openFile(last.path);
    if (kept && kept.size < segmentBytes) {
      this.#file = kept;
      return kept;
    }
    if (kept) closeSync(kept.fd);
    const fresh = openFile(segmentPath(folder, link.seq));
    this.#file = fresh;
    this.#removeOld();
    syncFolder(folder);
    return fresh;
  }

  /** What is removed is noted first: a file that is missing without a note was removed by somebody else. */
  #removeOld(): void {
    const { folder, segmentCount = SEGMENT_COUNT } = this.#options;
    const segments = listSegmentsNow(folder);
    for (const [index, { path }] of segments.slice(0, -segmentCount).entries()) {
      const next = segments[index + 1];
      const base = next && baseBefore(next.path);
      if (!base) return;
      this.#base = base;
      this.#options.anchor.save({ head: this.#synced, base });
      rmSync(path);
    }
  }

  /** The anchor follows the disk, never the other way: else a power cut would look like a log that was cut. */
  async #sync(): Promise<void> {
    const { anchor } = this.#options;
    const written = this.#written;
    try {
      if (this.#file) await sync(this.#file.fd);
      this.#synced = written;
      anchor.save({ head: written, base: this.#base });
      if (this.#failure !== undefined) this.#options.warn('audit-written-again', 'the audit log is written again');
      this.#failure = undefined;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const reason = errorCode(error) ?? String(error);
    if (this.#failure !== reason) {
      this.#options.warn(
        'audit-not-written',
        `the audit log cannot be written (${reason}): its records wait in memory`,
      );
    }
    this.#failure = reason;
    this.#later();
  }

  #later(): void {
    if (this.#cancelTimer) return;
    const delay = this.#failure === undefined ? LAZY_SYNC_MS : RETRY_MS;
    this.#cancelTimer = this.#options.clock.after(delay, () => {
      this.#cancelTimer = undefined;
      void this.flush();
    });
  }

  #closeFile(): void {
    const file = this.#file;
    this.#file = undefined;
    if (!file) return;
    // Its last lines may not be on the disk yet, and nobody will sync it any more.
    fdatasyncSync(file.fd);
    // The number of a file that is closed may be that of another before a sync that is under way gets to it.
    void Promise.resolve(this.#syncing).then(() => closeSync(file.fd));
  }
}

function openFile(path: string): Open {
  const fd = openSync(path, 'a', 0o600);
  return { fd, size: fstatSync(fd).size };
}

/** The place before the first record of a file. */
function baseBefore(path: string): Link | undefined {
  const parsed = parseLine(readFileSync(path, 'utf8').split('\n', 1)[0] ?? '');
  return parsed.kind === 'record' ? { seq: parsed.link.seq - 1, hash: parsed.record.prev } : undefined;
}
