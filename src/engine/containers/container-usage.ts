// What a running container uses, and which processes it has.
import type { ProcessFacts } from '../../core/process-facts.ts';
import { type CgroupUsage, readCgroupUsage } from '../../os/cgroup-usage.ts';
import { cgroupProcesses } from '../../os/cgroups.ts';
import { type NetworkCounters, readNetworkCounters } from '../../os/network-counters.ts';
import { readBootTime, readProcessFacts } from '../../os/process-facts.ts';

export type ContainerUsage = CgroupUsage & {
  /** Undefined for a container that has no network of its own, whose devices would be those of the host. */
  readonly network: NetworkCounters | undefined;
};

export type UsagePlaces = { readonly cgroup: string; readonly pid: number; readonly hasOwnNetwork: boolean };

/** Undefined once its group is gone. */
export function readUsage({ cgroup, pid, hasOwnNetwork }: UsagePlaces): ContainerUsage | undefined {
  const usage = readCgroupUsage(cgroup);
  return usage && { ...usage, network: hasOwnNetwork ? readNetworkCounters(pid) : undefined };
}

/** Of the group and those beneath it, by pid. */
export async function readProcesses(cgroup: string): Promise<readonly ProcessFacts[]> {
  const pids = cgroupProcesses(cgroup).filter((pid) => pid > 0);
  const bootTime = readBootTime();
  const found = await Promise.all(pids.toSorted((a, b) => a - b).map((pid) => readProcessFacts(pid, bootTime)));
  return found.flatMap((facts) => facts ?? []);
}
