// How long it takes until others have in their kernels what one host did.
import { observeNeighbours } from '../../../src/os/netlink-neighbours.ts';
import { Crowd } from '../../support/overlay/crowd.ts';
import type { FaultLab } from '../../support/overlay/fault-lab.ts';
import type { LabHost } from '../../support/overlay/lab-host.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Row } from '../measure.ts';

const JOINING = 50;
const JOIN_ROUNDS = 5;
const CHANGES = 20;
const CROWD_HOSTS = 17;
const EACH = 5;
const NUMBERS = [1, 2, 3];
export const CROWD = 1000 - NUMBERS.length * EACH;

/** A host whose daemon was not there comes back with all its containers. Its process runs already, and no more than that. */
export async function measureJoin(faults: FaultLab): Promise<readonly Row[]> {
  const [one, two] = [faults.host(1), faults.host(2)];
  await Promise.all([one.create('joined'), two.create('joined')]);
  await one.attach({ name: 'waiting', networks: ['joined'] });
  for (let index = 0; index < JOINING; index++) await two.attach({ name: `c-${index}`, networks: ['joined'] });
  await untilKnown([one.host], JOINING);
  const [sinceStart, sinceRestored]: [number[], number[]] = [[], []];
  for (let round = 0; round <= JOIN_ROUNDS; round++) {
    await two.close(true);
    await untilKnown([one.host], 0);
    const began = performance.now();
    const opened = two.open().then(() => performance.now());
    await untilKnown([one.host], JOINING);
    const known = performance.now();
    const restored = await opened;
    if (round === 0) continue;
    sinceStart.push(known - began);
    sinceRestored.push(Math.max(0, known - restored));
  }
  for (let index = 0; index < JOINING; index++) await two.detach(`c-${index}`);
  await one.detach('waiting');
  for (const host of [one, two]) await host.remove('joined');
  const name = `join with ${JOINING} endpoints`;
  return [
    { name: `${name}, from the start of its engine`, unit: 'ms', goal: 1000, samples: { dockr: sinceStart } },
    { name: `${name}, from when that has wired them`, unit: 'ms', goal: 1000, samples: { dockr: sinceRestored } },
  ];
}

/** A thousand endpoints on twenty hosts, three of which are real. Calls `whenThere` while they are. */
export async function measureThousand(
  faults: FaultLab,
  whenThere: (crowd: Crowd) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const subnet = '10.94.0.0/20';
  const made = await faults.host(1).create('crowded', { subnet });
  if (!made.overlay) throw new Error('it is no overlay');
  await Promise.all([2, 3].map((number) => faults.host(number).create('crowded', { subnet })));
  const { endpoints } = faults.etcd;
  await using crowd = await Crowd.start({ endpoints, network: made.overlay, hosts: CROWD_HOSTS, containers: CROWD });
  for (const number of NUMBERS)
    for (let index = 0; index < EACH; index++)
      await faults.host(number).attach({ name: `c-${number}-${index}`, networks: ['crowded'] });
  const hosts = NUMBERS.map((number) => faults.host(number).host);
  await untilKnown(hosts, CROWD + 2 * EACH);
  const rows = [
    await measureSetUp(faults, made.bridge),
    ...(await measureChanges(crowd, hosts)),
    ...(await whenThere(crowd)),
  ];
  for (const number of NUMBERS) {
    for (let index = 0; index < EACH; index++) await faults.host(number).detach(`c-${number}-${index}`);
    await faults.host(number).remove('crowded');
  }
  return rows;
}

/** A real host that has nothing of the network in its kernel, as after a reboot. */
async function measureSetUp(faults: FaultLab, bridge: string): Promise<Row> {
  const three = faults.host(3);
  const took: number[] = [];
  for (let round = 0; round <= JOIN_ROUNDS; round++) {
    await three.close(true);
    three.host.run('ip', 'link', 'del', bridge);
    await untilKnown([three.host], 0);
    const began = performance.now();
    const opened = three.open();
    await untilKnown([three.host], CROWD + 2 * EACH);
    if (round > 0) took.push(performance.now() - began);
    await opened;
  }
  return { name: 'set up a host among 1,000 endpoints', unit: 'ms', goal: 1000, samples: { dockr: took } };
}

async function measureChanges(crowd: Crowd, hosts: readonly LabHost[]): Promise<readonly Row[]> {
  const [come, gone]: [number[], number[]] = [[], []];
  const size = CROWD + 2 * EACH;
  for (let change = 0; change < CHANGES; change++) {
    let began = performance.now();
    await crowd.add(1);
    await untilKnown(hosts, size + 1);
    come.push(performance.now() - began);
    began = performance.now();
    await crowd.removeLast();
    await untilKnown(hosts, size);
    gone.push(performance.now() - began);
  }
  return [
    { name: 'one more among them, on three hosts', unit: 'ms', goal: 1000, samples: { dockr: come } },
    { name: 'one less', unit: 'ms', goal: 1000, samples: { dockr: gone } },
  ];
}

/** So many containers of other hosts, in each kernel. */
async function untilKnown(hosts: readonly LabHost[], count: number): Promise<void> {
  for (const host of hosts) {
    using socket = host.openNetlink();
    const known = () => observeNeighbours(socket).filter(({ permanent }) => permanent).length;
    await waitFor(`${count} entries`, () => known() === count, { timeoutMs: 60_000, intervalMs: 5 });
  }
}
