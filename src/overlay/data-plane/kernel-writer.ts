// Sends steps to the kernel, counts them, and tells what it refused.
import { setImmediate } from 'node:timers/promises';
import { type DockrError, errorCode, type SystemError } from '../../core/errors.ts';
import { deleteLinkGroup, setLinkGroup } from '../../os/netlink-links.ts';
import type { NetlinkRequest } from '../../os/netlink-message.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';

/** As many as the socket sends in one call: answers that are lost are those of one call. */
const REQUESTS_AT_ONCE = 64;
/** After so many the event loop gets one: a thousand take some ten milliseconds. */
const REQUESTS_IN_A_TURN = 512;
/** The answers were lost, not the requests. */
const ANSWERS_LOST: ReadonlySet<string> = new Set(['ENOBUFS', 'EAGAIN']);
/** What is to be deleted is gone already. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'EADDRNOTAVAIL', 'ENODEV', 'ENXIO']);
const DELETIONS = /^delete /;

/** What became of requests: done, refused (all others are done), or unknown. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly error: DockrError }
  | { readonly kind: 'unknown' };

export class KernelWriter {
  readonly #socket: NetlinkSocket;
  readonly #doomedGroup: number;
  #messages = 0;

  constructor(socket: NetlinkSocket, doomedGroup: number) {
    this.#socket = socket;
    this.#doomedGroup = doomedGroup;
  }

  /** All requests so far. */
  get messages(): number {
    return this.#messages;
  }

  /** Tries all, also after some were refused or their answers lost. */
  async write(requests: readonly NetlinkRequest[]): Promise<Outcome> {
    let outcome: Outcome = { kind: 'done' };
    for (let start = 0; start < requests.length; start += REQUESTS_AT_ONCE) {
      if (start % REQUESTS_IN_A_TURN === 0 && start > 0) await setImmediate();
      const some = this.#writeSome(requests.slice(start, start + REQUESTS_AT_ONCE));
      if (outcome.kind === 'done') outcome = some;
    }
    return outcome;
  }

  #writeSome(requests: readonly NetlinkRequest[]): Outcome {
    this.#messages += requests.length;
    try {
      const refused = this.#socket.tryRequests(requests);
      const first = refused.find(({ request, error }) => !isGone(request, error));
      return first ? { kind: 'refused', error: first.error } : { kind: 'done' };
    } catch (error) {
      if (!ANSWERS_LOST.has(errorCode(error) ?? '')) throw error;
      return { kind: 'unknown' };
    }
  }

  /** Deletes links for the price of one, on a pool thread: the kernel waits some 20 ms for its readers. */
  async deleteLinks(names: readonly string[]): Promise<Outcome> {
    if (names.length === 0) return { kind: 'done' };
    const marked = await this.write(names.map((name) => setLinkGroup(name, this.#doomedGroup)));
    this.#messages++;
    try {
      await this.#socket.requestAsync([deleteLinkGroup(this.#doomedGroup)]);
    } catch (error) {
      if (ANSWERS_LOST.has(errorCode(error) ?? '')) return { kind: 'unknown' };
      if (!GONE.has(errorCode(error) ?? '')) throw error;
    }
    return marked;
  }
}

function isGone(request: NetlinkRequest, error: SystemError): boolean {
  return DELETIONS.test(request.what) && GONE.has(error.code);
}
