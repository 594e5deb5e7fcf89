// Frames of a duplex connection (`exec`, `run`): one byte kind, four bytes length (big endian), payload.

export const FRAME_KINDS = {
  stdin: 0,
  stdout: 1,
  stderr: 2,
  exit: 3,
  error: 4,
  stdinEnd: 5,
  signal: 7,
  ready: 8,
  event: 9,
} as const;

/** `exit` carries `{"exitCode":0}`, `error` a WireError, `ready` `{"id","name"}`, `event` a DockrEvent (pull progress), `signal` a name; the rest bytes. */
export type FrameKind = keyof typeof FRAME_KINDS;
export type Frame = { readonly kind: FrameKind; readonly payload: Buffer };

const HEADER_SIZE = 5;
/** A frame longer than this is refused: nobody who keeps to the protocol sends one. */
export const MAX_PAYLOAD = 1 << 20;

const KIND_BY_NUMBER = new Map<number, FrameKind>(
  Object.entries(FRAME_KINDS).map(([name, number]) => [number, name as FrameKind]),
);

export function encodeFrame(kind: FrameKind, payload: Uint8Array | string = ''): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt8(FRAME_KINDS[kind], 0);
  header.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([header, bytes]);
}

/** Takes chunks as they come and gives whole frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Throws on an unknown kind or an over-long payload. */
  push(chunk: Uint8Array): Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    while (this.#rest.length >= HEADER_SIZE) {
      const kind = KIND_BY_NUMBER.get(this.#rest.readUInt8(0));
      const length = this.#rest.readUInt32BE(1);
      if (!kind || length > MAX_PAYLOAD) throw new Error('malformed frame');
      if (this.#rest.length < HEADER_SIZE + length) break;
      frames.push({ kind, payload: this.#rest.subarray(HEADER_SIZE, HEADER_SIZE + length) });
      this.#rest = this.#rest.subarray(HEADER_SIZE + length);
    }
    return frames;
  }
}
