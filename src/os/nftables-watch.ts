// Notifications of nftables (linux/netfilter/nf_tables.h): somebody changed the rules of this network namespace.
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { checkCall, closeDescriptor, lastErrno, libcFunction, O_CLOEXEC, O_NONBLOCK } from './libc.ts';
import { parseAttributes, parseReplies } from './netlink-message.ts';
import { onReadable } from './poller.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const bindCall = libcFunction('int bind(int, const void*, uint32_t)');
const setsockoptCall = libcFunction('int setsockopt(int, int, int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const NETLINK_NETFILTER = 12;
const SOL_NETLINK = 270;
const NETLINK_ADD_MEMBERSHIP = 1;
const NFNLGRP_NFTABLES = 7;
/** The last message of every transaction. */
const NEW_GENERATION = (10 << 8) | 15;
const NFGEN_SIZE = 4;
const NFTA_GEN_PROC_PID = 2;
const ANY_ADDRESS = Buffer.from([AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const scratch = Buffer.alloc(65536);

/**
 * Calls `onChange` after each transaction of another process, in the network namespace that the thread is in now, also after
 * one that overflowed the socket. iptables is told of, too, unless it is the legacy one.
 */
export function watchNftables(onChange: () => void): Disposable {
  const fd = checkCall(
    socketCall(AF_NETLINK, SOCK_RAW | O_CLOEXEC | O_NONBLOCK, NETLINK_NETFILTER),
    'socket(AF_NETLINK)',
  );
  // Without an address of its own a socket gets no notifications: they are from address 0, and never go to their sender.
  checkCall(bindCall(fd, ANY_ADDRESS, ANY_ADDRESS.length), 'bind');
  const group = Buffer.alloc(4);
  group.writeUInt32LE(NFNLGRP_NFTABLES);
  checkCall(setsockoptCall(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group, group.length), 'setsockopt');
  const stop = onReadable(fd, () => {
    if (readChanges(fd)) onChange();
  });
  return {
    [Symbol.dispose]: () => {
      stop();
      closeDescriptor(fd);
    },
  };
}

/** Reads all that is there. Whether somebody else changed something, or may have: what overflowed is lost. */
function readChanges(fd: number): boolean {
  let isForeign = false;
  for (;;) {
    const count = Number(recvCall(fd, scratch, scratch.length, 0));
    if (count >= 0) isForeign = hasForeignChange(scratch.subarray(0, count)) || isForeign;
    else if (lastErrno() === constants.errno.ENOBUFS) isForeign = true;
    else return isForeign;
  }
}

function hasForeignChange(datagram: Buffer): boolean {
  return parseReplies(datagram).some(({ type, body }) => {
    if (type !== NEW_GENERATION) return false;
    // The kernel names the thread, big-endian.
    const thread = parseAttributes(body, NFGEN_SIZE).get(NFTA_GEN_PROC_PID)?.readUInt32BE(0);
    return thread === undefined || !existsSync(`/proc/self/task/${thread}`);
  });
}
