// ARP requests to containers of one other host, and the answers to them.
import { FrameListener } from '../../os/frame-listener.ts';
import { PacketSocket } from '../../os/packet-socket.ts';
import { WholeDatagrams } from '../../os/whole-datagrams.ts';
import { arpRequest, ETHERTYPE_ARP, isArpReply, type Neighbour } from './arp-frames.ts';
import type { ProbePath } from './choose-paths.ts';

const SMALLEST = 0;
/** RFC 7348 §5: the flag that says there is a VNI. */
const HAS_VNI = 0x08;

export class Questions implements Disposable {
  readonly #path: ProbePath;
  readonly #linkIndex: number;
  readonly #packets = new PacketSocket();
  readonly #datagrams: WholeDatagrams;
  readonly #listener: FrameListener;
  /** Who answered last: the one to ask on. */
  #answering: Neighbour | undefined;
  #next = Promise.withResolvers<true>();

  /** Answers are looked for at the VXLAN device. */
  constructor(path: ProbePath, index: number) {
    this.#path = path;
    this.#linkIndex = index;
    this.#datagrams = new WholeDatagrams(path.own);
    this.#listener = new FrameListener(index, ETHERTYPE_ARP, (frame) => this.#onFrame(frame));
  }

  /** By the device, as a container does. */
  ask(target: Neighbour): void {
    this.#packets.send(this.#linkIndex, arpRequest(this.#path.from, target, SMALLEST));
  }

  /**
   * The device would let others take a packet apart; so this is put into VXLAN here, and has to pass as it is. `size` is
   * that of the inner packet. False if it cannot even leave this host.
   */
  askInOnePiece(size: number): boolean {
    const { vni, address, port, from } = this.#path;
    const [first] = this.#path.to;
    const target = this.#answering ?? first;
    if (!target) return false;
    const header = Buffer.alloc(8);
    header[0] = HAS_VNI;
    header.writeUInt32BE(vni << 8, 4);
    return this.#datagrams.send(Buffer.concat([header, arpRequest(from, target, size)]), { address, port });
  }

  /** Resolves with the first answer from now on. */
  nextAnswer(): Promise<true> {
    this.#next = Promise.withResolvers();
    return this.#next.promise;
  }

  [Symbol.dispose](): void {
    this.#listener[Symbol.dispose]();
    this.#datagrams[Symbol.dispose]();
    this.#packets[Symbol.dispose]();
  }

  #onFrame(frame: Buffer): void {
    const answering = this.#path.to.find((target) => isArpReply(frame, target, this.#path.from));
    if (!answering) return;
    this.#answering = answering;
    this.#next.resolve(true);
  }
}
