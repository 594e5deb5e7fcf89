// Frames sent as they are (packet(7)), in the network namespace in which the socket was opened. It receives nothing.
import koffi from 'koffi';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, systemCallError } from './libc.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');

const AF_PACKET = 17;
const SOCK_RAW = 3;
const ADDRESS_SIZE = 20;

export class PacketSocket implements Disposable {
  /** Protocol 0: nothing is delivered to it. */
  readonly #fd = checkCall(socketCall(AF_PACKET, SOCK_RAW | O_CLOEXEC, 0), 'socket(AF_PACKET)');

  /** Sends a whole frame, Ethernet header included, out by a link. Throws a SystemError (ENETDOWN, ENXIO, ENOBUFS). */
  send(linkIndex: number, frame: Buffer): void {
    // struct sockaddr_ll
    const address = Buffer.alloc(ADDRESS_SIZE);
    address.writeUInt16LE(AF_PACKET, 0);
    frame.copy(address, 2, 12, 14);
    address.writeInt32LE(linkIndex, 4);
    const sent = Number(sendtoCall(this.#fd, frame, frame.length, 0, address, address.length));
    if (sent !== frame.length) throw systemCallError(koffi.errno(), `send a frame of ${frame.length} bytes`);
  }

  [Symbol.dispose](): void {
    closeDescriptor(this.#fd);
  }
}
