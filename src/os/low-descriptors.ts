// libnftables waits with select(), which knows descriptors below 1024 only: with a higher one libc ends the process. So the
// sockets that grow in number stay out of that range, and a few places in it are kept for libnftables.
import { constants as fsConstants, openSync } from 'node:fs';
import { constants } from 'node:os';
import { checkCall, closeDescriptor, libcFunction, systemCallError } from './libc.ts';

const fcntlCall = libcFunction('int fcntl(int, int, long)');
const getsockoptCall = libcFunction('int getsockopt(int, int, int, _Out_ int*, _Inout_ uint32_t*)');

const F_DUPFD_CLOEXEC = 1030;
const FD_SETSIZE = 1024;
const SOL_SOCKET = 1;
const SO_DOMAIN = 39;
const AF_NETLINK = 16;
const PLACES = 16;
const ATTEMPTS = 8;

const places: number[] = [];
let nothing = -1;

/** The same descriptor out of that range; where the limits do not allow it, as it was. */
export function moveHigh(fd: number): number {
  const moved = Number(fcntlCall(fd, F_DUPFD_CLOEXEC, FD_SETSIZE));
  if (moved < 0) return fd;
  closeDescriptor(fd);
  return moved;
}

/** Keeps places, as many as there are; call it again when some may have become free. */
export function keepPlaces(): void {
  if (nothing < 0) nothing = openSync('/dev/null', fsConstants.O_RDONLY);
  while (places.length < PLACES) {
    const fd = lowestFree();
    if (fd === undefined) return;
    places.push(fd);
  }
}

/**
 * Makes something that opens one netlink socket, in a place below 1024; throws EMFILE where there is none. The kernel gives
 * the lowest free descriptor, which a thread of the pool may take in between: so it is looked at and made again.
 */
export function inLowPlace<T>(make: () => T, undo: (made: T) => void): T {
  keepPlaces();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const fd = lowestFree() ?? places.pop();
    if (fd === undefined) break;
    closeDescriptor(fd);
    const made = make();
    if (isNetlink(fd)) return made;
    undo(made);
  }
  throw systemCallError(constants.errno.EMFILE, 'open a netlink socket below descriptor 1024');
}

function lowestFree(): number | undefined {
  const fd = checkCall(fcntlCall(nothing, F_DUPFD_CLOEXEC, 0), 'fcntl');
  if (fd < FD_SETSIZE) return fd;
  closeDescriptor(fd);
  return undefined;
}

function isNetlink(fd: number): boolean {
  const domain = [0];
  return Number(getsockoptCall(fd, SOL_SOCKET, SO_DOMAIN, domain, [4])) === 0 && domain[0] === AF_NETLINK;
}
