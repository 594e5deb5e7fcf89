// TCP between containers on two hosts: through the engine, and through a VXLAN made by hand with the same MTU, in turns.
import { spawnSync } from 'node:child_process';
import { type FaultLab, reaches } from '../../support/overlay/fault-lab.ts';
import { startIn } from '../../support/overlay/lab-host.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Row } from '../measure.ts';
import { makeVxlan } from './hand-made-vxlan.ts';

const ROUNDS = 7;
const SECONDS = 3;
export const BY_HAND = 'VXLAN by hand';

type Way = { readonly side: string; readonly from: string; readonly to: string; readonly address: string };

export async function measureThroughput(faults: FaultLab, say: (line: string) => void): Promise<Row> {
  const [one, two] = [faults.host(1), faults.host(2)];
  await Promise.all([one.create('wide'), two.create('wide')]);
  const sender = await one.attach({ name: 'sender', networks: ['wide'] });
  const receiver = await two.attach({ name: 'receiver', networks: ['wide'] });
  await reaches(sender, receiver.address);
  using byHand = makeVxlan(one.host, two.host, 1450);
  const [from, to] = byHand.namespaces;
  const ways: readonly Way[] = [
    { side: 'dockr', from: sender.namespace, to: receiver.namespace, address: receiver.address },
    { side: BY_HAND, from, to, address: byHand.address },
  ];
  const samples = new Map(ways.map(({ side }) => [side, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    // The first one changes, and the first round is to warm up.
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const speed = await iperf(way);
      if (round > 0) samples.get(way.side)?.push(speed);
      say(`${way.side}: ${speed.toFixed(0)} Mbit/s`);
    }
  }
  await one.detach('sender');
  await two.detach('receiver');
  for (const host of [one, two]) await host.remove('wide');
  return { name: 'TCP across two hosts', unit: 'Mbit/s', goalLeastShare: 0.9, samples: Object.fromEntries(samples) };
}

/** What arrived, in Mbit/s. */
async function iperf({ from, to, address }: Way): Promise<number> {
  const server = startIn(to, 'iperf3', '--server', '--one-off', '--bind', address);
  const exited = new Promise((resolve) => server.once('exit', resolve));
  try {
    const isListening = () =>
      spawnSync('nsenter', [`--net=${to}`, 'ss', '-Hltn', 'sport = :5201'], { encoding: 'utf8' }).stdout !== '';
    await waitFor('iperf3 to listen', isListening);
    const argv = [`--net=${from}`, 'iperf3', '--client', address, '--time', String(SECONDS), '--json'];
    const { stdout } = spawnSync('nsenter', argv, { encoding: 'utf8', timeout: 30_000 });
    const result = JSON.parse(stdout) as { end?: { sum_received?: { bits_per_second: number } }; error?: string };
    const speed = result.end?.sum_received?.bits_per_second;
    if (speed === undefined) throw new Error(`iperf3: ${result.error ?? stdout}`);
    return speed / 1e6;
  } finally {
    server.kill('SIGKILL');
    await exited;
  }
}
