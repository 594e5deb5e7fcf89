// Frames of one kind that come in by one link (packet(7)), seen before a bridge that the link is a port of takes them.
import koffi from 'koffi';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, O_NONBLOCK } from './libc.ts';
import { onReadable } from './poller.ts';

// linux/filter.h
koffi.struct('dockr_sock_fprog', { len: 'uint16_t', filter: 'const uint8_t *' });
const socketCall = libcFunction('int socket(int, int, int)');
const attachCall = libcFunction('int setsockopt(int, int, int, const dockr_sock_fprog *, uint32_t)');
const bindCall = libcFunction('int bind(int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const FPROG_SIZE = 16;
const ADDRESS_SIZE = 20;
/** Any other protocol is looked for only after bridges. */
const ETH_P_ALL = 3;
const FRAMES_AT_ONCE = 64;

export class FrameListener implements Disposable {
  readonly #fd: number;
  readonly #stop: () => void;
  readonly #scratch = Buffer.alloc(65536);

  /** `etherType` as in 0x0806. Throws a SystemError (ENODEV, ENETDOWN, EPERM). */
  constructor(linkIndex: number, etherType: number, onFrame: (frame: Buffer) => void) {
    this.#fd = checkCall(socketCall(AF_PACKET, SOCK_RAW | O_CLOEXEC | O_NONBLOCK, 0), 'socket(AF_PACKET)');
    try {
      const filter = onlyOf(etherType);
      const program = { len: filter.length / 8, filter };
      checkCall(
        attachCall(this.#fd, SOL_SOCKET, SO_ATTACH_FILTER, program, FPROG_SIZE),
        'setsockopt(SO_ATTACH_FILTER)',
      );
      checkCall(bindCall(this.#fd, linkAddress(linkIndex), ADDRESS_SIZE), 'bind(AF_PACKET)');
    } catch (error) {
      closeDescriptor(this.#fd);
      throw error;
    }
    this.#stop = onReadable(this.#fd, () => this.#read(onFrame));
  }

  [Symbol.dispose](): void {
    this.#stop();
    closeDescriptor(this.#fd);
  }

  #read(onFrame: (frame: Buffer) => void): void {
    for (let count = 0; count < FRAMES_AT_ONCE; count++) {
      const size = Number(recvCall(this.#fd, this.#scratch, this.#scratch.length, 0));
      if (size <= 0) return;
      onFrame(Buffer.from(this.#scratch.subarray(0, size)));
    }
  }
}

/** struct sockaddr_ll */
function linkAddress(linkIndex: number): Buffer {
  const address = Buffer.alloc(ADDRESS_SIZE);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(ETH_P_ALL, 2);
  address.writeInt32LE(linkIndex, 4);
  return address;
}

/** In the kernel, so that the rest of what comes in is not even copied: ldh [12]; jeq etherType; ret all; ret none. */
function onlyOf(etherType: number): Buffer {
  const instructions: readonly (readonly [number, number, number, number])[] = [
    [0x28, 0, 0, 12],
    [0x15, 0, 1, etherType],
    [0x06, 0, 0, 0xffff],
    [0x06, 0, 0, 0],
  ];
  const program = Buffer.alloc(instructions.length * 8);
  for (const [index, [code, ifTrue, ifFalse, operand]] of instructions.entries()) {
    program.writeUInt16LE(code, index * 8);
    program[index * 8 + 2] = ifTrue;
    program[index * 8 + 3] = ifFalse;
    program.writeUInt32LE(operand, index * 8 + 4);
  }
  return program;
}
