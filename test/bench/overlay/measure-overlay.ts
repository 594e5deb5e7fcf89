// `npm run bench -- --overlay`: hosts are network namespaces on one bridge, with an etcd of three members beside them. Imported,
// this starts the program again in namespaces of its own.
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { FaultLab } from '../../support/overlay/fault-lab.ts';
import type { Row } from '../measure.ts';
import { CROWD, measureJoin, measureThousand } from './convergence.ts';
import { measureDaemonMemory } from './daemon-memory.ts';
import { BY_HAND, measureThroughput } from './throughput.ts';

export const OVERLAY_SIDES = ['dockr', BY_HAND];

export async function measureOverlay(say: (line: string) => void): Promise<readonly Row[]> {
  if (cannotIsolate) throw new Error(cannotIsolate);
  // The settings that a daemon has by itself. The fourth host is for the built program.
  const engine = { leaseSeconds: 30, patienceMs: 30_000, reconcileMs: 20_000 };
  await using faults = await FaultLab.start({ hosts: 4, members: 3, engine });
  await faults.host(4).stop(true);
  say('TCP');
  const throughput = await measureThroughput(faults, say);
  say('a host that joins');
  const join = await measureJoin(faults);
  say('a thousand endpoints');
  const rest = await measureThousand(faults, () => {
    say('memory of daemons');
    return measureDaemonMemory(faults, CROWD);
  });
  return [throughput, ...join, ...rest];
}
