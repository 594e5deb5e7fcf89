// Hosts of a fleet: network namespaces on one bridge, each with a daemon, a state directory and a run directory of its own.
// For test files that run in namespaces of their own (test/engine/networks/own-namespace.ts): what is made goes with them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeploymentSummary } from '../../../src/api/deployment-messages.ts';
import type { ContainerSummary } from '../../../src/api/messages.ts';
import { createNetworkNamespace, removeNetworkNamespace } from '../../../src/os/network-namespace.ts';
import { TestDockr } from '../../support/dockr.ts';
import { createTestRoot, type TestRoot } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Of the machine that the repositories are on. */
export const LAN_ADDRESS = '192.0.2.254';

/** The bridge between the hosts, in the namespace of the test. */
export function createLan(): void {
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', 'lan', 'type', 'bridge');
  ip('address', 'add', `${LAN_ADDRESS}/24`, 'dev', 'lan');
  ip('link', 'set', 'lan', 'up');
}

export type FleetHostOptions = {
  readonly number: number;
  readonly name: string;
  readonly labels: string;
  /** Whose repositories may be followed though they are not encrypted. */
  readonly origin: string;
};

export class FleetHost implements AsyncDisposable {
  readonly root: TestRoot;
  readonly dockr: TestDockr;
  readonly name: string;
  readonly address: string;
  readonly namespace: string;

  private constructor(root: TestRoot, { number, name, labels, origin }: FleetHostOptions) {
    this.root = root;
    this.name = name;
    this.address = `192.0.2.${number}`;
    this.namespace = join(root.workDirectory, 'host');
    createNetworkNamespace(this.namespace);
    joinLan(this.namespace, number, this.address);
    const environment = { DOCKR_NODE_NAME: name, DOCKR_NODE_LABELS: labels, DOCKR_GIT_ALLOW: origin };
    this.dockr = new TestDockr(root, environment, ['nsenter', `--net=${this.namespace}`]);
  }

  static async start(options: FleetHostOptions): Promise<FleetHost> {
    return new FleetHost(await createTestRoot(), options);
  }

  show(name: string): Promise<DeploymentSummary> {
    return this.dockr.json(['deploy', 'show', name]);
  }

  deployments(): Promise<string> {
    return this.dockr
      .ok(['deploy', 'list', '--quiet'])
      .then(({ stdout }) => stdout.trim().split('\n').sort().join(' '));
  }

  containers(): Promise<readonly ContainerSummary[]> {
    return this.dockr.lines(['ps', '--all', '--all-stacks']);
  }

  /** What it serves on its port to the others of the LAN. */
  async page(): Promise<string> {
    const response = await fetch(`http://${this.address}:8080/`, { signal: AbortSignal.timeout(2000) });
    return (await response.text()).trim();
  }

  async waitForPage(text: string): Promise<void> {
    let last = '';
    const isThere = async (): Promise<boolean> => {
      last = await this.page().catch((error: unknown) => String(error));
      if (last !== text) throw new Error(`it is "${last}"\n${this.dockr.daemonLog()}`);
      return true;
    };
    await waitFor(`"${text}" of ${this.name}`, isThere, { timeoutMs: 30_000, intervalMs: 100 });
  }

  /** What a program prints in its namespace. */
  run(...argv: readonly string[]): string {
    return execFileSync('nsenter', [`--net=${this.namespace}`, ...argv], { encoding: 'utf8' });
  }

  /** With the supervisor, which would start another one: it stays dead until the next command. */
  async killDaemon(): Promise<void> {
    const pid = this.dockr.daemonPid();
    if (pid === null) throw new Error(`${this.name} has no daemon`);
    const supervisor = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const title = readFileSync(`/proc/${supervisor}/cmdline`, 'utf8');
    if (!title.includes('dockr-supervisor')) throw new Error(`the daemon of ${this.name} was started by "${title}"`);
    process.kill(supervisor, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await waitFor('the end of the daemon', () => this.dockr.daemonPid() === null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.dockr.daemonPid() !== null) {
      for (const name of (await this.deployments()).split(' ').filter((each) => each !== '' && !each.includes('-')))
        await this.dockr.run(['deploy', 'rm', '--down', name]);
    }
    await this.dockr[Symbol.asyncDispose]();
    removeNetworkNamespace(this.namespace);
    await this.root[Symbol.asyncDispose]();
  }
}

function joinLan(namespace: string, number: number, address: string): void {
  const within = (...words: readonly string[]) => execFileSync('nsenter', [`--net=${namespace}`, 'ip', ...words]);
  const port = `port${number}`;
  ip('link', 'add', port, 'type', 'veth', 'peer', 'name', `eth${number}`);
  ip('link', 'set', `eth${number}`, 'netns', namespace);
  ip('link', 'set', port, 'master', 'lan', 'up');
  within('link', 'set', 'lo', 'up');
  within('link', 'set', `eth${number}`, 'name', 'eth0');
  within('address', 'add', `${address}/24`, 'dev', 'eth0');
  within('link', 'set', 'eth0', 'up');
}

function ip(...words: readonly string[]): void {
  execFileSync('ip', [...words]);
}
