// The processes of this machine, from /proc.
import { readdirSync, readFileSync } from 'node:fs';

export type ListedProcess = { readonly pid: number; readonly command: string; readonly arguments: readonly string[] };

/** Every process but kernel threads. Those that end while we look are left out. */
export function listProcesses(): ListedProcess[] {
  const found: ListedProcess[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^[0-9]+$/.test(name)) continue;
    try {
      const argv = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').slice(0, -1);
      const command = readFileSync(`/proc/${name}/comm`, 'utf8').trim();
      if (argv.length > 0) found.push({ pid: Number(name), command, arguments: argv });
    } catch {
      // It ended in between.
    }
  }
  return found;
}
