// Reads a tar stream that is pushed into it, in any pieces, without holding file contents: ustar, PAX, GNU long names, base 256.
import { BLOCK_SIZE, badLayer, isZeroBlock, parseTarHeader, type RawHeader } from './tar-header.ts';
import { type PaxRecords, parsePaxRecords, paxAttributes, paxInteger, paxTime } from './tar-pax.ts';

/** Names are bytes as latin1 strings. */
export type TarEntry = {
  readonly kind: TarEntryKind;
  readonly name: string;
  /** Target of a link, as written. */
  readonly linkName: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; zero for all but files. */
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly deviceMajor: number;
  readonly deviceMinor: number;
  readonly attributes: ReadonlyMap<string, Buffer>;
};

export type TarEntryKind =
  | 'file'
  | 'hard-link'
  | 'symlink'
  | 'character-device'
  | 'block-device'
  | 'directory'
  | 'fifo';

export interface TarHandler {
  /** A new entry; the content of a file follows. */
  startEntry(entry: TarEntry): void;
  /** A piece of the content, valid during the call only. */
  writeContent(piece: Buffer): void;
  endEntry(): void;
}

const LARGEST_EXTENSION = 1 << 20;
const KINDS: ReadonlyMap<string, TarEntryKind> = new Map([
  ['0', 'file'],
  ['7', 'file'],
  ['1', 'hard-link'],
  ['2', 'symlink'],
  ['3', 'character-device'],
  ['4', 'block-device'],
  ['5', 'directory'],
  ['6', 'fifo'],
]);
const NO_RECORDS: PaxRecords = new Map();
const NO_ATTRIBUTES: ReadonlyMap<string, Buffer> = new Map();

type State =
  | { readonly at: 'header' }
  | { readonly at: 'content'; left: number; readonly padding: number }
  | { readonly at: 'extension'; readonly flag: string; readonly body: Buffer; filled: number; readonly padding: number }
  | { readonly at: 'padding'; left: number }
  | { readonly at: 'end' };

/** A push parser: `push` each piece of the archive, then `finish`. Throws ImageError `bad-layer`. */
export class TarReader {
  readonly #handler: TarHandler;
  readonly #block = Buffer.alloc(BLOCK_SIZE);
  #blockFilled = 0;
  #zeroBlocks = 0;
  #state: State = { at: 'header' };
  #global: PaxRecords = NO_RECORDS;
  #local: PaxRecords = NO_RECORDS;
  #longName: string | undefined;
  #longLink: string | undefined;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  push(piece: Buffer): void {
    let offset = 0;
    while (offset < piece.length) offset += this.#consume(piece, offset);
  }

  /** To be called at the end of the stream: an archive may lack its end blocks, but not half an entry. */
  finish(): void {
    const isBetweenEntries = this.#state.at === 'end' || (this.#state.at === 'header' && this.#blockFilled === 0);
    const isPending = this.#local.size > 0 || this.#longName !== undefined || this.#longLink !== undefined;
    if (!isBetweenEntries || isPending) throw badLayer('the tar archive ends in the middle of an entry');
  }

  #consume(piece: Buffer, offset: number): number {
    const state = this.#state;
    const available = piece.length - offset;
    switch (state.at) {
      case 'header':
        return this.#consumeHeader(piece, offset);
      case 'content': {
        const count = Math.min(available, state.left);
        this.#handler.writeContent(piece.subarray(offset, offset + count));
        state.left -= count;
        if (state.left === 0) this.#endEntry(state.padding);
        return count;
      }
      case 'extension': {
        const count = Math.min(available, state.body.length - state.filled);
        piece.copy(state.body, state.filled, offset, offset + count);
        state.filled += count;
        if (state.filled === state.body.length) this.#endExtension(state.flag, state.body, state.padding);
        return count;
      }
      case 'padding': {
        const count = Math.min(available, state.left);
        state.left -= count;
        if (state.left === 0) this.#state = { at: 'header' };
        return count;
      }
      case 'end':
        return available;
    }
  }

  #consumeHeader(piece: Buffer, offset: number): number {
    const count = Math.min(piece.length - offset, BLOCK_SIZE - this.#blockFilled);
    piece.copy(this.#block, this.#blockFilled, offset, offset + count);
    this.#blockFilled += count;
    if (this.#blockFilled < BLOCK_SIZE) return count;
    this.#blockFilled = 0;
    this.#startHeader();
    return count;
  }

  #startHeader(): void {
    if (isZeroBlock(this.#block)) {
      this.#zeroBlocks++;
      if (this.#zeroBlocks === 2) this.#state = { at: 'end' };
      return;
    }
    if (this.#zeroBlocks > 0) throw badLayer('a tar entry follows a zero block');
    const header = parseTarHeader(this.#block);
    if (header.size < 0) throw badLayer('a tar entry has a negative size');
    if ('xXgLK'.includes(header.flag)) this.#startExtension(header);
    else this.#startEntry(header);
  }

  #startExtension(header: RawHeader): void {
    if (header.size === 0 || header.size > LARGEST_EXTENSION)
      throw badLayer(`an extended tar header has ${header.size} bytes`);
    this.#state = {
      at: 'extension',
      flag: header.flag,
      body: Buffer.alloc(header.size),
      filled: 0,
      padding: paddingOf(header.size),
    };
  }

  #endExtension(flag: string, body: Buffer, padding: number): void {
    this.#skip(padding);
    if (flag === 'L') this.#longName = untilNul(body);
    else if (flag === 'K') this.#longLink = untilNul(body);
    else if (flag === 'g') this.#global = new Map([...this.#global, ...parsePaxRecords(body)]);
    else this.#local = new Map([...this.#local, ...parsePaxRecords(body)]);
  }

  #startEntry(header: RawHeader): void {
    const records = this.#global.size === 0 ? this.#local : new Map([...this.#global, ...this.#local]);
    const entry = toEntry(header, records, { name: this.#longName, linkName: this.#longLink });
    this.#local = NO_RECORDS;
    this.#longName = undefined;
    this.#longLink = undefined;
    this.#handler.startEntry(entry);
    const padding = paddingOf(entry.size);
    if (entry.size === 0) this.#endEntry(padding);
    else this.#state = { at: 'content', left: entry.size, padding };
  }

  #endEntry(padding: number): void {
    this.#handler.endEntry();
    this.#skip(padding);
  }

  #skip(padding: number): void {
    this.#state = padding === 0 ? { at: 'header' } : { at: 'padding', left: padding };
  }
}

function toEntry(
  header: RawHeader,
  records: PaxRecords,
  long: { readonly name: string | undefined; readonly linkName: string | undefined },
): TarEntry {
  const name = records.get('path') || (long.name ?? header.name);
  const kind = kindOf(header.flag, name, records);
  const size = kind === 'file' ? (paxInteger(records, 'size') ?? header.size) : 0;
  if (size < 0) throw badLayer(`"${printable(name)}" has a negative size`);
  return {
    kind,
    name,
    linkName: records.get('linkpath') || (long.linkName ?? header.linkName),
    mode: header.mode,
    uid: ownerOf(paxInteger(records, 'uid') ?? header.uid, name),
    gid: ownerOf(paxInteger(records, 'gid') ?? header.gid, name),
    size,
    mtimeNs: paxTime(records, 'mtime') ?? BigInt(header.mtimeSeconds) * 1_000_000_000n,
    deviceMajor: header.deviceMajor,
    deviceMinor: header.deviceMinor,
    attributes: records.size === 0 ? NO_ATTRIBUTES : paxAttributes(records),
  };
}

function kindOf(flag: string, name: string, records: PaxRecords): TarEntryKind {
  const isSparse =
    flag === 'S' || records.has('GNU.sparse.major') || records.has('GNU.sparse.map') || records.has('GNU.sparse.size');
  if (isSparse) throw badLayer(`"${printable(name)}" is stored as a sparse file, which layers do not use`);
  const kind = KINDS.get(flag);
  if (kind === undefined) throw badLayer(`"${printable(name)}" has the unknown tar type "${printable(flag)}"`);
  // Before ustar, a directory was a file whose name ends in a slash.
  return kind === 'file' && name.endsWith('/') ? 'directory' : kind;
}

/** Owners are 32 bits wide; the highest means "do not change" to the kernel. */
function ownerOf(id: number, name: string): number {
  if (id < 0 || id >= 0xffff_ffff) throw badLayer(`"${printable(name)}" has the impossible owner ${id}`);
  return id;
}

/** A name as text for messages. */
export function printable(name: string): string {
  const text = Buffer.from(name, 'latin1').toString('utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
  return text.slice(0, 200).replaceAll(/[\u0000-\u001f\u007f]/g, '?');
}

function untilNul(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString('latin1', 0, end < 0 ? body.length : end);
}

function paddingOf(size: number): number {
  return (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;
}
