// What a reboot does to a daemon's containers, as far as it can be done without one: every process is killed, what is on
// tmpfs is gone. The next daemon has to be told of another boot id.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listCgroups, removeCgroup } from '../../src/os/cgroups.ts';
import type { TestDockr } from './dockr.ts';
import { isAlive } from './is-alive.ts';
import { mountsBeneath } from './mounts.ts';
import { waitFor } from './wait-for.ts';

const run = promisify(execFile);

export type Shutdown = 'power-cut' | 'ordered';

/** Ends the daemon (at a power cut without a word), then its containers, and empties the run directory. */
export async function rebootMachine(dockr: TestDockr, how: Shutdown = 'power-cut'): Promise<void> {
  const { runDirectory } = dockr.root;
  const daemon = dockr.daemonPid();
  const victims = readdirSync(join(runDirectory, 'containers')).flatMap((id) => {
    const bundle = join(runDirectory, 'containers', id);
    return [pidIn(join(bundle, 'conmon.pid'), 'conmon'), pidIn(join(bundle, 'pid'))];
  });
  if (daemon !== null) {
    // Who would start it again at once goes first.
    const supervisor = supervisorOf(daemon);
    if (how === 'power-cut' && supervisor !== undefined) kill(supervisor);
    process.kill(daemon, how === 'power-cut' ? 'SIGKILL' : 'SIGTERM');
    await waitFor('the end of the daemon', () => dockr.daemonPid() === null);
  }
  for (const pid of victims) if (pid !== undefined) kill(pid);
  for (const pid of victims) await waitFor(`the end of ${pid}`, () => pid === undefined || !isAlive(pid));
  const parent = `/${dockr.root.cgroupParent}`;
  for (const id of listCgroups(parent)) await removeCgroup(`${parent}/${id}`);
  for (const point of mountsBeneath(runDirectory).toSorted((a, b) => b.length - a.length))
    if (point !== runDirectory) await run('umount', ['-l', point]);
  for (const name of readdirSync(runDirectory)) rmSync(join(runDirectory, name), { recursive: true, force: true });
}

function supervisorOf(daemon: number): number | undefined {
  const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${daemon}/status`, 'utf8'))?.[1] ?? 0);
  return readFileSync(`/proc/${parent}/cmdline`, 'utf8').includes('dockr-supervisor') ? parent : undefined;
}

function pidIn(file: string, command?: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const comm = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return pid > 1 && (command === undefined || comm === command) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
