// CgroupLimits that were set by hand: what the spec makes, against what the control group says.
import type { CgroupLimits } from '../core/cgroup-limits.ts';
import type { DriftFinding } from './drift.ts';

type Found = Omit<DriftFinding, 'stack' | 'resource' | 'service'>;

const FIELDS = [
  ['memory', 'limits.memory'],
  ['memoryReservation', 'limits.memory-reservation'],
  ['memorySwap', 'limits.memory-swap'],
  ['cpus', 'limits.cpus'],
  ['cpuShares', 'limits.cpu-shares'],
  ['cpuset', 'limits.cpuset'],
  ['pids', 'limits.pids'],
] as const satisfies readonly (readonly [keyof CgroupLimits, string])[];

/** The kernel keeps amounts of memory in pages, of up to this size on the machines that we run on. */
const LARGEST_PAGE = 64 * 1024;
const MOST_PROCESSORS = 8192;
/** A period of 100 ms in microseconds. */
const CPU_STEP = 0.000_01;

/** Fields that differ by more than the kernel's rounding; what could not be read is not compared. */
export function findLimitDrift(limits: { readonly expected: CgroupLimits; readonly actual: CgroupLimits }): Found[] {
  return FIELDS.flatMap(([key, field]) => {
    const [expected, actual] = [limits.expected[key], limits.actual[key]];
    if (expected === undefined || actual === undefined || isSame(key, expected, actual)) return [];
    return [{ field, expected, actual, class: 'limit', repair: 'automatic' }];
  });
}

function isSame(key: keyof CgroupLimits, a: number | string | null, b: number | string | null): boolean {
  if (typeof a === 'string' || typeof b === 'string') return processorsOf(a) === processorsOf(b);
  if (a === null || b === null) return a === b;
  switch (key) {
    case 'memory':
    case 'memoryReservation':
    case 'memorySwap':
      return Math.abs(a - b) < LARGEST_PAGE;
    case 'cpus':
      return Math.abs(a - b) < CPU_STEP;
    case 'cpuShares':
      return sharesAgree(a, b);
    default:
      return a === b;
  }
}

/** `0,1` and `0-1` are the same set. */
function processorsOf(text: number | string | null): string {
  const numbers = String(text ?? '')
    .split(',')
    .filter(Boolean)
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from(
        { length: Math.max(0, Math.min(last - first, MOST_PROCESSORS) + 1) },
        (_, index) => first + index,
      );
    });
  return [...new Set(numbers)].sort((a, b) => a - b).join();
}

/** Version 2 has weights, which shares are turned into and back with a loss. */
function sharesAgree(expected: number, actual: number): boolean {
  return Math.abs(expected - actual) <= Math.max(1, expected * 0.03);
}
