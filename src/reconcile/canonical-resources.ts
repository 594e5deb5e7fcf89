import type { ResourceSpec } from '../core/specs.ts';
import { compareText } from './sorting.ts';

/** Limits with every field; null is "no limit of ours". */
export function canonicalResources(resources: Partial<ResourceSpec>): ResourceSpec {
  return {
    memoryBytes: resources.memoryBytes ?? null,
    memoryReservationBytes: resources.memoryReservationBytes ?? null,
    memorySwapBytes: resources.memorySwapBytes ?? null,
    cpus: resources.cpus ?? null,
    cpuShares: resources.cpuShares ?? null,
    cpuset: resources.cpuset ?? null,
    pids: resources.pids ?? null,
    shmBytes: resources.shmBytes ?? null,
    oomScoreAdj: resources.oomScoreAdj ?? null,
    ulimits: canonicalUlimits(resources.ulimits ?? {}),
  };
}

function canonicalUlimits(ulimits: ResourceSpec['ulimits']): ResourceSpec['ulimits'] {
  const entries = Object.entries(ulimits).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([name, { soft, hard }]) => [name, { soft, hard }]));
}
