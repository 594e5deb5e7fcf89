// Limits of a service: memory, processors, processes.
import { describePath } from './describe-path.ts';
import type { Resources, Ulimits } from './model/run.ts';
import {
  defined,
  entriesOf,
  type Field,
  fieldOf,
  type Reading,
  readDuration,
  readFlag,
  readNumber,
  readSize,
  readText,
  readWhole,
  reject,
} from './reading.ts';
import { hasOnlyKeysOf, USUAL_KEYS } from './usual-keys.ts';

/** Limits under the service and those under `deploy`, which must agree where both are given. */
export function toResources(reading: Reading, service: Field): Resources {
  return {
    ...(hasOnlyKeysOf(service, USUAL_KEYS) ? toUsualResources(reading, service) : toAllResources(reading, service)),
    ulimits: toUlimits(reading, fieldOf(service, 'ulimits')),
  };
}

function toUsualResources(reading: Reading, service: Field): Partial<Resources> {
  return defined({
    memoryBytes: noZero(readSize(reading, fieldOf(service, 'mem_limit'))),
    cpus: noZero(readNumber(reading, fieldOf(service, 'cpus'))),
  });
}

function toAllResources(reading: Reading, service: Field): Partial<Resources> {
  const limits = fieldOf(service, 'deploy', 'resources', 'limits');
  const reservations = fieldOf(service, 'deploy', 'resources', 'reservations');
  const memorySwapBytes = readSize(reading, fieldOf(service, 'memswap_limit'), 'unlimited');
  return defined({
    memoryBytes: noZero(either(reading, [fieldOf(service, 'mem_limit'), fieldOf(limits, 'memory')], readSize)),
    memoryReservationBytes: noZero(
      either(reading, [fieldOf(service, 'mem_reservation'), fieldOf(reservations, 'memory')], readSize),
    ),
    memorySwapBytes: noZero(memorySwapBytes),
    cpus: noZero(either(reading, [fieldOf(service, 'cpus'), fieldOf(limits, 'cpus')], readNumber)),
    cpuShares: noZero(readWhole(reading, fieldOf(service, 'cpu_shares'), 0)),
    cpuset: readText(fieldOf(service, 'cpuset')),
    pids: noZero(either(reading, [fieldOf(service, 'pids_limit'), fieldOf(limits, 'pids')], readPids)),
    shmBytes: noZero(readSize(reading, fieldOf(service, 'shm_size'))),
    oomScoreAdj: readOomScore(reading, fieldOf(service, 'oom_score_adj')),
    oomKillDisable: readFlag(reading, fieldOf(service, 'oom_kill_disable')) || undefined,
    memorySwappiness: noZero(readWhole(reading, fieldOf(service, 'mem_swappiness'), -1)),
    cpuCount: noZero(readWhole(reading, fieldOf(service, 'cpu_count'), 0)),
    cpuPercent: noZero(readNumber(reading, fieldOf(service, 'cpu_percent'))),
    cpuPeriodUs: noZero(readMicroseconds(reading, fieldOf(service, 'cpu_period'))),
    cpuQuotaUs: noZero(readMicroseconds(reading, fieldOf(service, 'cpu_quota'))),
    cpuRealtimePeriodUs: noZero(readMicroseconds(reading, fieldOf(service, 'cpu_rt_period'))),
    cpuRealtimeRuntimeUs: noZero(readMicroseconds(reading, fieldOf(service, 'cpu_rt_runtime'))),
  });
}

/** Zero is how Compose says "no limit of my own". */
function noZero(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

function readPids(reading: Reading, field: Field | undefined): number | undefined {
  return readWhole(reading, field, -1);
}

/** A whole number of microseconds, or a duration. */
function readMicroseconds(reading: Reading, field: Field | undefined): number | undefined {
  if (!field || /^-?[0-9]+$/.test(readText(field) ?? '')) return readWhole(reading, field, -1);
  const milliseconds = readDuration(reading, field);
  return milliseconds === undefined ? undefined : milliseconds * 1000;
}

type Reader = (reading: Reading, field: Field | undefined) => number | undefined;

function either(
  reading: Reading,
  [plain, deployed]: readonly [Field | undefined, Field | undefined],
  read: Reader,
): number | undefined {
  const [value, other] = [read(reading, plain), read(reading, deployed)];
  if (plain && deployed && value !== undefined && other !== undefined && value !== other) {
    reject(
      reading,
      deployed,
      'contradiction',
      `${describePath(deployed.path)} is ${readText(deployed)}, but ${describePath(plain.path)} is ${readText(plain)}`,
      'keep one of them',
    );
  }
  return value ?? other;
}

/** One number, or a soft and a hard one, by name. */
export function toUlimits(reading: Reading, field: Field | undefined): Ulimits {
  const limits: [string, Ulimits[string]][] = [];
  for (const [name, entry] of entriesOf(field)) {
    const isMap = entry.node.kind === 'map';
    const soft = readWhole(reading, isMap ? fieldOf(entry, 'soft') : entry, -1);
    const hard = readWhole(reading, isMap ? fieldOf(entry, 'hard') : entry, -1);
    if (soft === undefined || hard === undefined) continue;
    if (hard !== -1 && (soft === -1 || soft > hard))
      reject(reading, entry, 'wrong-value', `${describePath(entry.path)} has a soft limit above its hard limit`);
    limits.push([name, { soft, hard }]);
  }
  return Object.fromEntries(limits);
}

/** The kernel takes no other. */
function readOomScore(reading: Reading, field: Field | undefined): number | undefined {
  const score = readWhole(reading, field, -1000);
  if (!field || score === undefined || score <= 1000) return score;
  return reject(reading, field, 'wrong-value', `${describePath(field.path)} must be 1000 or less, but is ${score}`);
}
