// Whether a daemon that has just been replaced does well: it answers, is the one that was wanted, and has every container that ran.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../client/client.ts';
import { SystemError, toWireError } from '../core/errors.ts';

export type RunningContainer = { readonly id: string; readonly name: string; readonly pid: number };

/** What runs and what it runs in, as the daemon knows it. */
export async function observeRunning(client: Client): Promise<readonly RunningContainer[]> {
  const containers = await client.call('ps', { stack: null, all: false });
  return containers.flatMap(({ id, name, pid }) => (pid === null ? [] : [{ id, name, pid }]));
}

export type HealthCheck = {
  readonly connect: () => Promise<Client>;
  /** What ran before. */
  readonly expected: readonly RunningContainer[];
  /** Of the daemon before. */
  readonly formerPid: number;
  readonly timeoutMs: number;
  readonly pollMs?: number;
};

/** Resolves as soon as all is well; throws `daemon-not-healthy` with the last reason when the time is up. */
export async function checkHealth(version: string, check: HealthCheck): Promise<void> {
  const end = performance.now() + check.timeoutMs;
  for (;;) {
    const problem = await findProblem(version, check);
    if (problem === undefined) return;
    if (performance.now() > end) {
      throw new SystemError('daemon-not-healthy', {
        message: `after ${Math.round(check.timeoutMs / 1000)} s, ${problem}`,
      });
    }
    await sleep(check.pollMs ?? 250);
  }
}

async function findProblem(
  version: string,
  { connect, expected, formerPid }: HealthCheck,
): Promise<string | undefined> {
  try {
    const client = await connect();
    const daemon = await client.call('version', {});
    if (daemon.pid === formerPid) return `the daemon before (pid ${formerPid}) still serves`;
    if (daemon.version !== version) return `the daemon is version ${daemon.version}, expected ${version}`;
    return lostContainer(expected, await observeRunning(client));
  } catch (error) {
    return `the daemon does not answer (${toWireError(error).message})`;
  }
}

/** One whose process is gone has ended by itself meanwhile. */
function lostContainer(expected: readonly RunningContainer[], found: readonly RunningContainer[]): string | undefined {
  const pids = new Map(found.map(({ id, pid }) => [id, pid]));
  const lost = expected.find(({ id, pid }) => pids.get(id) !== pid && isAlive(pid));
  return lost && `container "${lost.name}" runs, but the daemon does not know it as running`;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
