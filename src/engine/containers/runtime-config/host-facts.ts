// What this machine and this process allow, as far as a container's configuration depends on it. Read once, at start.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import { cgroupVersion } from '../../../os/cgroup-hierarchies.ts';
import { hasSwapAccounting } from '../../../os/cgroups.ts';
import { ALL_CAPABILITIES } from './capabilities.ts';

export type HostFacts = {
  readonly hostname: string;
  readonly cgroupVersion: 1 | 2;
  /** Our bounding set: what can be passed on to containers. */
  readonly capabilities: readonly string[];
  /** Our own hard limits by ulimit name; `Infinity` is unlimited. */
  readonly hardLimits: Readonly<Record<string, number>>;
  readonly oomScoreAdj: number;
  readonly cpuCount: number;
  readonly swapAccounting: boolean;
  /** Per processor; masked, because they tell other tenants' load. */
  readonly thermalPaths: readonly string[];
};

const CPU_DIRECTORY = '/sys/devices/system/cpu';

/** Reads the facts from /proc and /sys. */
export function observeHost(): HostFacts {
  return {
    hostname: hostname(),
    cgroupVersion: cgroupVersion(),
    capabilities: parseBoundingSet(readFileSync('/proc/self/status', 'utf8')),
    hardLimits: parseHardLimits(readFileSync('/proc/self/limits', 'utf8')),
    oomScoreAdj: Number(readFileSync('/proc/self/oom_score_adj', 'utf8')),
    cpuCount: availableParallelism(),
    swapAccounting: hasSwapAccounting(),
    thermalPaths: observeThermalPaths(),
  };
}

/** The names of the capabilities in `CapBnd` of /proc/<pid>/status. */
export function parseBoundingSet(status: string): readonly string[] {
  const bits = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return ALL_CAPABILITIES.filter((_, number) => (bits >> BigInt(number)) & 1n);
}

const LIMIT_TITLES: Readonly<Record<string, string>> = {
  'Max cpu time': 'cpu',
  'Max file size': 'fsize',
  'Max data size': 'data',
  'Max stack size': 'stack',
  'Max core file size': 'core',
  'Max resident set': 'rss',
  'Max processes': 'nproc',
  'Max open files': 'nofile',
  'Max locked memory': 'memlock',
  'Max address space': 'as',
  'Max file locks': 'locks',
  'Max pending signals': 'sigpending',
  'Max msgqueue size': 'msgqueue',
  'Max nice priority': 'nice',
  'Max realtime priority': 'rtprio',
  'Max realtime timeout': 'rttime',
};

/** The column of hard limits of /proc/<pid>/limits. */
export function parseHardLimits(text: string): Readonly<Record<string, number>> {
  const limits: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const match = /^(Max .*?)\s{2,}(?:unlimited|\d+)\s+(unlimited|\d+)/.exec(line);
    const name = LIMIT_TITLES[match?.[1] ?? ''];
    if (name && match?.[2]) limits[name] = match[2] === 'unlimited' ? Number.POSITIVE_INFINITY : Number(match[2]);
  }
  return limits;
}

function observeThermalPaths(): readonly string[] {
  if (!existsSync(CPU_DIRECTORY)) return [];
  return readdirSync(CPU_DIRECTORY)
    .filter((name) => /^cpu[0-9]+$/.test(name))
    .map((name) => `${CPU_DIRECTORY}/${name}/thermal_throttle`)
    .filter((path) => existsSync(path))
    .sort();
}
