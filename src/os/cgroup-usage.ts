// What a container uses, as its control group counts it.
import { join } from 'node:path';
import { cgroupDirectory, isVersion2, readCgroupFile, toBytesV1, toLimit, toNumber } from './cgroup-files.ts';
import { cgroupHierarchies, cgroupVersion } from './cgroup-hierarchies.ts';

/** Undefined where the kernel, or a group without that controller, does not count it. */
export type CgroupUsage = {
  readonly memoryBytes: number | undefined;
  /** File cache that can be dropped at once; `docker stats` subtracts it. */
  readonly inactiveFileBytes: number | undefined;
  /** Null is unlimited. */
  readonly memoryLimitBytes: number | null | undefined;
  /** Processes killed for want of memory. */
  readonly oomKills: number | undefined;
  readonly pids: number | undefined;
  readonly pidsLimit: number | null | undefined;
  readonly cpuNs: number | undefined;
  /** How long the processor limit held the container back. */
  readonly throttledNs: number | undefined;
  readonly readBytes: number | undefined;
  readonly writtenBytes: number | undefined;
};

/** Reads the group `path` (`/dockr/<id>`); undefined if no tree has it any more. */
export function readCgroupUsage(path: string): CgroupUsage | undefined {
  const read = (controller: string, file: string): string | undefined =>
    readCgroupFile(directoryOf(path, controller), file);
  const usage = cgroupVersion() === 2 ? usageV2(read) : usageV1(read);
  return Object.values(usage).some((value) => value !== undefined) ? usage : undefined;
}

/** Processes of the group killed for want of memory so far; undefined once the group is gone. Cheap. */
export function readOomKills(path: string): number | undefined {
  if (isVersion2('memory')) return keyed(readCgroupFile(directoryOf(path, 'memory'), 'memory.events'), 'oom_kill');
  return keyed(readCgroupFile(directoryOf(path, 'memory'), 'memory.oom_control'), 'oom_kill');
}

type Read = (controller: string, file: string) => string | undefined;

function usageV1(read: Read): CgroupUsage {
  const blocks =
    read('blkio', 'blkio.throttle.io_service_bytes_recursive') ?? read('blkio', 'blkio.throttle.io_service_bytes');
  return {
    memoryBytes: toNumber(read('memory', 'memory.usage_in_bytes')),
    inactiveFileBytes: keyed(read('memory', 'memory.stat'), 'total_inactive_file'),
    memoryLimitBytes: toBytesV1(read('memory', 'memory.limit_in_bytes')),
    oomKills: keyed(read('memory', 'memory.oom_control'), 'oom_kill'),
    pids: toNumber(read('pids', 'pids.current')),
    pidsLimit: toLimit(read('pids', 'pids.max')),
    cpuNs: toNumber(read('cpuacct', 'cpuacct.usage')),
    throttledNs: keyed(read('cpu', 'cpu.stat'), 'throttled_time'),
    readBytes: sum(blocks, / Read ([0-9]+)/g),
    writtenBytes: sum(blocks, / Write ([0-9]+)/g),
  };
}

function usageV2(read: Read): CgroupUsage {
  const cpu = read('cpu', 'cpu.stat');
  const blocks = read('io', 'io.stat');
  return {
    memoryBytes: toNumber(read('memory', 'memory.current')),
    inactiveFileBytes: keyed(read('memory', 'memory.stat'), 'inactive_file'),
    memoryLimitBytes: toLimit(read('memory', 'memory.max')),
    oomKills: keyed(read('memory', 'memory.events'), 'oom_kill'),
    pids: toNumber(read('pids', 'pids.current')),
    pidsLimit: toLimit(read('pids', 'pids.max')),
    cpuNs: toNanoseconds(keyed(cpu, 'usage_usec')),
    throttledNs: toNanoseconds(keyed(cpu, 'throttled_usec')),
    readBytes: sum(blocks, / rbytes=([0-9]+)/g),
    writtenBytes: sum(blocks, / wbytes=([0-9]+)/g),
  };
}

/** On version 2 cpu.stat is always there, whatever controllers a group has. */
function directoryOf(path: string, controller: string): string | undefined {
  const tree = cgroupHierarchies().find(({ version }) => version === 2);
  return cgroupDirectory(path, controller) ?? (tree && join(tree.mountPoint, path));
}

function toNanoseconds(microseconds: number | undefined): number | undefined {
  return microseconds === undefined ? undefined : microseconds * 1000;
}

/** The number after `key ` at the beginning of a line. */
function keyed(text: string | undefined, key: string): number | undefined {
  const line = text?.split('\n').find((each) => each.startsWith(`${key} `));
  return line === undefined ? undefined : Number(line.slice(key.length + 1));
}

function sum(text: string | undefined, pattern: RegExp): number | undefined {
  if (text === undefined) return undefined;
  let total = 0;
  for (const [, amount] of text.matchAll(pattern)) total += Number(amount);
  return total;
}
