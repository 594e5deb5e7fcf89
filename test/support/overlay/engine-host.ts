// A host of an OverlayLab whose engine has overlay networks, in a process of its own that may be killed and started again.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromWireError, type WireError } from '../../../src/core/errors.ts';
import type { OverlayNetworkSpec } from '../../../src/core/specs.ts';
import { removeNetworkNamespace } from '../../../src/os/network-namespace.ts';
import type { OverlayProblem, OverlayStatus } from '../../../src/overlay/overlay.ts';
import type { OverlaySettings } from '../../../src/overlay/settings/overlay-settings.ts';
import type { NetworkRecord } from '../../../src/store/networks.ts';
import { nodeIn } from '../../engine/networks/network-lab.ts';
import { waitFor } from '../wait-for.ts';
import type { AttachCall, EngineCall } from './engine-process.ts';
import type { LabHost } from './lab-host.ts';

export type EngineContainer = {
  readonly namespace: string;
  readonly addresses: readonly string[];
  readonly address: string;
};

export type EngineStatus = OverlayStatus & {
  readonly warnings: readonly string[];
  readonly leftovers: readonly string[];
  /** By container, what it lacks. */
  readonly problemsOf: readonly (readonly [string, readonly string[]])[];
};

export type EngineHostOptions = {
  readonly directory: string;
  readonly endpoints: readonly string[];
  readonly leaseSeconds?: number;
  readonly patienceMs?: number;
  readonly reconcileMs?: number;
  readonly settings?: Partial<OverlaySettings>;
};

export class EngineHost implements AsyncDisposable {
  readonly host: LabHost;
  readonly #options: EngineHostOptions;
  #process: ChildProcess | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  constructor(host: LabHost, options: EngineHostOptions) {
    this.host = host;
    this.#options = options;
    mkdirSync(options.directory, { recursive: true });
  }

  /** Starts its process, with what an earlier one left. */
  async start(): Promise<this> {
    this.#process = this.#spawn();
    await this.open();
    return this;
  }

  /** Begins anew in the process that is there, after `close`. */
  async open(): Promise<void> {
    const { directory, endpoints, leaseSeconds = 3, patienceMs = 10_000, reconcileMs = 2000 } = this.#options;
    const settings: OverlaySettings = {
      store: { endpoints },
      node: `node-${this.host.ipv4.split('.').at(-1)}`,
      advertise: 'eth0',
      port: 4789,
      encryptedPort: 4790,
      rotationSeconds: 43_200,
      leaseSeconds,
      pools: ['10.93.0.0/16'],
      ...this.#options.settings,
    };
    await this.#call({ call: 'open', directory, settings, patienceMs, reconcileMs });
  }

  async create(name: string, overrides: Partial<OverlayNetworkSpec> = {}): Promise<NetworkRecord> {
    return (await this.#call({ call: 'create', name, overrides })) as NetworkRecord;
  }

  async attach(wanted: AttachCall): Promise<EngineContainer> {
    const container = (await this.#call({ call: 'attach', ...wanted })) as Omit<EngineContainer, 'address'>;
    return { ...container, address: container.addresses[0] ?? '' };
  }

  async detach(name: string): Promise<void> {
    await this.#call({ call: 'detach', name });
  }

  async remove(name: string): Promise<void> {
    await this.#call({ call: 'remove', name });
  }

  async status(): Promise<EngineStatus> {
    return (await this.#call({ call: 'status' })) as EngineStatus;
  }

  async probe(): Promise<readonly OverlayProblem[]> {
    return (await this.#call({ call: 'probe' })) as readonly OverlayProblem[];
  }

  /** Ends what its daemon does in good order, and leaves the process. If it withdraws, the others hear of it. */
  async close(withdraws: boolean): Promise<void> {
    await this.#call({ call: 'close', withdraws });
  }

  /** Ends its daemon in good order; containers stay. */
  async stop(withdraws: boolean): Promise<void> {
    await this.close(withdraws);
    await this.kill();
  }

  /** Nothing is told to anybody. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }

  /** Its daemon stands still; what runs on it goes on. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Connections to these are broken and refused from now on; none of them lets all through again. */
  cutOff(endpoints: readonly string[]): void {
    const ports = endpoints.map((url) => new URL(url).port);
    const rule =
      ports.length === 0 ? '' : `add rule inet cut output tcp dport { ${ports.join(', ')} } reject with tcp reset`;
    const chain = 'add chain inet cut output { type filter hook output priority 0; }';
    this.host.run('nft', `add table inet cut; flush table inet cut; ${chain}; ${rule}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    const namespaces = join(this.#options.directory, 'run', 'netns');
    for (const name of readdirSync(namespaces)) removeNetworkNamespace(join(namespaces, name));
  }

  #spawn(): ChildProcess {
    const script = join(import.meta.dirname, 'engine-process.ts');
    const argv = [`--net=${this.host.namespace}`, process.execPath, '--no-warnings', script];
    const child = spawn('nsenter', argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', ({ id, result, error }: { id: number; result: unknown; error?: WireError }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(fromWireError(error));
      else waiting?.resolve(result);
    });
    child.on('exit', () => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error('the process of the host ended'));
      this.#waiting.clear();
    });
    return child;
  }

  #call(wanted: EngineCall): Promise<unknown> {
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    if (this.#process) this.#process.send({ id, request: wanted });
    else waiting.reject(new Error('the process of the host does not run'));
    return waiting.promise;
  }
}

/** The addresses that a container is given for a name, in their order; `none` if there are none. */
export function resolveIn(namespace: string, name: string): Promise<string> {
  return nodeIn(
    namespace,
    `import { Resolver } from 'node:dns/promises'; const r = new Resolver({ timeout: 1000, tries: 1 }); r.setServers(['127.0.0.11']);
    console.log(await r.resolve4('${name}').then((found) => found.join(' '), (error) => error.code === 'ENOTFOUND' ? 'none' : error.code));`,
  );
}

/** Until the container is given these for the name. */
export async function waitForNames(
  { namespace }: EngineContainer,
  name: string,
  expected: string | RegExp,
  timeoutMs = 10_000,
): Promise<void> {
  let last = '';
  await waitFor(
    `${name} to be ${expected}`,
    async () => {
      last = await resolveIn(namespace, name);
      if (typeof expected === 'string' ? last !== expected : !expected.test(last)) throw new Error(`it is ${last}`);
      return true;
    },
    { timeoutMs, intervalMs: 100 },
  );
}
