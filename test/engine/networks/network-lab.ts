// A machine for tests inside one network namespace: an engine, containers that are only namespaces, a neighbour on a LAN.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BridgeNetworkSpec, ContainerSpec, PortSpec } from '../../../src/core/specs.ts';
import { NetworkEngine, type NetworkEngineOptions } from '../../../src/engine/networks/network-engine.ts';
import type { AttachRequest } from '../../../src/engine/networks/resolve-attachment.ts';
import { Database } from '../../../src/store/database.ts';

export type Lab = {
  readonly dir: string;
  readonly database: Database;
  readonly engine: NetworkEngine;
  readonly warnings: string[];
  readonly restart: () => NetworkEngine;
  readonly close: () => Promise<void>;
};

/** An engine with everything of its own below a temporary directory. */
export function openLab(overrides: Partial<NetworkEngineOptions> = {}): Lab {
  const dir = mkdtempSync(join(tmpdir(), 'dockr-net-'));
  mkdirSync(join(dir, 'run'));
  spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', join(dir, 'run')]);
  writeFileSync(join(dir, 'resolv.conf'), 'nameserver 192.0.2.53\n');
  spawnSync('ip', ['link', 'set', 'lo', 'up']);
  const database = new Database(join(dir, 'dockr.db'));
  const warnings: string[] = [];
  const open = () => openEngine(database, dir, { onWarning: (code) => warnings.push(code), ...overrides });
  const lab = { dir, database, engine: open(), warnings, restart: () => (lab.engine = open()), close: async () => {} };
  lab.close = async () => {
    await lab.engine.close();
    database[Symbol.dispose]();
    spawnSync('umount', ['-l', join(dir, 'run')]);
    rmSync(dir, { recursive: true, force: true });
  };
  return lab;
}

/** An engine over the files of a lab. */
export function openEngine(
  database: Database,
  dir: string,
  overrides: Partial<NetworkEngineOptions> = {},
): NetworkEngine {
  return new NetworkEngine({
    database,
    runDir: join(dir, 'run'),
    bridgePrefix: 'dkt',
    tableName: 'dockr_test',
    pools: ['10.211.0.0/16'],
    linkGroup: 0xd0d,
    resolvConfPath: join(dir, 'resolv.conf'),
    ...overrides,
  });
}

export function networkSpec(name: string, overrides: Partial<BridgeNetworkSpec> = {}): BridgeNetworkSpec {
  return {
    name,
    stack: null,
    key: null,
    driver: 'bridge',
    internal: false,
    subnet: null,
    gateway: null,
    ipRange: null,
    options: {},
    labels: {},
    ...overrides,
  };
}

/** A request for one container on networks, by names. */
export function request(
  name: string,
  networks: readonly string[],
  overrides: Partial<AttachRequest> = {},
): AttachRequest {
  const containerId = Buffer.from(name).toString('hex').padEnd(64, '0');
  const attachments = networks.map((network) => ({ network, aliases: [], ipv4: null, mac: null }));
  return {
    containerId,
    name,
    service: name.replace(/-[0-9]+$/, ''),
    attachments,
    ports: [],
    sharing: null,
    ...overrides,
  };
}

export function port(hostPort: number | null, containerPort: number, overrides: Partial<PortSpec> = {}): PortSpec {
  return {
    containerPort,
    protocol: 'tcp',
    hostIp: null,
    hostPort: hostPort === null ? null : [hostPort, hostPort],
    ...overrides,
  };
}

/** Writes the row that the container engine would have written. */
export function recordContainer(database: Database, wanted: AttachRequest): void {
  const spec: Partial<ContainerSpec> = {
    name: wanted.name,
    stack: wanted.sharing?.split('/')[0] ?? null,
    service: wanted.service,
    replica: 1,
    network: { kind: 'networks', attachments: wanted.attachments },
    ports: wanted.ports,
    dns: [],
  };
  database.run(
    "INSERT INTO containers (id, name, spec, spec_version, state, created_at) VALUES (?, ?, ?, 1, 'running', 0)",
    wanted.containerId,
    wanted.name,
    JSON.stringify(spec),
  );
}

/** Runs a program in a namespace, or here. Returns what it printed. */
export function runIn(
  namespace: string | null,
  ...argv: readonly string[]
): { readonly status: number; readonly output: string } {
  const full = namespace === null ? argv : ['nsenter', `--net=${namespace}`, ...argv];
  const result = spawnSync(full[0] ?? '', full.slice(1), { encoding: 'utf8', timeout: 15_000 });
  return { status: result.status ?? -1, output: `${result.stdout}${result.stderr}`.trim() };
}

/** Starts a program in a namespace; the caller kills it. */
export function startIn(namespace: string | null, ...argv: readonly string[]): ChildProcess {
  const full = namespace === null ? argv : ['nsenter', `--net=${namespace}`, ...argv];
  return spawn(full[0] ?? '', full.slice(1), { stdio: 'ignore' });
}

/** Runs a script of Node in a namespace. Returns what it printed. */
export function nodeIn(namespace: string | null, script: string): Promise<string> {
  return outputIn(namespace, process.execPath, '--input-type=module', '-e', script);
}

/** Runs a program in a namespace without blocking this process, which may have to answer it. Returns what it printed. */
export function outputIn(namespace: string | null, ...argv: readonly string[]): Promise<string> {
  const full = namespace === null ? argv : ['nsenter', `--net=${namespace}`, ...argv];
  return new Promise((resolve, reject) => {
    const child = spawn(full[0] ?? '', full.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(output.trim()));
  });
}

/** A server that answers TCP at port 80 and UDP at port 53 with the address of the peer. */
export const ECHO_PEER = `
import net from 'node:net'; import dgram from 'node:dgram';
net.createServer((c) => { c.on('error', () => {}); c.end(c.remoteAddress); }).listen(80, '0.0.0.0');
const u = dgram.createSocket('udp4'); u.on('message', (m, r) => u.send(r.address, r.port, r.address)); u.bind(53, '0.0.0.0');
`;

/** Prints the answer of such a server, or FAIL. */
export function askPeer(host: string, portNumber: number, protocol: 'tcp' | 'udp' = 'tcp'): string {
  const fail = "const fail = () => { console.log('FAIL'); process.exit(0); }; setTimeout(fail, 1500);";
  if (protocol === 'tcp') {
    return `import net from 'node:net'; ${fail} let t = ''; net.connect(${portNumber}, '${host}').on('error', fail).on('data', (d) => t += d).on('end', () => { console.log(t || 'FAIL'); process.exit(0); });`;
  }
  return `import dgram from 'node:dgram'; ${fail} const u = dgram.createSocket('udp4'); u.on('error', fail); u.on('message', (m) => { console.log(String(m)); process.exit(0); }); u.connect(${portNumber}, '${host}', () => u.send('x'));`;
}

/** Of the neighbour, and of this host as the neighbour sees it. */
export const LAN_ADDRESS = '198.51.100.2';
export const HOST_ADDRESS = '198.51.100.1';

/** A neighbour on a LAN, in the namespace `<dir>/lan`, who tries to reach containers and 127.0.0.0/8 by way of this host. */
export function addNeighbour(dir: string): void {
  writeFileSync(`${dir}/lan`, '');
  const script = [
    `unshare --net=${dir}/lan true`,
    `ip link add ext0 type veth peer name eth0`,
    `nsenter --net=${dir}/lan ip link set lo up`,
  ];
  for (const line of script) runIn(null, ...line.split(' '));
  runIn(null, 'sh', '-c', `nsenter --net=${dir}/lan sleep 3 & sleep 0.1; ip link set eth0 netns $!; sleep 0.1`);
  runIn(null, 'ip', 'addr', 'add', `${HOST_ADDRESS}/24`, 'dev', 'ext0');
  runIn(null, 'ip', 'link', 'set', 'ext0', 'up');
  const lan = `${dir}/lan`;
  runIn(lan, 'ip', 'addr', 'add', `${LAN_ADDRESS}/24`, 'dev', 'eth0');
  runIn(lan, 'ip', 'link', 'set', 'eth0', 'up');
  runIn(lan, 'ip', 'route', 'add', '10.212.0.0/24', 'via', HOST_ADDRESS);
  runIn(lan, 'ip', 'route', 'del', 'local', '127.0.0.0/8', 'dev', 'lo', 'table', 'local');
  runIn(lan, 'ip', 'route', 'del', 'local', '127.0.0.1', 'dev', 'lo', 'table', 'local');
  runIn(lan, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet');
  runIn(lan, 'ip', 'route', 'add', '127.0.0.0/8', 'via', HOST_ADDRESS);
}
