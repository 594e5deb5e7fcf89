// Limits of memory, processor and processes. config.json has one form for both versions of cgroups: swap there is memory and
// swap together, as on version 1, and the runtime subtracts on version 2.
import { ContainerError } from '../../../core/errors.ts';
import type { ResourceSpec } from '../../../core/specs.ts';
import { formatSize } from '../../../core/units.ts';
import type { OciCpu, OciMemory, OciResources } from './oci-runtime-config.ts';

const MIN_MEMORY_BYTES = 6 * 1024 * 1024;
const CPU_PERIOD_US = 100_000;
const MIN_SHARES = 2;
const MAX_SHARES = 262_144;

export type ResourceFacts = {
  readonly cpuCount: number;
  /** Whether the kernel can limit swap at all. */
  readonly swapAccounting: boolean;
};

export type ResolvedResources = {
  readonly resources: Omit<OciResources, 'devices'>;
  readonly warnings: readonly string[];
};

/** Docker's rules: twice the memory with swap when nothing is said of swap, 6 MiB at least, reservation not above the limit. */
export function resolveResources(spec: ResourceSpec, facts: ResourceFacts): ResolvedResources {
  const warnings: string[] = [];
  const memory = resolveMemory(spec, facts, warnings);
  const cpu = resolveCpu(spec, facts, warnings);
  const pids = spec.pids !== null && spec.pids > 0 ? { limit: spec.pids } : undefined;
  return {
    resources: {
      ...(Object.keys(memory).length > 0 ? { memory } : {}),
      ...(Object.keys(cpu).length > 0 ? { cpu } : {}),
      ...(pids ? { pids } : {}),
    },
    warnings,
  };
}

function resolveMemory(spec: ResourceSpec, facts: ResourceFacts, warnings: string[]): OciMemory {
  const limit = positive(spec.memoryBytes);
  const reservation = positive(spec.memoryReservationBytes);
  checkMemory(limit, reservation, spec);
  const swap = resolveSwap(limit, spec.memorySwapBytes);
  if (swap !== undefined && !facts.swapAccounting) {
    if (positive(spec.memorySwapBytes) !== undefined)
      warnings.push('memory swap is not limited: this kernel does not account for swap');
  }
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(reservation === undefined ? {} : { reservation }),
    ...(swap === undefined || !facts.swapAccounting ? {} : { swap }),
  };
}

/** Memory and swap together; -1 is unlimited. */
function resolveSwap(limit: number | undefined, wanted: number | null): number | undefined {
  if (wanted !== null && wanted < 0) return limit === undefined ? undefined : -1;
  if (limit === undefined) return undefined;
  return positive(wanted) ?? limit * 2;
}

function checkMemory(limit: number | undefined, reservation: number | undefined, spec: ResourceSpec): void {
  for (const amount of [limit, reservation]) {
    if (amount !== undefined && amount < MIN_MEMORY_BYTES) {
      throw invalid(
        'memory-too-small',
        `a memory limit of ${formatSize(amount)} is too small: at least 6 MiB are needed`,
      );
    }
  }
  if (limit !== undefined && reservation !== undefined && reservation > limit) {
    throw invalid(
      'invalid-memory',
      `the memory reservation of ${formatSize(reservation)} is above the limit of ${formatSize(limit)}`,
    );
  }
  const swap = positive(spec.memorySwapBytes);
  if (swap !== undefined && limit === undefined) {
    throw invalid('invalid-memory', 'memory with swap is limited, but memory itself is not', 'give a memory limit too');
  }
  if (swap !== undefined && limit !== undefined && swap < limit) {
    throw invalid(
      'invalid-memory',
      `memory with swap (${formatSize(swap)}) is below the memory limit of ${formatSize(limit)}`,
      'it counts both together, so it cannot be the smaller one',
    );
  }
}

function resolveCpu(spec: ResourceSpec, facts: ResourceFacts, warnings: string[]): OciCpu {
  return {
    ...resolveQuota(spec.cpus, facts.cpuCount, warnings),
    ...resolveShares(spec.cpuShares, warnings),
    ...(spec.cpuset ? { cpus: checkCpuset(spec.cpuset) } : {}),
  };
}

function resolveQuota(cpus: number | null, cpuCount: number, warnings: string[]): OciCpu {
  if (cpus === null || cpus === 0) return {};
  if (!(cpus >= 0.01) || !Number.isFinite(cpus))
    throw invalid('invalid-cpus', `cannot limit the container to ${cpus} processors: at least 0.01 are needed`);
  if (cpus > cpuCount) warnings.push(`a limit of ${cpus} processors has no effect: this machine has ${cpuCount}`);
  return { quota: Math.round(cpus * CPU_PERIOD_US), period: CPU_PERIOD_US };
}

function resolveShares(shares: number | null, warnings: string[]): OciCpu {
  if (shares === null || shares === 0) return {};
  if (!Number.isSafeInteger(shares) || shares < 0)
    throw invalid(
      'invalid-cpu-shares',
      `cpu shares of ${shares} are not a whole number from ${MIN_SHARES} to ${MAX_SHARES}`,
    );
  const clamped = Math.min(Math.max(shares, MIN_SHARES), MAX_SHARES);
  if (clamped !== shares)
    warnings.push(`cpu shares of ${shares} are set to ${clamped}: the kernel takes ${MIN_SHARES} to ${MAX_SHARES}`);
  return { shares: clamped };
}

function checkCpuset(text: string): string {
  if (/^[0-9]{1,5}(-[0-9]{1,5})?(,[0-9]{1,5}(-[0-9]{1,5})?)*$/.test(text)) return text;
  throw invalid(
    'invalid-cpuset',
    `cannot read the set of processors "${text}": expected numbers and ranges such as "0-3,5"`,
  );
}

function positive(amount: number | null): number | undefined {
  return amount !== null && amount > 0 ? amount : undefined;
}

function invalid(code: string, message: string, hint?: string): ContainerError {
  return new ContainerError(code, { message, hint });
}
