// Notifications of rtnetlink (linux/rtnetlink.h): a link or an address of a network namespace was changed, by whomever.
import { constants } from 'node:os';
import { checkCall, closeDescriptor, lastErrno, libcFunction, O_CLOEXEC, O_NONBLOCK, systemCallError } from './libc.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const bindCall = libcFunction('int bind(int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const NETLINK_ROUTE = 0;
/** RTMGRP_LINK, RTMGRP_IPV4_IFADDR and RTMGRP_IPV6_IFADDR. */
const GROUPS = 0x1 | 0x10 | 0x100;
/** What they say does not matter: the rest of each is dropped. */
const scratch = Buffer.alloc(16);

/** Of all but the group of a link. Of the namespace that the thread is in when it is made. The kernel tells before the call that changes something returns. */
export class LinkChanges implements Disposable {
  readonly #fd: number;
  #count = 0;

  constructor() {
    this.#fd = checkCall(
      socketCall(AF_NETLINK, SOCK_RAW | O_CLOEXEC | O_NONBLOCK, NETLINK_ROUTE),
      'socket(AF_NETLINK)',
    );
    const address = Buffer.alloc(12);
    address.writeUInt16LE(AF_NETLINK, 0);
    address.writeUInt32LE(GROUPS, 8);
    checkCall(bindCall(this.#fd, address, address.length), 'bind');
  }

  /** Grows with each look that finds that something was changed since the one before it. What overflowed is a change. */
  get count(): number {
    let hasChanged = false;
    while (this.#receive()) hasChanged = true;
    if (hasChanged) this.#count++;
    return this.#count;
  }

  [Symbol.dispose](): void {
    closeDescriptor(this.#fd);
  }

  #receive(): boolean {
    if (Number(recvCall(this.#fd, scratch, scratch.length, 0)) >= 0) return true;
    const errno = lastErrno();
    if (errno === constants.errno.EAGAIN) return false;
    if (errno === constants.errno.ENOBUFS || errno === constants.errno.EINTR) return true;
    throw systemCallError(errno, 'recv');
  }
}
