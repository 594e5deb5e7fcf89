// A run as the kernel has it, beside what its configuration asked for: for whoever looks for what was changed by hand.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { CgroupLimits } from '../../core/cgroup-limits.ts';
import { errorCode } from '../../core/errors.ts';
import { type CgroupLimit, defaultCgroupLimits, readCgroupLimits, writeCgroupLimit } from '../../os/cgroup-limits.ts';
import { processStartTime } from '../../os/process.ts';
import { resolveInRoot } from '../../os/resolve-in-root.ts';
import type { ContainerRecord } from '../../store/containers.ts';
import type { ContainerPaths } from './container-paths.ts';
import type { OciMount, OciResources } from './runtime-config/oci-runtime-config.ts';

export type RunObservation = {
  readonly process: 'same' | 'gone' | 'other';
  readonly limits: { readonly expected: CgroupLimits; readonly actual: CgroupLimits };
  /** Mount points within the container; the actual ones are null if they cannot be read. */
  readonly mounts: { readonly expected: readonly string[]; readonly actual: readonly string[] | null };
};

type Observing = { readonly paths: ContainerPaths; readonly cgroup: string };
type WrittenConfig = {
  readonly mounts: readonly OciMount[];
  readonly linux: { readonly resources: Partial<OciResources> };
};

/** Of a container that runs; undefined if its configuration is gone. */
export function observeRun(record: ContainerRecord, { paths, cgroup }: Observing): RunObservation | undefined {
  const config = readConfig(paths);
  if (!config) return undefined;
  const expected = limitsOf(config, cgroup);
  return {
    process: observeProcess(record),
    limits: { expected, actual: readCgroupLimits(cgroup, expected.memory) },
    mounts: {
      expected: ['/', ...config.mounts.map(({ destination }) => inContainer(paths.rootfs, destination))],
      actual: mountPointsOf(record.process?.pid),
    },
  };
}

/** Writes limits back that were changed by hand. Throws the kernel's error where it does not take one. */
export function restoreLimits({ paths, cgroup }: Observing): void {
  const config = readConfig(paths);
  if (!config) return;
  const limits = limitsOf(config, cgroup);
  const actual = readCgroupLimits(cgroup);
  // What this kernel does not have cannot be written either.
  const isOther = (name: CgroupLimit): boolean => actual[name] !== undefined && actual[name] !== limits[name];
  const names = (Object.keys(limits) as CgroupLimit[]).filter((name) => limits[name] !== undefined && isOther(name));
  // Memory is never above memory with swap: which of the two has to go first depends on what they were set to.
  const refused = names.filter((name) => !tryWrite(() => writeCgroupLimit(cgroup, name, limits)));
  for (const name of refused) writeCgroupLimit(cgroup, name, limits);
}

function tryWrite(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}

function readConfig({ bundle }: ContainerPaths): WrittenConfig | undefined {
  try {
    return JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as WrittenConfig;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function limitsOf({ linux: { resources } }: WrittenConfig, cgroup: string): CgroupLimits {
  const { memory, cpu, pids } = resources;
  const none = defaultCgroupLimits(cgroup);
  return {
    memory: memory?.limit ?? none.memory,
    memoryReservation: memory?.reservation ?? none.memoryReservation,
    memorySwap: memory?.swap === undefined || memory.swap < 0 ? none.memorySwap : memory.swap,
    cpus: cpu?.quota === undefined ? none.cpus : cpu.quota / (cpu.period ?? 100_000),
    cpuShares: cpu?.shares ?? none.cpuShares,
    cpuset: cpu?.cpus ?? none.cpuset,
    pids: pids?.limit ?? none.pids,
  };
}

function observeProcess({ process }: ContainerRecord): RunObservation['process'] {
  const startTime = process && processStartTime(process.pid);
  if (startTime === undefined || startTime === null) return 'gone';
  return startTime === process?.startTime ? 'same' : 'other';
}

/** Where the runtime put it: symbolic links of the image are followed. */
function inContainer(rootfs: string, destination: string): string {
  const found = resolveInRoot(rootfs, destination);
  return found?.startsWith(`${rootfs}/`) ? found.slice(rootfs.length) : posix.normalize(destination);
}

function mountPointsOf(pid: number | undefined): readonly string[] | null {
  try {
    const lines = readFileSync(`/proc/${pid}/mountinfo`, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => unescapeOctal(line.split(' ')[4] ?? ''));
  } catch {
    return null;
  }
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
