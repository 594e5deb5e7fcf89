// What systemd is told by a service of type "notify" (sd_notify(3)): a datagram to a unix socket, which Node cannot send.
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC } from './libc.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const MSG_NOSIGNAL = 0x4000;

/** Sends lines such as `READY=1` to the socket that `NOTIFY_SOCKET` names. Throws a SystemError if nobody takes them. */
export function notifyServiceManager(socketPath: string, lines: readonly string[]): void {
  const fd = checkCall(socketCall(AF_UNIX, SOCK_DGRAM | O_CLOEXEC, 0), 'unix socket');
  try {
    const address = unixAddress(socketPath);
    const text = Buffer.from(lines.join('\n'));
    checkCall(sendtoCall(fd, text, text.length, MSG_NOSIGNAL, address, address.length), `sendto ${socketPath}`);
  } finally {
    closeDescriptor(fd);
  }
}

/** unix(7); a name that begins with `@` is an abstract one. */
function unixAddress(path: string): Buffer {
  const name = Buffer.from(path.startsWith('@') ? `\0${path.slice(1)}` : path);
  const family = Buffer.alloc(2);
  family.writeUInt16LE(AF_UNIX);
  return Buffer.concat([family, name]);
}
