// Hosts with overlay networks and the etcd that they share, for tests that take something of it away. For test files that run
// in namespaces of their own.
import { join } from 'node:path';
import { setAddress } from '../../../src/os/netlink-addresses.ts';
import { linkIndex } from '../../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { type Etcd, startEtcd } from '../etcd.ts';
import { waitFor } from '../wait-for.ts';
import { type EngineContainer, EngineHost, type EngineHostOptions, type EngineStatus } from './engine-host.ts';
import { OverlayLab } from './overlay-lab.ts';
import { ping } from './ping.ts';

const STORE_ADDRESS = '192.0.2.254';

export type FaultLabOptions = {
  readonly hosts: number;
  readonly members?: 1 | 3;
  readonly engine?: Partial<EngineHostOptions>;
};

export class FaultLab implements AsyncDisposable {
  readonly lab: OverlayLab;
  readonly etcd: Etcd;
  readonly #hosts: readonly EngineHost[];

  private constructor(lab: OverlayLab, etcd: Etcd, hosts: readonly EngineHost[]) {
    this.lab = lab;
    this.etcd = etcd;
    this.#hosts = hosts;
  }

  /** All of it runs when this resolves; what fails to start takes the rest with it. */
  static async start({ hosts, members = 1, engine = {} }: FaultLabOptions): Promise<FaultLab> {
    await using stack = new AsyncDisposableStack();
    const lab = stack.use(new OverlayLab({ hosts }));
    using socket = new NetlinkSocket();
    socket.request([setAddress({ linkIndex: linkIndex('lan'), address: STORE_ADDRESS, prefixLength: 24 })]);
    const places = Array.from({ length: members }, () => ({ address: STORE_ADDRESS }));
    const etcd = stack.use(await startEtcd(join(lab.directory, 'etcd'), members, { places }));
    const engines = lab.hosts.map((host, index) =>
      stack.use(
        new EngineHost(host, {
          directory: join(lab.directory, `engine${index + 1}`),
          endpoints: etcd.endpoints,
          leaseSeconds: 3,
          ...engine,
        }),
      ),
    );
    await Promise.all(engines.map((host) => host.start()));
    const _ = stack.move();
    return new FaultLab(lab, etcd, engines);
  }

  /** The host of a number from 1 on. */
  host(number: number): EngineHost {
    const host = this.#hosts[number - 1];
    if (!host) throw new Error(`the lab has no host ${number}`);
    return host;
  }

  /** What the store has of dockr, as etcd's own gateway tells. */
  async keysInStore(): Promise<readonly string[]> {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const { kvs = [] } = await this.etcd.admin('kv/range', { key: base64('/dockr/'), range_end: base64('/dockr0') });
    return (kvs as { key: string }[]).map(({ key }) => Buffer.from(key, 'base64').toString());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const host of this.#hosts) await host[Symbol.asyncDispose]();
    await this.etcd[Symbol.asyncDispose]();
    await this.lab[Symbol.asyncDispose]();
  }
}

/** Until the address answers the container. */
export async function reaches(from: EngineContainer, address: string, timeoutMs = 10_000): Promise<void> {
  const isAnswered = async () => (await ping(from.namespace, address, { patienceMs: 300 })).kind === 'reply';
  await waitFor(`an answer of ${address}`, isAnswered, { timeoutMs });
}

/** Until the host says so of itself. */
export function waitForStatus(
  host: EngineHost,
  what: string,
  isSo: (status: EngineStatus) => boolean,
  timeoutMs = 20_000,
): Promise<EngineStatus> {
  const look = async () => {
    const status = await host.status();
    return isSo(status) && status;
  };
  return waitFor(what, look, { timeoutMs });
}
