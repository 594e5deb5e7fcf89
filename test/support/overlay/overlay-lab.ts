// Hosts for tests of overlay networks: network namespaces on one bridge, each able to run programs and a data plane of its
// own. For test files that run in namespaces of their own (test/engine/networks/own-namespace.ts): what is made goes with them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBridge, deleteLink, linkIndex, setLinkMtu, setLinkUp } from '../../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { removeNetworkNamespace } from '../../../src/os/network-namespace.ts';
import { LabHost } from './lab-host.ts';

const LAN = 'lan';

export type OverlayLabOptions = {
  readonly hosts: number;
  /** Of the links between the hosts. */
  readonly mtu?: number;
};

/**
 * Host 1 has 192.0.2.1 and 2001:db8::1, and so on.
 *
 * <dir>/host1            its network namespace
 * <dir>/host1-web        that of a container on it
 */
export class OverlayLab implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'dockr-overlay-'));
  readonly hosts: readonly LabHost[];
  readonly #socket = new NetlinkSocket();

  constructor(options: OverlayLabOptions) {
    const mtu = options.mtu ?? 1500;
    this.#socket.request([
      setLinkUp('lo'),
      createBridge({ name: LAN, mac: '02:00:00:00:00:fe', mtu, group: 0 }),
      setLinkUp(LAN),
    ]);
    mkdirSync(this.directory, { recursive: true });
    const numbers = Array.from({ length: options.hosts }, (_, index) => index + 1);
    const lan = { socket: this.#socket, bridgeIndex: linkIndex(LAN) };
    this.hosts = numbers.map((number) => new LabHost({ directory: this.directory, number, mtu, lan }));
    this.#socket.request([setLinkMtu(LAN, mtu)]);
  }

  /** The host of a number from 1 on. */
  host(number: number): LabHost {
    const host = this.hosts[number - 1];
    if (!host) throw new Error(`the lab has no host ${number}`);
    return host;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()));
    // The kernel would do that with the namespaces, but later.
    this.#socket.request([...this.hosts.map((host) => deleteLink(host.lanLink)), deleteLink(LAN)]);
    for (const path of this.hosts.flatMap((host) => host.namespaces)) removeNetworkNamespace(path);
    this.#socket[Symbol.dispose]();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
