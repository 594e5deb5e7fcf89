// Somebody in a container who talks with others of its kind: by name, over UDP and TCP, in packets of any size.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fromWireError, type WireError } from '../../../src/core/errors.ts';

export const TALK_PORT = 9999;
/** All of them listen to it. */
export const TALK_GROUP = '239.7.7.7';

export type TalkCall =
  | { readonly call: 'resolve'; readonly name: string }
  /** A datagram of so many bytes that has to come back; a stream of them whose digest has to. */
  | { readonly call: 'udp' | 'tcp'; readonly name: string; readonly size: number }
  | { readonly call: 'send'; readonly address: string; readonly text: string }
  | { readonly call: 'heard' };

export class Talker implements AsyncDisposable {
  /** Path of the container's network namespace. */
  readonly namespace: string;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(namespace: string, child: ChildProcess) {
    this.namespace = namespace;
    this.#process = child;
    child.on('message', ({ id, result, error }: { id: number; result: unknown; error?: WireError }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(fromWireError(error));
      else waiting?.resolve(result);
    });
    child.on('exit', () => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error('the talker ended'));
    });
  }

  /** Resolves when others can ask it. */
  static async start(namespace: string): Promise<Talker> {
    const script = join(import.meta.dirname, 'talker-process.ts');
    const argv = [`--net=${namespace}`, process.execPath, '--no-warnings', script];
    const talker = new Talker(namespace, spawn('nsenter', argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
    const ready = Promise.withResolvers<unknown>();
    talker.#waiting.set(0, ready);
    await ready.promise;
    return talker;
  }

  /** The addresses that a name has for it, in their order. */
  async resolve(name: string): Promise<readonly string[]> {
    return (await this.#call({ call: 'resolve', name })) as readonly string[];
  }

  /** Whether so many bytes reach the one of that name, or address, and what it says of them comes back. */
  async exchanges(protocol: 'udp' | 'tcp', name: string, size: number): Promise<boolean> {
    return (await this.#call({ call: protocol, name, size })) === true;
  }

  async send(address: string, text: string): Promise<void> {
    await this.#call({ call: 'send', address, text });
  }

  /** The first bytes of each datagram that came in. */
  async heard(): Promise<readonly string[]> {
    return (await this.#call({ call: 'heard' })) as readonly string[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await exited;
  }

  #call(request: TalkCall): Promise<unknown> {
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#process.send({ id, request });
    return waiting.promise;
  }
}
