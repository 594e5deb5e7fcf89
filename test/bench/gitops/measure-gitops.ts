// The rounds of `npm run bench -- --gitops`: what it costs to keep a machine equal to a repository.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentSummary } from '../../../src/api/deployment-messages.ts';
import type { TestDockr } from '../../support/dockr.ts';
import type { TestRepository } from '../../support/git-server.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Row } from '../measure.ts';
import { memoryOf, memoryOfProcess } from '../watch/process-tree.ts';

const DEPLOYMENTS = 20;
const CONTAINERS_EACH = 10;
/** How often they look while rounds are measured: some eighty rounds in the time. */
const BUSY_INTERVAL = '15s';
const MEASURED_MS = 60_000;
const PUSHES = 10;
const PUSHING_MS = 5000;
const TICK_MS = 10;
const NAMES = Array.from({ length: DEPLOYMENTS }, (_, index) => `d${String(index).padStart(2, '0')}`);
/** As it is where nobody says otherwise. */
const USUAL_INTERVAL = '1m';

export type GitopsBench = {
  readonly dockr: TestDockr;
  readonly repository: TestRepository;
  readonly image: string;
  readonly say: (line: string) => void;
  /** Where the daemon tells how many rounds there were. */
  readonly metricsPort: number;
};

/** One row a figure; all of them of dockr alone. */
export async function measureGitops(bench: GitopsBench): Promise<readonly Row[]> {
  try {
    return await measureAll(bench);
  } finally {
    const { dockr } = bench;
    for (const { name } of await list(dockr)) await dockr.run(['deploy', 'rm', '--down', name]);
  }
}

async function measureAll(bench: GitopsBench): Promise<readonly Row[]> {
  const { dockr, say } = bench;
  say(`${DEPLOYMENTS} deployments with ${CONTAINERS_EACH} containers each`);
  await bench.repository.push(stacks(bench.image, 'first'));
  await addAll(bench, BUSY_INTERVAL);
  say(`${DEPLOYMENTS} rounds every ${BUSY_INTERVAL}, without news`);
  const busy = await measureFor(bench, MEASURED_MS);
  for (const name of NAMES) await dockr.ok(['deploy', 'suspend', name]);
  say(`nothing, for ${MEASURED_MS / 1000} s`);
  const still = await measureFor(bench, MEASURED_MS);
  for (const name of NAMES) await dockr.ok(['deploy', 'rm', name]);
  await addAll(bench, USUAL_INTERVAL);
  say(`nothing but rounds every ${USUAL_INTERVAL}, for ${MEASURED_MS / 1000} s`);
  const idle = await measureFor(bench, MEASURED_MS);
  say(`${PUSHES} commits in ${PUSHING_MS / 1000} s`);
  const bursts = await measureBurst(bench);
  const row = (name: string, unit: Row['unit'], samples: readonly number[], goal?: number): Row => ({
    name,
    unit,
    samples: { dockr: samples },
    ...(goal === undefined ? {} : { goal }),
  });
  const ofRounds = (used: number): number => (used * DEPLOYMENTS) / busy.rounds;
  const pid = pidOf(dockr);
  return [
    row(`CPU of the daemon, ${DEPLOYMENTS} rounds without news`, 'ms', [ofRounds(busy.own - still.own)], 100),
    row('CPU of git for these', 'ms', [ofRounds(busy.others - still.others)]),
    row(`written in ${busy.rounds} rounds`, 'KB', [busy.written / 1024], 0),
    row('CPU of the daemon at rest', '%', [(100 * idle.own) / MEASURED_MS], 0.5),
    row('CPU of the daemon without deployments', '%', [(100 * still.own) / MEASURED_MS]),
    row(`PSS of the daemon, ${DEPLOYMENTS * CONTAINERS_EACH} containers`, 'MB', [memoryOfProcess(pid)], 150),
    row('PSS with their monitors', 'MB', [memoryOf(pid)]),
    row(`applied, of ${PUSHES} commits in ${PUSHING_MS / 1000} s`, 'times', [bursts.applied], 3),
    row('the newest of them runs, after its push', 'ms', [bursts.ms]),
  ];
}

type Used = Cost & { readonly rounds: number };

/** What was used and done in so many milliseconds. */
async function measureFor({ dockr, metricsPort }: GitopsBench, ms: number): Promise<Used> {
  // What was begun before is not of this.
  await sleep(5000);
  const rounds = await countRounds(metricsPort);
  const cost = await costOf(pidOf(dockr), () => sleep(ms));
  return { ...cost, rounds: (await countRounds(metricsPort)) - rounds };
}

async function countRounds(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counts = [...text.matchAll(/^dockr_deployment_rounds_total\{[^}]*result="unchanged"\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

type Cost = { readonly own: number; readonly others: number; readonly written: number };

/** Milliseconds of the daemon and of the programs that it ran, and bytes that it had written to disk. */
async function costOf(pid: number, work: () => Promise<void>): Promise<Cost> {
  const before = usageOf(pid);
  await work();
  const after = usageOf(pid);
  return {
    own: after.own - before.own,
    others: after.others - before.others,
    written: after.written - before.written,
  };
}

function usageOf(pid: number): Cost {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const ticks = (first: number): number => (Number(fields[first] ?? 0) + Number(fields[first + 1] ?? 0)) * TICK_MS;
  const written = /^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
  return { own: ticks(11), others: ticks(13), written: Number(written ?? 0) };
}

/** How many of the commits were applied, and how long after its push the newest of them ran. */
async function measureBurst(bench: GitopsBench): Promise<{ readonly applied: number; readonly ms: number }> {
  const { dockr, repository } = bench;
  await repository.push({ 'stacks/burst/stack.yml': stackText({ image: bench.image, level: 'none', services: 1 }) });
  await add(bench, 'burst', '1s');
  const seen = new Set<string>();
  const look = async (): Promise<string | undefined> => {
    const commit = (await dockr.json<DeploymentSummary>(['deploy', 'show', 'burst'])).applied?.commit;
    if (commit !== undefined) seen.add(commit);
    return commit;
  };
  await look();
  const isPushing = new AbortController();
  const looking = (async () => {
    while (!isPushing.signal.aborted) await look();
  })();
  let newest = '';
  for (let push = 0; push < PUSHES; push++) {
    const text = stackText({ image: bench.image, level: `push ${push}`, services: 1 });
    newest = await repository.push({ 'stacks/burst/stack.yml': text });
    if (push < PUSHES - 1) await sleep(PUSHING_MS / PUSHES);
  }
  const pushed = performance.now();
  isPushing.abort();
  await looking;
  await waitFor('the newest to run', async () => (await look()) === newest);
  return { applied: seen.size - 1, ms: performance.now() - pushed };
}

async function addAll(bench: GitopsBench, interval: string): Promise<void> {
  for (const name of NAMES) await add(bench, name, interval);
}

async function add({ dockr, repository }: GitopsBench, name: string, interval: string): Promise<void> {
  const words = ['deploy', 'add', name, '--git', repository.url, '--path', `stacks/${name}`, '--interval', interval];
  await dockr.ok(words);
}

function stacks(image: string, level: string): Readonly<Record<string, string>> {
  const text = stackText({ image, level, services: CONTAINERS_EACH });
  return Object.fromEntries(NAMES.map((name) => [`stacks/${name}/stack.yml`, text]));
}

type Text = { readonly image: string; readonly level: string; readonly services: number };

function stackText({ image, level, services }: Text): string {
  const each = Array.from(
    { length: services },
    (_, index) => `  s${index}:
    image: ${image}
    command: [sleep, "1000000"]
    environment: { LEVEL: "${level}" }
    stop_grace_period: 0s
`,
  );
  return `services:\n${each.join('')}`;
}

function list(dockr: TestDockr): Promise<DeploymentSummary[]> {
  return dockr.lines<DeploymentSummary>(['deploy', 'list']);
}

function pidOf(dockr: TestDockr): number {
  const pid = dockr.daemonPid();
  if (pid === null) throw new Error('the daemon has ended');
  return pid;
}
