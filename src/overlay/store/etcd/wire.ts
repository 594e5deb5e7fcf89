// Protocol Buffers as bytes: https://protobuf.dev/programming-guides/encoding/. Only what etcd's messages need: varints and
// length-delimited fields are read, all other kinds are skipped.
import { StoreError } from '../store-error.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
/** Six bytes of seven bits are a safe integer. */
const LARGEST_FACTOR = 128 ** 5;

/** A field, or nothing where it has the value that it has by default. */
export type EncodedField = Buffer;

const NOTHING: EncodedField = Buffer.alloc(0);

export function encodeMessage(...fields: readonly EncodedField[]): Buffer {
  return Buffer.concat(fields);
}

export function integerField(number: number, value: number | bigint): EncodedField {
  const bits = BigInt.asUintN(64, BigInt(value));
  return bits === 0n ? NOTHING : Buffer.concat([tag(number, VARINT), varint(bits)]);
}

export function flagField(number: number, value: boolean): EncodedField {
  return integerField(number, value ? 1 : 0);
}

export function textField(number: number, value: string | Buffer): EncodedField {
  return value.length === 0 ? NOTHING : messageField(number, Buffer.from(value));
}

/** An empty message is written too: that it is there says something. */
export function messageField(number: number, value: Buffer): EncodedField {
  return Buffer.concat([tag(number, LENGTH_DELIMITED), varint(BigInt(value.length)), value]);
}

/** A varint that fits is a number: most are small, and bigints cost a list of a thousand entries most of its time. */
type Value = number | bigint | Buffer;

/** The fields of a message by their numbers. What is missing has the value it has by default. */
export class Fields {
  readonly #values = new Map<number, Value[]>();

  constructor(bytes: Buffer) {
    const reader = new Reader(bytes);
    while (!reader.atEnd) this.#add(reader);
  }

  /** Signed, 64 bits. */
  big(number: number): bigint {
    return BigInt.asIntN(64, BigInt(this.#number(number)));
  }

  /** Signed; revisions and the like stay far below 2^53. */
  integer(number: number): number {
    const found = this.#number(number);
    const value = typeof found === 'number' ? found : Number(BigInt.asIntN(64, found));
    if (!Number.isSafeInteger(value)) throw malformed(`field ${number} is too large`);
    return value;
  }

  flag(number: number): boolean {
    return Number(this.#number(number)) !== 0;
  }

  text(number: number): string {
    return this.#bytes(number).at(-1)?.toString('utf8') ?? '';
  }

  message(number: number): Fields {
    return new Fields(this.#bytes(number).at(-1) ?? NOTHING);
  }

  messages(number: number): readonly Fields[] {
    return this.#bytes(number).map((bytes) => new Fields(bytes));
  }

  #number(number: number): number | bigint {
    const value = this.#values.get(number)?.at(-1) ?? 0;
    if (typeof value === 'object') throw malformed(`field ${number} is no number`);
    return value;
  }

  #bytes(number: number): readonly Buffer[] {
    return (this.#values.get(number) ?? []).map((value) => {
      if (typeof value !== 'object') throw malformed(`field ${number} is a number`);
      return value;
    });
  }

  #add(reader: Reader): void {
    const key = reader.smallVarint();
    const value = reader.value(key & 7);
    if (value === undefined) return;
    const number = key >>> 3;
    const before = this.#values.get(number);
    if (before) before.push(value);
    else this.#values.set(number, [value]);
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number | bigint {
    const start = this.#at;
    let value = 0;
    for (let factor = 1; factor <= LARGEST_FACTOR; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    this.#at = start;
    return this.#bigVarint();
  }

  /** For what is never large: tags and lengths. */
  smallVarint(): number {
    const value = this.varint();
    if (typeof value === 'number' && value < 2 ** 31) return value;
    throw malformed('a length is too large');
  }

  value(kind: number): Value | undefined {
    switch (kind) {
      case VARINT:
        return this.varint();
      case LENGTH_DELIMITED:
        return this.#take(this.smallVarint());
      case FIXED64:
        this.#take(8);
        return undefined;
      case FIXED32:
        this.#take(4);
        return undefined;
      default:
        throw malformed(`a field of kind ${kind}`);
    }
  }

  #bigVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw malformed('a number has more than 64 bits');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw malformed('it ends within a number');
    return byte;
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed('it is shorter than it says');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

function tag(number: number, kind: number): Buffer {
  return varint(BigInt(number * 8 + kind));
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function malformed(what: string): StoreError {
  return new StoreError('store-bad-answer', { message: `read an answer of the store: ${what}` });
}
