// `npm run bench`: dockr beside Docker with Compose, in one run, on the same stack files and image. It never fails for a
// figure: machines differ, and what counts is the ratio.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { TestDockr } from '../support/dockr.ts';
import { TestRepository } from '../support/git-server.ts';
import type { TestImage } from '../support/image-layout.ts';
import { busyboxImage, extendImage } from '../support/images.ts';
import { nodeImage } from '../support/node-image.ts';
import { pushImage } from '../support/push-image.ts';
import { startRegistry } from '../support/registry.ts';
import { createTestRoot, findFreePort } from '../support/test-root.ts';
import { dockrSide } from './dockr-side.ts';
import { measureGitops } from './gitops/measure-gitops.ts';
import { measureWebhook } from './gitops/measure-webhook.ts';
import { measureLoader } from './loader.ts';
import { type Bench, measureColdStart, measureDeafPrograms, measureSize, type Row } from './measure.ts';
import { type BenchOptions, parseOptions, USAGE } from './options.ts';
import { findPeerScript, Peer, peerSide } from './peer.ts';
import { measurePlanner } from './planner.ts';
import { formatParts, formatTable } from './report.ts';
import { Shell } from './shell.ts';
import type { Side } from './side.ts';
import { measureWatch } from './watch/measure-watch.ts';
import type { WatchSide } from './watch/watch-side.ts';

const DOCKR = join(import.meta.dirname, '../../bin/dockr');

const say = (line: string) => process.stderr.write(`${line}\n`);

await main();

async function main(): Promise<void> {
  let options: BenchOptions;
  try {
    options = parseOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  if (options.loaderOnly) {
    process.stdout.write(measureLoader());
    return;
  }
  if (options.plannerOnly) {
    process.stdout.write(measurePlanner());
    return;
  }
  if (options.overlayOnly) {
    await runOverlay(options);
    return;
  }
  await using stack = new AsyncDisposableStack();
  const { bench, facts, ...measured } = await prepare(options, stack);
  const rows = await measure(options, { bench, ...measured });
  const sides = bench.sides.map((side) => side.name);
  process.stdout.write(`\n${formatFacts(facts)}\n${formatTable(rows, sides)}\n${formatParts(rows)}`);
  if (options.jsonFile) writeFileSync(options.jsonFile, `${JSON.stringify({ ...facts, rows }, undefined, 2)}\n`);
  for (const side of bench.sides) await side.forget(bench.image);
}

/** Loaded only here: it starts this program again, in namespaces of its own. */
async function runOverlay({ jsonFile }: BenchOptions): Promise<void> {
  const { measureOverlay, OVERLAY_SIDES } = await import('./overlay/measure-overlay.ts');
  const before = factsOf([]);
  const rows = await measureOverlay(say);
  const facts = { ...before, 'load after': loadOf() };
  process.stdout.write(`\n${formatFacts(facts)}\n${formatTable(rows, OVERLAY_SIDES)}`);
  if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify({ ...facts, rows }, undefined, 2)}\n`);
}

type Measured = {
  readonly bench: Bench;
  readonly program: TestDockr;
  readonly metricsPort: number;
  readonly watching: readonly WatchSide[];
};

async function measure(options: BenchOptions, measured: Measured): Promise<readonly Row[]> {
  const { bench, program, metricsPort, watching } = measured;
  if (options.watchOnly) return measureWatch({ ...bench, sides: watching });
  if (!options.gitopsOnly) return measureAll(bench);
  const repository = await TestRepository.create(program.root.workDirectory, 'bench');
  const rows = await measureGitops({ dockr: program, repository, image: bench.image, say, metricsPort });
  say('deliveries of a webhook');
  return [...rows, await measureWebhook()];
}

async function measureAll(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const size of bench.options.sizes) rows.push(...(await measureSize(bench, size)));
  rows.push(await measureColdStart(bench), await measureDeafPrograms(bench));
  return rows;
}

type Facts = Readonly<Record<string, string>>;

/** All that a run needs. What is started is stopped with `stack`, newest first. */
async function prepare(
  options: BenchOptions,
  stack: AsyncDisposableStack,
): Promise<Measured & { readonly facts: Facts }> {
  const root = stack.use(await createTestRoot());
  const registry = stack.use(await startRegistry(join(root.workDirectory, 'registry')));
  const content = options.watchOnly ? await seerImage(root.makeDirectory('seer')) : await busyboxImage();
  await pushImage({ registryUrl: registry.url, repository: 'bench', tag: '1' }, content);
  const image = `${registry.address}/bench:1`;
  const peerWatching = options.gitopsOnly ? undefined : await preparePeer(options, stack, root.workDirectory);
  const peer = peerWatching?.side;
  const metricsPort = await findFreePort();
  const settings = { DOCKR_GIT_ALLOW: `file://${root.workDirectory}`, DOCKR_METRICS: String(metricsPort) };
  const program = stack.use(new TestDockr(root, options.gitopsOnly ? settings : {}));
  const outputFile = join(root.workDirectory, 'dockr.out');
  const shell = stack.use(new Shell(['/bin/sh'], { environment: program.environment, outputFile }));
  const dockr = await dockrSide(program, shell);
  const sides = peer ? [dockr, peer] : [dockr];
  for (const side of sides) await side.pull(image);
  const bench = { options, image, directory: root.makeDirectory('stacks'), dockr, sides, say };
  const ours: WatchSide = {
    side: dockr,
    command: [DOCKR],
    environment: program.environment,
    ready: /watching: /,
  };
  return { bench, program, metricsPort, watching: peerWatching ? [ours, peerWatching] : [ours], facts: factsOf(sides) };
}

async function preparePeer(
  options: BenchOptions,
  stack: AsyncDisposableStack,
  directory: string,
): Promise<WatchSide | undefined> {
  if (!options.withPeer) return undefined;
  const script = findPeerScript(process.env);
  if (!script) {
    say(
      'no Docker to compare with: set DOCKR_PEERS_SCRIPT to a script that starts one beside the host (docs/benchmarks.md)',
    );
    return undefined;
  }
  say('starting Docker beside the host');
  const peer = stack.use(await Peer.start(script));
  const environment = { PATH: process.env['PATH'] ?? '', ...peerSettings(process.env) };
  const shell = new Shell([peer.script, 'run', '/bin/sh'], { environment, outputFile: join(directory, 'peer.out') });
  return {
    side: await peerSide(peer, stack.use(shell)),
    command: [peer.script, 'run', 'docker', 'compose'],
    environment,
    ready: /Watch enabled/i,
  };
}

/** Node, and the program that tells what it sees. */
async function seerImage(directory: string): Promise<TestImage> {
  const seer = readFileSync(join(import.meta.dirname, 'watch/seer.ts'), 'utf8');
  const files = { '/seer.ts': seer, '/package.json': '{"type": "module"}' };
  return extendImage(await nodeImage(), directory, { files });
}

/** The script's own settings. */
function peerSettings(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return environment['DOCKR_PEERS'] ? { DOCKR_PEERS: environment['DOCKR_PEERS'] } : {};
}

function factsOf(sides: readonly Side[]): Facts {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 16),
    commit: execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim(),
    machine: `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, Linux ${release()}`,
    'load before': loadOf(),
    ...Object.fromEntries(sides.map(({ name, version }) => [name, version])),
  };
}

function loadOf(): string {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
}

function formatFacts(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}
