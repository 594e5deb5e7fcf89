// conmon's attach socket, for a container's stdin. Output is read from the log: a client that does not read the socket
// would block the container, so whatever arrives here is drained and dropped.
import { closeSync, openSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, O_NONBLOCK } from '../../os/libc.ts';
import { onReadable } from '../../os/poller.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const connectCall = libcFunction('int connect(int, const void*, uint32_t)');
const sendCall = libcFunction('long send(int, const void*, size_t, int)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');
const shutdownCall = libcFunction('int shutdown(int, int)');

const AF_UNIX = 1;
const SOCK_SEQPACKET = 5;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const SHUT_WR = 1;
const MAX_UNIX_PATH = 107;
const MAX_PACKET = 32 * 1024;
const RETRY_MS = 5;

export type StdinAttachment = {
  /** Resolves when the bytes are with conmon. */
  write(data: Buffer): Promise<void>;
  /** The container's stdin ends. */
  end(): void;
  close(): void;
};

/** Connects to the attach socket at `path`. */
export function attachStdin(path: string): StdinAttachment {
  const fd = checkCall(socketCall(AF_UNIX, SOCK_SEQPACKET | O_NONBLOCK | O_CLOEXEC, 0), 'socket');
  try {
    connectTo(fd, path);
  } catch (error) {
    closeDescriptor(fd);
    throw error;
  }
  const scratch = Buffer.alloc(MAX_PACKET + 1);
  let open = true;
  const stop = onReadable(fd, () => {
    while (open) {
      const count = Number(recvCall(fd, scratch, scratch.length, MSG_DONTWAIT));
      if (count > 0) continue;
      if (count === 0) close();
      return;
    }
  });
  const close = (): void => {
    if (!open) return;
    open = false;
    stop();
    closeDescriptor(fd);
  };
  return {
    async write(data) {
      for (let offset = 0; offset < data.length && open; ) {
        const part = data.subarray(offset, offset + MAX_PACKET);
        if (Number(sendCall(fd, part, part.length, MSG_DONTWAIT | MSG_NOSIGNAL)) >= 0) offset += part.length;
        else await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    },
    end() {
      if (open) shutdownCall(fd, SHUT_WR);
    },
    close,
  };
}

// The address of a unix socket has room for 107 bytes, and a container's directory may be longer: by way of its descriptor
// any path is short.
function connectTo(fd: number, path: string): void {
  const directory = openSync(dirname(path), 'r');
  try {
    const address = Buffer.alloc(2 + MAX_UNIX_PATH + 1);
    address.writeUInt16LE(AF_UNIX, 0);
    address.write(`/proc/self/fd/${directory}/${basename(path)}`, 2);
    checkCall(connectCall(fd, address, address.length), `connect ${path}`);
  } finally {
    closeSync(directory);
  }
}
