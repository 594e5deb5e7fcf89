// Readiness of any descriptor on Node's own loop, through libuv's poll as koffi offers it. Node's net and dgram refuse
// pidfds and SEQPACKET sockets. `koffi.node.poll` is undocumented, so it is wrapped here and nowhere else; its three
// traps (no promise runs inside its callback, an unheld handle falls silent, an exception wrecks the loop) are cured here.
import koffi from 'koffi';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC } from './libc.ts';

const held = new Set<ReturnType<typeof koffi.node.poll>>();

/** Calls `listener` whenever `fd` is readable or its peer is gone (level-triggered). Returns how to stop. */
export function onReadable(fd: number, listener: () => void): () => void {
  let queued = false;
  const handle = koffi.node.poll(fd, { readable: true, disconnect: true }, () => {
    if (queued) return;
    queued = true;
    setImmediate(() => {
      queued = false;
      if (held.has(handle)) listener();
    });
  });
  held.add(handle);
  return () => {
    if (held.delete(handle)) handle.close();
  };
}

const readCall = libcFunction('long read(int, _Out_ uint8_t*, size_t)');
const pipeCall = libcFunction('int pipe2(_Out_ int*, int)');
const scratch = Buffer.alloc(65536);

/** A pipe, close-on-exec. */
export function createPipe(): { readonly readEnd: number; readonly writeEnd: number } {
  const ends = [0, 0];
  checkCall(pipeCall(ends, O_CLOEXEC), 'pipe2');
  return { readEnd: ends[0] ?? -1, writeEnd: ends[1] ?? -1 };
}

/** Everything from `fd` until end of file, at most `limit` bytes kept; closes `fd`. */
export function readToEnd(fd: number, limit = 1 << 20): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const stop = onReadable(fd, () => {
      const count = Number(readCall(fd, scratch, scratch.length));
      if (count <= 0) {
        stop();
        closeDescriptor(fd);
        resolve(Buffer.concat(chunks));
        return;
      }
      if (size < limit) chunks.push(Buffer.from(scratch.subarray(0, Math.min(count, limit - size))));
      size += count;
    });
  });
}

/** The first line from `fd`, or what came until end of file; closes `fd`. For pipes whose writer never closes. */
export function readFirstLine(fd: number): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    const stop = onReadable(fd, () => {
      const count = Number(readCall(fd, scratch, scratch.length));
      if (count > 0) text += scratch.toString('utf8', 0, count);
      if (count > 0 && !text.includes('\n')) return;
      stop();
      closeDescriptor(fd);
      resolve(text.split('\n', 1)[0] ?? '');
    });
  });
}
