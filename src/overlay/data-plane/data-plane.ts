// The part of overlay networks that is in the kernel: made equal to what is desired, as often as one likes.
//
// A segment is a VXLAN device as one more port of a bridge. Where each container of the network is, is told to the kernel in
// advance, in three tables: which host has a MAC (the device's), that it is behind the device (the bridge's), and which MAC
// an address has (the bridge's neighbours, from which it answers for them). Nothing is learnt, so nothing grows stale.
import { DockrError } from '../../core/errors.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { PacketSocket } from '../../os/packet-socket.ts';
import { ApplyRecord } from './apply-record.ts';
import { applyRound, type RoundTools } from './apply-round.ts';
import type { DesiredDataPlane } from './desired-state.ts';
import { EncryptionPolicies } from './encryption-policies.ts';
import { type DroppedPackets, HostGuard } from './host-guard.ts';
import { KernelWriter } from './kernel-writer.ts';
import { lookAtSegments } from './look-at-segments.ts';
import type { GuardedPorts } from './render-host-guard.ts';
import type { ApplyReport, SegmentFailure } from './report.ts';

export type DataPlaneOptions = {
  /** At most five characters; of our links. */
  readonly linkPrefix: string;
  /** Of links that we make; `linkGroup + 0x10000` is ours, too, for links on their way out. */
  readonly linkGroup: number;
  readonly tableName: string;
  /** Of the netlink socket. */
  readonly receiveBufferBytes?: number;
};

/** Others may change the kernel while we do; who is still not through then is told. */
const MAX_ROUNDS = 4;
const DOOMED = 0x10000;
const RECEIVE_BUFFER_BYTES = 1 << 20;

/** Works in the network namespace of the process that makes it. */
export class DataPlane implements AsyncDisposable {
  readonly #socket: NetlinkSocket;
  readonly #packets = new PacketSocket();
  readonly #guard: HostGuard;
  readonly #policies: EncryptionPolicies;
  readonly #writer: KernelWriter;
  readonly #tools: RoundTools;
  #desired: DesiredDataPlane | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #pending = 0;

  constructor(options: DataPlaneOptions) {
    const receiveBufferBytes = options.receiveBufferBytes ?? RECEIVE_BUFFER_BYTES;
    this.#socket = new NetlinkSocket('route', { receiveBufferBytes });
    this.#guard = new HostGuard({ table: options.tableName, linkPrefix: options.linkPrefix });
    this.#policies = new EncryptionPolicies(options.linkGroup);
    this.#writer = new KernelWriter(this.#socket, options.linkGroup + DOOMED);
    this.#tools = {
      socket: this.#socket,
      writer: this.#writer,
      packets: this.#packets,
      own: { prefix: options.linkPrefix, group: options.linkGroup },
      memories: new Map(),
    };
  }

  /**
   * Makes the kernel what is desired, with the fewest messages, whatever is there; what others made stays. What cannot be had
   * is in the report. `trustsGuard` does not look whether somebody changed the table of known hosts. Throws
   * `overlay-address-missing`, and the SystemError of a kernel that cannot be asked.
   */
  apply(desired: DesiredDataPlane, { trustsGuard = false } = {}): Promise<ApplyReport> {
    return this.#oneAtATime(() => {
      this.#desired = desired;
      return this.#apply(desired, trustsGuard);
    });
  }

  /** Puts back what was changed since; undefined if nothing was applied yet. */
  verify(): Promise<ApplyReport | undefined> {
    return this.#oneAtATime(async () => (this.#desired ? this.#apply(this.#desired, false) : undefined));
  }

  /** By VNI, how the kernel differs from what was applied last, in words. Nothing while it is being changed. */
  look(): ReadonlyMap<number, readonly string[]> {
    if (!this.#desired || this.#pending > 0) return new Map();
    return lookAtSegments(this.#desired, this.#tools);
  }

  /** Packets to our ports, and from them, since the rules were made. */
  dropped(): DroppedPackets {
    return this.#guard.dropped();
  }

  /** Ends what this process holds. The kernel goes on. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#working;
    await this.#guard[Symbol.asyncDispose]();
    this.#policies[Symbol.dispose]();
    this.#packets[Symbol.dispose]();
    this.#socket[Symbol.dispose]();
  }

  async #apply(desired: DesiredDataPlane, trusts: boolean): Promise<ApplyReport> {
    const record = new ApplyRecord(this.#writer.messages);
    // Before any device is there to take packets in, and until none is.
    if (desired.segments.length > 0)
      record.guarded('host-guard', await this.#guard.apply(guardedPorts(desired), desired.hosts, { trusts }));
    const { possible, failures } = this.#encrypt(desired, record);
    while (record.rounds < MAX_ROUNDS) {
      record.startRound();
      for (const failure of failures) record.impossible(failure);
      await applyRound(possible, this.#tools, record);
      if (!record.isUncertain) break;
    }
    record.settle();
    if (record.isComplete && !desired.segments.some((segment) => segment.encrypted)) this.#policies.remove();
    if (desired.segments.length === 0 && record.isComplete) await this.#guard.remove();
    return record.report(this.#writer.messages);
  }

  /** Without its policies an encrypted segment is none that may be there: its device goes. */
  #encrypt(
    desired: DesiredDataPlane,
    record: ApplyRecord,
  ): { readonly possible: DesiredDataPlane; readonly failures: readonly SegmentFailure[] } {
    const encrypted = desired.segments.filter((segment) => segment.encrypted);
    if (encrypted.length === 0) return { possible: desired, failures: [] };
    try {
      record.guarded('encryption-policies', this.#policies.apply(desired.underlay));
      return { possible: desired, failures: [] };
    } catch (error) {
      if (!(error instanceof DockrError)) throw error;
      const segments = desired.segments.filter((segment) => !segment.encrypted);
      return { possible: { ...desired, segments }, failures: encrypted.map(({ vni }) => ({ vni, error })) };
    }
  }

  #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    this.#pending++;
    const result = this.#working.then(work).finally(() => {
      this.#pending--;
    });
    this.#working = result.catch(() => undefined);
    return result;
  }
}

function guardedPorts({ underlay, segments }: DesiredDataPlane): GuardedPorts {
  const isNeeded = segments.some((segment) => segment.encrypted);
  return { clear: underlay.port, encrypted: isNeeded ? underlay.encryptedPort : undefined };
}
