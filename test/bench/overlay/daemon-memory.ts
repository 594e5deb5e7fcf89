// What overlay networks cost a daemon: the built program with one container on a bridge, and on a network of a thousand.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { serveImages } from '../../e2e/images.ts';
import { TestDockr } from '../../support/dockr.ts';
import type { FaultLab } from '../../support/overlay/fault-lab.ts';
import { createTestRoot } from '../../support/test-root.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Row } from '../measure.ts';
import { memoryOfProcess } from '../watch/process-tree.ts';

const QUIET_MS = 20_000;
const SAMPLES = 5;
const EVERY_MS = 2000;

const SERVICE = `
services:
  web: {image: "$IMAGE", command: sleep infinity, networks: [mesh]}
`;
const BRIDGE = `${SERVICE}networks: {mesh: {}}\n`;
const OVERLAY = `${SERVICE}networks:
  mesh: {driver: overlay, name: crowded, ipam: {config: [{subnet: 10.94.0.0/20}]}}
`;

/** While the network is there, with so many endpoints; on a host of the lab that has no daemon. */
export async function measureDaemonMemory(faults: FaultLab, expected: number): Promise<readonly Row[]> {
  const settings = {
    DOCKR_OVERLAY_STORE: faults.etcd.endpoints.join(','),
    DOCKR_OVERLAY_ADVERTISE: 'eth0',
    DOCKR_OVERLAY_NODE: 'measured',
  };
  const without = await memoryWith(faults, { stack: BRIDGE, settings: {}, expected: 0 });
  const withIt = await memoryWith(faults, { stack: OVERLAY, settings, expected });
  const least = Math.min(...without);
  return [
    { name: 'PSS of the daemon, one container', unit: 'MB', samples: { dockr: without } },
    { name: 'the same, 1,000 endpoints of an overlay', unit: 'MB', samples: { dockr: withIt } },
    { name: 'more for the overlay', unit: 'MB', goal: 30, samples: { dockr: withIt.map((value) => value - least) } },
  ];
}

type Case = {
  readonly stack: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly expected: number;
};

async function memoryWith(faults: FaultLab, { stack, settings, expected }: Case): Promise<readonly number[]> {
  await using root = await createTestRoot();
  const image = await pullImage(root);
  const folder = join(root.workDirectory, 'stack');
  mkdirSync(folder);
  writeFileSync(join(folder, 'compose.yaml'), stack);
  const { host } = faults.host(4);
  const environment = { ...settings, IMAGE: image };
  await using dockr = new TestDockr(root, environment, ['nsenter', `--net=${host.namespace}`]);
  await dockr.ok(['up', '-d'], { cwd: folder });
  const known = () => host.run('ip', 'neigh', 'show', 'nud', 'permanent').split('\n').filter(Boolean).length;
  await waitFor('the entries', () => known() >= expected, { timeoutMs: 60_000 });
  await setTimeout(QUIET_MS);
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    samples.push(memoryOfProcess(dockr.daemonPid() ?? 0));
    await setTimeout(EVERY_MS);
  }
  await dockr.ok(['down', '-t', '0'], { cwd: folder });
  return samples;
}

/** The registry is on the loopback address of this namespace, where the host is not. */
async function pullImage(root: Awaited<ReturnType<typeof createTestRoot>>): Promise<string> {
  await using served = await serveImages(join(root.workDirectory, 'registry'), ['busybox']);
  await using fetcher = new TestDockr(root);
  await fetcher.ok(['pull', served.images.busybox.byTag]);
  return served.images.busybox.byTag;
}
