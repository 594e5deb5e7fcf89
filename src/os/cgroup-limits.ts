// The limits that a control group has, read and written as its version has them.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CgroupLimits } from '../core/cgroup-limits.ts';
import { cgroupDirectory, isVersion2, readCgroupFile, toBytesV1, toLimit, toNumber } from './cgroup-files.ts';

export type CgroupLimit = keyof CgroupLimits;

const PERIOD_US = 100_000;
const DEFAULT_SHARES = 1024;
const DEFAULT_WEIGHT = 100;

/**
 * The limits of the group `path` (`/dockr/<id>`). Version 2 limits swap by itself: with `besides` given, it is told together
 * with that much memory, whatever the limit of memory is by now.
 */
export function readCgroupLimits(path: string, besides?: number | null): CgroupLimits {
  return isVersion2('memory') ? readV2(path, besides) : readV1(path);
}

/** What a group has of which nothing was said: on version 1 the shares and processors are written out. */
export function defaultCgroupLimits(path: string): CgroupLimits {
  const none = { memory: null, memoryReservation: null, memorySwap: null, cpus: null, pids: null };
  if (isVersion2('memory')) return { ...none, cpuShares: null, cpuset: '' };
  return {
    ...none,
    cpuShares: DEFAULT_SHARES,
    cpuset: readCgroupFile(cgroupDirectory(dirname(path), 'cpuset'), 'cpuset.cpus')?.trim(),
  };
}

/** Sets one limit. Throws the kernel's error where it does not take it. */
export function writeCgroupLimit(path: string, name: CgroupLimit, limits: CgroupLimits): void {
  const files = isVersion2('memory') ? filesV2(name, limits) : filesV1(name, limits);
  for (const [controller, file, text] of files) {
    const directory = cgroupDirectory(path, controller);
    if (directory) writeFileSync(join(directory, file), text, { flag: 'r+' });
  }
}

function readV1(path: string): CgroupLimits {
  const read = (controller: string, file: string): string | undefined =>
    readCgroupFile(cgroupDirectory(path, controller), file);
  const bytes = (file: string): number | null | undefined => toBytesV1(read('memory', file));
  const quota = toNumber(read('cpu', 'cpu.cfs_quota_us'));
  return {
    memory: bytes('memory.limit_in_bytes'),
    memoryReservation: bytes('memory.soft_limit_in_bytes'),
    memorySwap: bytes('memory.memsw.limit_in_bytes'),
    cpus: quota === undefined || quota >= 0 ? divide(quota, toNumber(read('cpu', 'cpu.cfs_period_us'))) : null,
    cpuShares: toNumber(read('cpu', 'cpu.shares')),
    cpuset: read('cpuset', 'cpuset.cpus')?.trim(),
    pids: toLimit(read('pids', 'pids.max')),
  };
}

function readV2(path: string, besides: number | null | undefined): CgroupLimits {
  const read = (controller: string, file: string): string | undefined =>
    readCgroupFile(cgroupDirectory(path, controller), file);
  const memory = toLimit(read('memory', 'memory.max'));
  const swap = toLimit(read('memory', 'memory.swap.max'));
  const base = besides === undefined ? memory : besides;
  const [quota, period] = read('cpu', 'cpu.max')?.trim().split(' ') ?? [];
  const weight = toNumber(read('cpu', 'cpu.weight'));
  const low = toNumber(read('memory', 'memory.low'));
  return {
    memory,
    memoryReservation: low === 0 ? null : low,
    memorySwap: swapBesides(swap, base),
    cpus: quota === 'max' ? null : divide(toNumber(quota), toNumber(period)),
    cpuShares: weight === DEFAULT_WEIGHT ? null : weight && toShares(weight),
    cpuset: read('cpuset', 'cpuset.cpus')?.trim(),
    pids: toLimit(read('pids', 'pids.max')),
  };
}

function swapBesides(swap: number | null | undefined, memory: number | null | undefined): number | null | undefined {
  if (typeof swap !== 'number') return swap;
  return typeof memory === 'number' ? memory + swap : null;
}

type Write = readonly [controller: string, file: string, text: string];

function filesV1(name: CgroupLimit, limits: CgroupLimits): Write[] {
  switch (name) {
    case 'memory':
      return [['memory', 'memory.limit_in_bytes', String(limits.memory ?? -1)]];
    case 'memoryReservation':
      return [['memory', 'memory.soft_limit_in_bytes', String(limits.memoryReservation ?? -1)]];
    case 'memorySwap':
      return [['memory', 'memory.memsw.limit_in_bytes', String(limits.memorySwap ?? -1)]];
    case 'cpus':
      return limits.cpus
        ? [
            ['cpu', 'cpu.cfs_period_us', String(PERIOD_US)],
            ['cpu', 'cpu.cfs_quota_us', String(Math.round(limits.cpus * PERIOD_US))],
          ]
        : [['cpu', 'cpu.cfs_quota_us', '-1']];
    case 'cpuShares':
      return [['cpu', 'cpu.shares', String(limits.cpuShares ?? DEFAULT_SHARES)]];
    case 'cpuset':
      return [['cpuset', 'cpuset.cpus', limits.cpuset ?? '']];
    case 'pids':
      return [['pids', 'pids.max', String(limits.pids ?? 'max')]];
  }
}

function filesV2(name: CgroupLimit, limits: CgroupLimits): Write[] {
  const { memory, memorySwap, cpus } = limits;
  const swap = typeof memorySwap === 'number' && typeof memory === 'number' ? memorySwap - memory : 'max';
  switch (name) {
    case 'memory':
      return [['memory', 'memory.max', String(memory ?? 'max')]];
    case 'memoryReservation':
      return [['memory', 'memory.low', String(limits.memoryReservation ?? 0)]];
    case 'memorySwap':
      return [['memory', 'memory.swap.max', String(swap)]];
    case 'cpus':
      return [['cpu', 'cpu.max', `${cpus ? Math.round(cpus * PERIOD_US) : 'max'} ${PERIOD_US}`]];
    case 'cpuShares':
      return [['cpu', 'cpu.weight', String(limits.cpuShares ? toWeight(limits.cpuShares) : DEFAULT_WEIGHT)]];
    case 'cpuset':
      return [['cpuset', 'cpuset.cpus', limits.cpuset || '\n']];
    case 'pids':
      return [['pids', 'pids.max', String(limits.pids ?? 'max')]];
  }
}

/** As runtimes turn shares into weights: 2 to 262144 are 1 to 10000. */
function toWeight(shares: number): number {
  return Math.floor(1 + ((shares - 2) * 9999) / 262_142);
}

function toShares(weight: number): number {
  return Math.round(2 + ((weight - 1) * 262_142) / 9999);
}

function divide(quota: number | undefined, period: number | undefined): number | undefined {
  return quota === undefined || !period ? undefined : quota / period;
}
