// dockr as built, with a daemon and directories of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestDockr } from '../support/dockr.ts';
import type { Shell } from './shell.ts';
import { checkListed, type Memory, type Side } from './side.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/dockr', import.meta.url));

export type DockrSide = Side & {
  /** Ends the daemon; the next command starts one. */
  readonly stopDaemon: () => Promise<void>;
};

export async function dockrSide(dockr: TestDockr, shell: Shell): Promise<DockrSide> {
  const run = (...words: string[]) => shell.run([PROGRAM, ...words]);
  const version = /dockr version (\S+)/.exec((await run('--version')).output)?.[1] ?? 'unknown';
  return {
    name: 'dockr',
    version,
    pull: async (image) => void (await run('pull', image)),
    forget: async (image) => void (await run('rmi', image)),
    up: async ({ file }) => (await run('up', '-d', '-f', file)).ms,
    down: async ({ file }) => (await run('down', '-f', file)).ms,
    ps: async (stack) => {
      const { ms, output } = await run('ps', '-f', stack.file);
      checkListed(output, stack);
      return ms;
    },
    memory: async () => memoryOf(dockr),
    stopDaemon: async () => void (await run('daemon', 'stop')),
  };
}

/** The daemon with its threads, the shell that supervises it, one conmon for each container. */
function memoryOf(dockr: TestDockr): Memory {
  const daemon = dockr.daemonPid();
  if (daemon === null) throw new Error('no daemon of dockr runs');
  const conmons = conmonsOf(dockr.root.runDirectory);
  const parts = {
    daemon: pssOf(daemon),
    supervisor: pssOf(parentOf(daemon)),
    [`${conmons.length} conmon`]: conmons.reduce((sum, pid) => sum + pssOf(pid), 0),
  };
  return { total: Object.values(parts).reduce((sum, part) => sum + part, 0), parts };
}

function conmonsOf(runDirectory: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => textOf(pid, 'comm') === 'conmon\n' && textOf(pid, 'cmdline').includes(join(runDirectory, '/')));
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(textOf(pid, 'status'))?.[1]);
}

function pssOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

// A process may end between the listing and the look.
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
