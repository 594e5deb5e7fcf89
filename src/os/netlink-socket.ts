// A netlink socket: batches of requests with one acknowledgement each, and dumps. It belongs for good to the network
// namespace in which it was opened, whatever namespace the thread is in later.
import koffi from 'koffi';
import { SystemError } from '../core/errors.ts';
import { checkCall, closeDescriptor, errnoName, libcFunction, O_CLOEXEC, systemCallError } from './libc.ts';
import {
  encodeRequest,
  type NetlinkReply,
  type NetlinkRequest,
  NLM_F_ACK,
  NLM_F_DUMP,
  parseAttributes,
  parseReplies,
  textAttribute,
} from './netlink-message.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');
const setsockoptCall = libcFunction('int setsockopt(int, int, int, const void*, uint32_t)');

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOL_NETLINK = 270;
const NETLINK_CAP_ACK = 10;
const NETLINK_EXT_ACK = 11;
const PROTOCOLS = { route: 0, netfilter: 12 } as const;
const MSG_DONTWAIT = 0x40;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_ACK_TLVS = 0x200;
const NLMSGERR_ATTR_MSG = 1;
const EBUSY_DUMP_FLAG = 0x10;
/** Acknowledgements of more would overflow the socket's receive buffer. */
const BATCH_LIMIT = 64;
const KERNEL_ADDRESS = Buffer.from([AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const ON = Buffer.from([1, 0, 0, 0]);
const scratch = Buffer.alloc(65536);

/** Answers are there when `sendto` returns: the kernel works inside the call, so nothing here waits for them. */
export class NetlinkSocket implements Disposable {
  readonly #fd: number;
  #sequence = 0;

  constructor(protocol: 'route' | 'netfilter' = 'route') {
    this.#fd = checkCall(socketCall(AF_NETLINK, SOCK_RAW | O_CLOEXEC, PROTOCOLS[protocol]), 'socket(AF_NETLINK)');
    setsockoptCall(this.#fd, SOL_NETLINK, NETLINK_CAP_ACK, ON, ON.length);
    setsockoptCall(this.#fd, SOL_NETLINK, NETLINK_EXT_ACK, ON, ON.length);
  }

  /** Sends all requests; all are tried; throws the SystemError of the first that failed. */
  request(requests: readonly NetlinkRequest[]): void {
    for (let start = 0; start < requests.length; start += BATCH_LIMIT) {
      const batch = this.#encode(requests.slice(start, start + BATCH_LIMIT));
      this.#checkSent(Number(sendtoCall(this.#fd, batch.bytes, batch.bytes.length, 0, KERNEL_ADDRESS, 12)), batch);
      this.#acknowledge(batch);
    }
  }

  /** The same on a pool thread, for requests that wait inside the kernel (deleting links takes 12-50 ms). One at a time. */
  async requestAsync(requests: readonly NetlinkRequest[]): Promise<void> {
    for (let start = 0; start < requests.length; start += BATCH_LIMIT) {
      const batch = this.#encode(requests.slice(start, start + BATCH_LIMIT));
      this.#checkSent(await this.#sendOnPool(batch.bytes), batch);
      this.#acknowledge(batch);
    }
  }

  /** Every object that a dump request yields. Asked again if the kernel says that the list changed meanwhile. */
  dump(request: NetlinkRequest): NetlinkReply[] {
    for (let attempt = 0; ; attempt++) {
      const batch = this.#encode([{ ...request, flags: request.flags | NLM_F_DUMP }], 0);
      this.#checkSent(Number(sendtoCall(this.#fd, batch.bytes, batch.bytes.length, 0, KERNEL_ADDRESS, 12)), batch);
      const { replies, interrupted } = this.#collect(request);
      if (!interrupted || attempt === 3) return replies;
    }
  }

  [Symbol.dispose](): void {
    closeDescriptor(this.#fd);
  }

  #encode(requests: readonly NetlinkRequest[], flags = NLM_F_ACK): Batch {
    const first = this.#sequence + 1;
    const messages = requests.map((request) =>
      encodeRequest({ ...request, flags: request.flags | flags }, ++this.#sequence),
    );
    return { bytes: Buffer.concat(messages), first, requests };
  }

  #checkSent(sent: number, batch: Batch): void {
    if (sent !== batch.bytes.length)
      throw systemCallError(koffi.errno(), `netlink: ${batch.requests[0]?.what ?? 'send'}`);
  }

  #sendOnPool(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, count: unknown) => (error ? reject(error) : resolve(Number(count)));
      (sendtoCall as unknown as { async: (...args: unknown[]) => void }).async(
        this.#fd,
        bytes,
        bytes.length,
        0,
        KERNEL_ADDRESS,
        12,
        done,
      );
    });
  }

  #acknowledge(batch: Batch): void {
    let missing = batch.requests.length;
    let failure: SystemError | undefined;
    while (missing > 0) {
      for (const reply of this.#receive(batch.requests[0]?.what ?? 'request')) {
        const request = batch.requests[reply.sequence - batch.first];
        if (reply.type !== NLMSG_ERROR || !request) continue;
        missing--;
        failure ??= failureOf(reply, request);
      }
    }
    if (failure) throw failure;
  }

  #collect(request: NetlinkRequest): { readonly replies: NetlinkReply[]; readonly interrupted: boolean } {
    const replies: NetlinkReply[] = [];
    let interrupted = false;
    for (;;) {
      for (const reply of this.#receive(request.what)) {
        if (reply.sequence !== this.#sequence) continue;
        interrupted ||= (reply.flags & EBUSY_DUMP_FLAG) !== 0;
        if (reply.type === NLMSG_DONE) return { replies, interrupted };
        const failure = reply.type === NLMSG_ERROR ? failureOf(reply, request) : undefined;
        if (failure) throw failure;
        if (reply.type !== NLMSG_ERROR) replies.push(reply);
      }
    }
  }

  #receive(what: string): NetlinkReply[] {
    const count = Number(recvCall(this.#fd, scratch, scratch.length, MSG_DONTWAIT));
    if (count <= 0) throw systemCallError(koffi.errno(), `netlink: no answer to: ${what}`);
    return parseReplies(scratch.subarray(0, count));
  }
}

type Batch = { readonly bytes: Buffer; readonly first: number; readonly requests: readonly NetlinkRequest[] };

/** The error that an NLMSG_ERROR carries, with the kernel's own words where it has some; undefined if it is a success. */
function failureOf(reply: NetlinkReply, request: NetlinkRequest): SystemError | undefined {
  if (reply.body.length < 4) return undefined;
  const errno = -reply.body.readInt32LE(0);
  if (errno === 0) return undefined;
  const words =
    (reply.flags & NLM_F_ACK_TLVS) !== 0
      ? textAttribute(parseAttributes(reply.body, 20), NLMSGERR_ATTR_MSG)
      : undefined;
  const name = errnoName(errno);
  return new SystemError(name, {
    message: `cannot ${request.what}: ${name}${words ? ` (${words})` : ''}`,
    facts: { call: 'netlink', errno },
  });
}
