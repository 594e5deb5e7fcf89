// UDP datagrams that nobody on the way may take apart: what is too large for the way is lost.
import koffi from 'koffi';
import { openInetSocket } from './inet-socket.ts';
import { AF_INET, addressBytes, addressFamily } from './ip-address.ts';
import { checkCall, closeDescriptor, errnoName, libcFunction, systemCallError } from './libc.ts';

const setsockoptCall = libcFunction('int setsockopt(int, int, int, const void*, uint32_t)');
const sendtoCall = libcFunction('long sendto(int, const void*, size_t, int, const void*, uint32_t)');

// Level, option: IP_MTU_DISCOVER and IPV6_MTU_DISCOVER of linux/in.h and in6.h.
const IPV4 = { level: 0, discover: 10, size: 16, addressAt: 4 } as const;
const IPV6 = { level: 41, discover: 23, size: 28, addressAt: 8 } as const;
/** "Do not fragment", whatever the kernel remembers of the way. */
const PMTUDISC_PROBE = Buffer.from([3, 0, 0, 0]);
/** Nothing is expected back. */
const RECEIVE_BUFFER_BYTES = 2048;

export class WholeDatagrams implements Disposable {
  readonly #fd: number;
  readonly #family: typeof IPV4 | typeof IPV6;

  /** They come from this address. Throws a SystemError (EADDRNOTAVAIL). */
  constructor(address: string) {
    this.#family = addressFamily(address) === AF_INET ? IPV4 : IPV6;
    this.#fd = openInetSocket({ protocol: 'udp', address, port: 0, receiveBuffer: RECEIVE_BUFFER_BYTES });
    const { level, discover } = this.#family;
    try {
      const result = setsockoptCall(this.#fd, level, discover, PMTUDISC_PROBE, PMTUDISC_PROBE.length);
      checkCall(result, 'setsockopt(MTU_DISCOVER)');
    } catch (error) {
      closeDescriptor(this.#fd);
      throw error;
    }
  }

  /** False if it is too large for the link already. Throws a SystemError (EHOSTUNREACH, ENETUNREACH, EPERM). */
  send(payload: Buffer, to: { readonly address: string; readonly port: number }): boolean {
    const { size, addressAt } = this.#family;
    const target = Buffer.alloc(size);
    target.writeUInt16LE(addressFamily(to.address), 0);
    target.writeUInt16BE(to.port, 2);
    addressBytes(to.address).copy(target, addressAt);
    if (Number(sendtoCall(this.#fd, payload, payload.length, 0, target, target.length)) >= 0) return true;
    const errno = koffi.errno();
    if (errnoName(errno) === 'EMSGSIZE') return false;
    throw systemCallError(errno, `send ${payload.length} bytes to ${to.address}`);
  }

  [Symbol.dispose](): void {
    closeDescriptor(this.#fd);
  }
}
