// One simulated host: a network namespace on the LAN of an OverlayLab.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fromWireError, type WireError } from '../../../src/core/errors.ts';
import { setAddress, setDefaultRoute } from '../../../src/os/netlink-addresses.ts';
import {
  configurePort,
  createVeth,
  type Link,
  linkIndex,
  observeLinks,
  setLinkUp,
} from '../../../src/os/netlink-links.ts';
import { NetlinkSocket } from '../../../src/os/netlink-socket.ts';
import { createNetworkNamespace, insideNetworkNamespace } from '../../../src/os/network-namespace.ts';
import { ensureSysctl } from '../../../src/os/sysctl.ts';
import type { DataPlaneOptions } from '../../../src/overlay/data-plane/data-plane.ts';
import type { DesiredDataPlane } from '../../../src/overlay/data-plane/desired-state.ts';
import type { DroppedPackets } from '../../../src/overlay/data-plane/host-guard.ts';
import type { ApplyReport } from '../../../src/overlay/data-plane/report.ts';
import type { HostCall } from './host-process.ts';

export type LabHostOptions = {
  readonly directory: string;
  readonly number: number;
  readonly mtu: number;
  readonly lan: { readonly socket: NetlinkSocket; readonly bridgeIndex: number };
};

export type LabContainer = {
  readonly name: string;
  readonly bridge: string;
  readonly mac: string;
  readonly mtu: number;
  readonly addresses: readonly { readonly address: string; readonly prefixLength: number }[];
  readonly gateway?: string;
};

export const LAB_DATA_PLANE: DataPlaneOptions = {
  linkPrefix: 'dkt',
  linkGroup: 0xd0e,
  tableName: 'dockr_overlay_test',
};

export class LabHost {
  readonly ipv4: string;
  readonly ipv6: string;
  /** Path of its network namespace. */
  readonly namespace: string;
  /** Its link on the LAN, at the LAN's end. */
  readonly lanLink: string;
  readonly #containers: string[] = [];
  #process: ChildProcess | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  constructor({ directory, number, mtu, lan }: LabHostOptions) {
    this.ipv4 = `192.0.2.${number}`;
    this.ipv6 = `2001:db8::${number.toString(16)}`;
    this.namespace = join(directory, `host${number}`);
    this.lanLink = `lan${number}`;
    createNetworkNamespace(this.namespace);
    const mac = `02:00:00:00:01:${number.toString(16).padStart(2, '0')}`;
    addLink(lan.socket, this.namespace, { name: this.lanLink, bridgeIndex: lan.bridgeIndex, mac, mtu });
    const addresses = [
      { address: this.ipv4, prefixLength: 24 },
      { address: this.ipv6, prefixLength: 64 },
    ];
    setUpInside(this.namespace, { addresses });
  }

  get namespaces(): readonly string[] {
    return [this.namespace, ...this.#containers];
  }

  /** A container as far as the network goes: a namespace with `eth0` on a bridge of this host. Returns its path. */
  addContainer(container: LabContainer): string {
    const path = `${this.namespace}-${container.name}`;
    createNetworkNamespace(path);
    this.#containers.push(path);
    using socket = this.openNetlink();
    const bridgeIndex = insideNetworkNamespace(this.namespace, () => linkIndex(container.bridge));
    addLink(socket, path, { name: `c-${container.name}`, bridgeIndex, mac: container.mac, mtu: container.mtu });
    setUpInside(path, container);
    return path;
  }

  /** A link of the host as the kernel has it. */
  link(name: string): Link | undefined {
    using socket = this.openNetlink();
    return observeLinks(socket).find((link) => link.name === name);
  }

  /** For the test to look at this host's kernel, or to wreck it. */
  openNetlink(): NetlinkSocket {
    return insideNetworkNamespace(this.namespace, () => new NetlinkSocket());
  }

  /** Runs a program in the host's namespace. Throws with its output if it fails. */
  run(...argv: readonly string[]): string {
    return runIn(this.namespace, ...argv);
  }

  /** Loses so many of a hundred packets that come in from other hosts. */
  lose(percent: number): void {
    this.run(
      'nft',
      `add table inet lab; flush table inet lab; add chain inet lab input { type filter hook input priority -400; }; add rule inet lab input iifname "eth0" numgen random mod 100 < ${percent} drop`,
    );
  }

  /** A data plane in a process of its own, which lives until `stop`; opened again, it remembers nothing. */
  async openDataPlane(options: Partial<DataPlaneOptions> = {}): Promise<void> {
    this.#process ??= this.#start();
    await this.#call({ call: 'open', options: { ...LAB_DATA_PLANE, ...options } });
  }

  /** As `DataPlane.apply`, but that errors are such as came over the wire. */
  async apply(desired: DesiredDataPlane): Promise<ApplyReport> {
    return withErrors(await this.#call({ call: 'apply', desired }));
  }

  async verify(): Promise<ApplyReport> {
    return withErrors(await this.#call({ call: 'verify' }));
  }

  async dropped(): Promise<DroppedPackets> {
    return (await this.#call({ call: 'dropped' })) as DroppedPackets;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (!child) return;
    await this.#call({ call: 'close' }).catch(() => undefined);
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    this.#process = undefined;
  }

  #start(): ChildProcess {
    const script = join(import.meta.dirname, 'host-process.ts');
    const argv = [`--net=${this.namespace}`, process.execPath, '--no-warnings', script];
    const child = spawn('nsenter', argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', ({ id, result, error }: { id: number; result: unknown; error?: WireError }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(fromWireError(error));
      else waiting?.resolve(result);
    });
    child.on('exit', () => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error('the process of the host ended'));
    });
    return child;
  }

  #call(request: HostCall): Promise<unknown> {
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#process?.send({ id, request });
    return waiting.promise;
  }
}

/** Runs a program in a namespace. Throws with its output if it fails. */
export function runIn(namespace: string, ...argv: readonly string[]): string {
  const result = spawnSync('nsenter', [`--net=${namespace}`, ...argv], { encoding: 'utf8', timeout: 20_000 });
  if (result.status === 0) return result.stdout.trim();
  throw new Error(`${argv.join(' ')}: ${result.stderr || result.stdout || String(result.error)}`);
}

/** Starts a program in a namespace; the caller kills it. */
export function startIn(namespace: string, ...argv: readonly string[]): ChildProcess {
  return spawn('nsenter', [`--net=${namespace}`, ...argv], { stdio: 'ignore' });
}

type NewLink = { readonly name: string; readonly bridgeIndex: number; readonly mac: string; readonly mtu: number };

function addLink(socket: NetlinkSocket, namespace: string, link: NewLink): void {
  const { name, bridgeIndex, mac, mtu } = link;
  const descriptor = openSync(namespace, 'r');
  try {
    const peer = { name: 'eth0', mac, namespaceFd: descriptor };
    socket.request([
      createVeth({ name, bridgeIndex, mtu, group: 0, peer }),
      configurePort(name, { alias: name, withIpv6: true }),
      setLinkUp(name),
    ]);
  } finally {
    closeSync(descriptor);
  }
}

function setUpInside(namespace: string, setup: Pick<LabContainer, 'addresses' | 'gateway'>): void {
  insideNetworkNamespace(namespace, () => {
    using socket = new NetlinkSocket();
    const index = linkIndex('eth0');
    ensureSysctl('net/ipv6/conf/eth0/accept_ra', '0');
    socket.request([
      setLinkUp('lo'),
      ...setup.addresses.map((address) => setAddress({ linkIndex: index, ...address })),
      setLinkUp('eth0'),
      ...(setup.gateway ? [setDefaultRoute(setup.gateway, index)] : []),
    ]);
  });
}

function withErrors(result: unknown): ApplyReport {
  const report = result as Omit<ApplyReport, 'failures'> & {
    readonly failures: readonly { readonly vni: number | undefined; readonly error: WireError }[];
  };
  return { ...report, failures: report.failures.map(({ vni, error }) => ({ vni, error: fromWireError(error) })) };
}
