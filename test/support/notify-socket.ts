// The end of systemd of the socket that services are given: datagrams, which Node can neither receive.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkCall, closeDescriptor, libcFunction, O_CLOEXEC, O_NONBLOCK } from '../../src/os/libc.ts';

const socketCall = libcFunction('int socket(int, int, int)');
const bindCall = libcFunction('int bind(int, const void*, uint32_t)');
const recvCall = libcFunction('long recv(int, _Out_ uint8_t*, size_t, int)');

const AF_UNIX = 1;
const SOCK_DGRAM = 2;

/** Bound to a path; disposing of it closes it. */
export class NotifySocket implements Disposable {
  readonly path: string;
  readonly received: string[] = [];
  readonly #fd: number;

  constructor(path: string) {
    this.path = path;
    this.#fd = checkCall(socketCall(AF_UNIX, SOCK_DGRAM | O_CLOEXEC | O_NONBLOCK, 0), 'socket');
    const address = Buffer.concat([Buffer.from([AF_UNIX, 0]), Buffer.from(path.replace(/^@/, '\0'))]);
    checkCall(bindCall(this.#fd, address, address.length), `bind ${path}`);
  }

  /** Waits for a message that begins so. */
  async until(beginning: string, timeoutMs = 20_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!this.#drain().some((message) => message.startsWith(beginning))) {
      if (performance.now() > deadline) throw new Error(`no "${beginning}" came, but: ${this.received.join(', ')}`);
      await sleep(20);
    }
  }

  #drain(): readonly string[] {
    const buffer = Buffer.alloc(4096);
    for (;;) {
      const length = Number(recvCall(this.#fd, buffer, buffer.length, 0));
      if (length < 0) return this.received;
      this.received.push(buffer.toString('utf8', 0, length));
    }
  }

  [Symbol.dispose](): void {
    closeDescriptor(this.#fd);
  }
}
