// `npm run bench`: dockr beside Docker with Compose, in one run, on the same stack files and image. It never fails for a
// figure: machines differ, and what counts is the ratio.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { TestDockr } from '../support/dockr.ts';
import { busyboxImage } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { startRegistry } from '../support/registry.ts';
import { createTestRoot } from '../support/test-root.ts';
import { dockrSide } from './dockr-side.ts';
import { measureLoader } from './loader.ts';
import { type Bench, measureColdStart, measureDeafPrograms, measureSize, type Row } from './measure.ts';
import { type BenchOptions, parseOptions, USAGE } from './options.ts';
import { findPeerScript, Peer, peerSide } from './peer.ts';
import { measurePlanner } from './planner.ts';
import { formatParts, formatTable } from './report.ts';
import { Shell } from './shell.ts';
import type { Side } from './side.ts';

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
  await using stack = new AsyncDisposableStack();
  const { bench, facts } = await prepare(options, stack);
  const rows = await measureAll(bench);
  const sides = bench.sides.map((side) => side.name);
  process.stdout.write(`\n${formatFacts(facts)}\n${formatTable(rows, sides)}\n${formatParts(rows)}`);
  if (options.jsonFile) writeFileSync(options.jsonFile, `${JSON.stringify({ ...facts, rows }, undefined, 2)}\n`);
  for (const side of bench.sides) await side.forget(bench.image);
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
): Promise<{ readonly bench: Bench; readonly facts: Facts }> {
  const root = stack.use(await createTestRoot());
  const registry = stack.use(await startRegistry(join(root.workDirectory, 'registry')));
  await pushImage({ registryUrl: registry.url, repository: 'busybox', tag: '1' }, await busyboxImage());
  const image = `${registry.address}/busybox:1`;
  const peer = await preparePeer(options, stack, root.workDirectory);
  const program = stack.use(new TestDockr(root));
  const outputFile = join(root.workDirectory, 'dockr.out');
  const shell = stack.use(new Shell(['/bin/sh'], { environment: program.environment, outputFile }));
  const dockr = await dockrSide(program, shell);
  const sides = peer ? [dockr, peer] : [dockr];
  for (const side of sides) await side.pull(image);
  const bench = { options, image, directory: root.makeDirectory('stacks'), dockr, sides, say };
  return { bench, facts: factsOf(sides) };
}

async function preparePeer(
  options: BenchOptions,
  stack: AsyncDisposableStack,
  directory: string,
): Promise<Side | undefined> {
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
  return peerSide(peer, stack.use(shell));
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
    'load before': loadavg()
      .map((value) => value.toFixed(1))
      .join(' '),
    ...Object.fromEntries(sides.map(({ name, version }) => [name, version])),
  };
}

function formatFacts(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}
