// Who is at the other end of a unix socket, by the kernel's word (SO_PEERCRED of unix(7)).
import { readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { libcFunction } from './libc.ts';

const getsockoptCall = libcFunction('int getsockopt(int, int, int, _Out_ uint8_t*, _Inout_ uint32_t*)');

const SOL_SOCKET = 1;
const SO_PEERCRED = 17;
/** struct ucred: three ints. */
const UCRED_BYTES = 12;
/** `-1` as the kernel prints it: nobody logged in, as for services. */
const NO_LOGIN = 0xffffffff;

export type PeerCredentials = {
  readonly uid: number;
  readonly gid: number;
  readonly pid: number;
  /** The user that the session began with, which sudo does not change; null for services, or where it is not known. */
  readonly login: number | null;
};

/** Undefined for what is no unix socket, and for one that is closed. */
export function peerCredentials(socket: Duplex): PeerCredentials | undefined {
  const fd = descriptorOf(socket);
  if (fd === undefined) return undefined;
  const bytes = Buffer.alloc(UCRED_BYTES);
  const size = [UCRED_BYTES];
  if (getsockoptCall(fd, SOL_SOCKET, SO_PEERCRED, bytes, size) !== 0 || size[0] !== UCRED_BYTES) return undefined;
  const pid = bytes.readInt32LE(0);
  // On a TCP socket the call succeeds, with a process that there is not.
  if (pid <= 0) return undefined;
  return { pid, uid: bytes.readUInt32LE(4), gid: bytes.readUInt32LE(8), login: loginOf(pid) };
}

/** Node gives the descriptor of a socket no public name. */
function descriptorOf(socket: Duplex): number | undefined {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return undefined;
  const fd: unknown = Reflect.get(handle, 'fd');
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}

function loginOf(pid: number): number | null {
  try {
    const login = Number(readFileSync(`/proc/${pid}/loginuid`, 'utf8'));
    return Number.isSafeInteger(login) && login !== NO_LOGIN ? login : null;
  } catch {
    return null;
  }
}
