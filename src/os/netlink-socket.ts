// A netlink socket: batches of requests with one acknowledgement each, and dumps. It belongs for good to the network
// namespace in which it was opened, whatever namespace the thread is in later.
import koffi from 'koffi';
import { errorCode, SystemError } from '../core/errors.ts';
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
  uint32,
} from './netlink-message.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');
const setsockoptCall = libcFunction('int setsockopt(int, int, int, const void*, uint32_t)');

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOL_NETLINK = 270;
const SOL_SOCKET = 1;
const SO_RCVBUFFORCE = 33;
const NETLINK_CAP_ACK = 10;
const NETLINK_EXT_ACK = 11;
const PROTOCOLS = { route: 0, xfrm: 6, netfilter: 12 } as const;
const MSG_DONTWAIT = 0x40;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_ACK_TLVS = 0x200;
const NLMSGERR_ATTR_MSG = 1;
/** NLM_F_DUMP_INTR */
const EBUSY_DUMP_FLAG = 0x10;
const DUMP_ATTEMPTS = 4;
/** Acknowledgements of more would overflow the socket's receive buffer; of objects it holds fewer. */
const BATCH_LIMIT = 64;
const OBJECT_LIMIT = 16;
const KERNEL_ADDRESS = Buffer.from([AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const ON = Buffer.from([1, 0, 0, 0]);
const scratch = Buffer.alloc(65536);

export type NetlinkSocketOptions = {
  /** Of the receive buffer. Acknowledgements beyond it are lost, which is told as ENOBUFS; the requests are done all the same. */
  readonly receiveBufferBytes?: number;
};

/** What became of one request that was refused. */
export type RefusedRequest = { readonly request: NetlinkRequest; readonly error: SystemError };

/** Answers are there when `sendto` returns: the kernel works inside the call, so nothing here waits for them. */
export class NetlinkSocket implements Disposable {
  readonly #fd: number;
  #sequence = 0;

  constructor(protocol: keyof typeof PROTOCOLS = 'route', options: NetlinkSocketOptions = {}) {
    this.#fd = checkCall(socketCall(AF_NETLINK, SOCK_RAW | O_CLOEXEC, PROTOCOLS[protocol]), 'socket(AF_NETLINK)');
    setsockoptCall(this.#fd, SOL_NETLINK, NETLINK_CAP_ACK, ON, ON.length);
    setsockoptCall(this.#fd, SOL_NETLINK, NETLINK_EXT_ACK, ON, ON.length);
    if (options.receiveBufferBytes === undefined) return;
    const size = uint32(options.receiveBufferBytes);
    setsockoptCall(this.#fd, SOL_SOCKET, SO_RCVBUFFORCE, size, size.length);
  }

  /** Sends all requests; all are tried; throws the SystemError of the first that failed. */
  request(requests: readonly NetlinkRequest[]): void {
    const [first] = this.tryRequests(requests);
    if (first) throw first.error;
  }

  /**
   * Sends all requests and returns those that the kernel refused. Throws ENOBUFS when answers were lost: what became of the
   * rest of their batch is to be looked at.
   */
  tryRequests(requests: readonly NetlinkRequest[]): readonly RefusedRequest[] {
    const refused: RefusedRequest[] = [];
    for (let start = 0; start < requests.length; start += BATCH_LIMIT) {
      const batch = this.#encode(requests.slice(start, start + BATCH_LIMIT));
      this.#checkSent(Number(sendtoCall(this.#fd, batch.bytes, batch.bytes.length, 0, KERNEL_ADDRESS, 12)), batch);
      refused.push(...this.#acknowledge(batch));
    }
    return refused;
  }

  /** The same on a pool thread, for requests that wait inside the kernel (deleting links takes 12-50 ms). One at a time. */
  async requestAsync(requests: readonly NetlinkRequest[]): Promise<void> {
    for (let start = 0; start < requests.length; start += BATCH_LIMIT) {
      const batch = this.#encode(requests.slice(start, start + BATCH_LIMIT));
      this.#checkSent(await this.#sendOnPool(batch.bytes), batch);
      const [first] = this.#acknowledge(batch);
      if (first) throw first.error;
    }
  }

  /** Every object that a dump request yields. Asked again if the list changed meanwhile, or answers were lost. */
  dump(request: NetlinkRequest): NetlinkReply[] {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt === DUMP_ATTEMPTS - 1;
      try {
        const { replies, interrupted } = this.#dumpOnce(request);
        if (!interrupted || isLast) return replies;
      } catch (error) {
        if (errorCode(error) !== 'ENOBUFS' || isLast) throw error;
      }
    }
  }

  /** The object that each request names; those are left out of which the kernel says `missing`. */
  lookUp(requests: readonly NetlinkRequest[], missing: string): NetlinkReply[] {
    const found: NetlinkReply[] = [];
    for (let start = 0; start < requests.length; start += OBJECT_LIMIT) {
      const batch = this.#encode(requests.slice(start, start + OBJECT_LIMIT), 0);
      this.#checkSent(Number(sendtoCall(this.#fd, batch.bytes, batch.bytes.length, 0, KERNEL_ADDRESS, 12)), batch);
      found.push(...this.#answersTo(batch, missing));
    }
    return found;
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

  #acknowledge(batch: Batch): readonly RefusedRequest[] {
    let missing = batch.requests.length;
    const refused: RefusedRequest[] = [];
    while (missing > 0) {
      for (const reply of this.#receive(batch.requests[0]?.what ?? 'request')) {
        const request = batch.requests[reply.sequence - batch.first];
        if (reply.type !== NLMSG_ERROR || !request) continue;
        missing--;
        const error = failureOf(reply, request);
        if (error) refused.push({ request, error });
      }
    }
    return refused;
  }

  #dumpOnce(request: NetlinkRequest): { readonly replies: NetlinkReply[]; readonly interrupted: boolean } {
    const batch = this.#encode([{ ...request, flags: request.flags | NLM_F_DUMP }], 0);
    this.#checkSent(Number(sendtoCall(this.#fd, batch.bytes, batch.bytes.length, 0, KERNEL_ADDRESS, 12)), batch);
    return this.#collect(request);
  }

  #answersTo(batch: Batch, missing: string): NetlinkReply[] {
    const found: NetlinkReply[] = [];
    let failure: SystemError | undefined;
    for (let answered = 0; answered < batch.requests.length; ) {
      for (const reply of this.#receive(batch.requests[0]?.what ?? 'request')) {
        const request = batch.requests[reply.sequence - batch.first];
        if (!request) continue;
        answered++;
        const error = reply.type === NLMSG_ERROR ? failureOf(reply, request) : undefined;
        if (!error) found.push(reply);
        else if (error.code !== missing) failure ??= error;
      }
    }
    if (failure) throw failure;
    return found;
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
    if (count > 0) return parseReplies(scratch.subarray(0, count));
    const errno = koffi.errno();
    // What is still there would fill the buffer that the next answers need.
    while (Number(recvCall(this.#fd, scratch, scratch.length, MSG_DONTWAIT)) > 0);
    throw systemCallError(errno, `netlink: no answer to: ${what}`);
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
