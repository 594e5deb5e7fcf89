// What tests may leave behind on the machine: observed before and after, compared, listed.
import { execFile } from 'node:child_process';
import { globSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { mountsBeneath, mountsIn } from './mounts.ts';
import { processesMentioning } from './processes.ts';

/** What to look for: everything that mentions `root`, and names that carry one of `tags` (see TestRoot). */
export type TraceScope = {
  readonly root: string;
  readonly tags: readonly string[];
  /** Also names that start with `dockr` and carry no tag: a test forgot to, unless a dockr runs on this machine. */
  readonly untagged?: boolean;
};

/** One line for each thing found, such as `link dt201web` or `process 812 conmon --cid …`; sorted. */
export type Traces = readonly string[];

/** Looks at processes, links, mounts, named network namespaces, nft tables, cgroups and directories. */
export async function observeTraces(scope: TraceScope): Promise<Traces> {
  const named = (kind: string, names: readonly string[]) =>
    names.filter((name) => isInScope(scope, basename(name))).map((name) => `${kind} ${name}`);
  const traces = [
    ...processesMentioning(scope.root).map(({ pid, command }) => `process ${pid} ${command}`),
    ...mountsBeneath(scope.root).map((point) => `mount ${point}`),
    ...globSync([scope.root, `${scope.root}/*`]).map((path) => `directory ${path}`),
    ...named('link', namesIn('/sys/class/net')),
    ...named('network namespace', namesIn('/run/netns')),
    ...named('nft table', await nftTables()),
    ...named('cgroup', cgroups()),
  ];
  return [...new Set(traces)].toSorted();
}

/** What is there now and was not before. Things go away in the background, so this looks again for a while. */
export async function findLeaks(scope: TraceScope, before: Traces, patienceMs = 3000): Promise<Traces> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const leaks = (await observeTraces(scope)).filter((trace) => !before.includes(trace));
    if (leaks.length === 0 || performance.now() > deadline) return leaks;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isInScope({ tags, untagged = false }: TraceScope, name: string): boolean {
  const tag = /dt2\d\d/.exec(name)?.[0];
  return tag === undefined ? untagged && name.startsWith('dockr') : tags.includes(tag);
}

async function nftTables(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('nft', ['list', 'tables']).catch(() => ({ stdout: '' }));
  return stdout.split('\n').flatMap((line) => line.split(' ')[2] ?? []);
}

// Every hierarchy, two levels deep: a cgroup of dockr is at the top or beneath a slice.
function cgroups(): readonly string[] {
  const hierarchies = mountsIn('/proc/self/mountinfo').filter(({ type }) => type.startsWith('cgroup'));
  return hierarchies.flatMap(({ point }) => globSync([`${point}/*/`, `${point}/*/*/`]));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
