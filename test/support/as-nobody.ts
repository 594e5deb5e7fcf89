// The built program as a user without any right.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ended, TestDockr } from './dockr.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const IDENTITY = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
/** A clone in root's home is out of reach for others; a mount of it, which only this process sees, is not. */
const WITHIN_REACH = 'mount --bind "$1" "$2" && shift 2 && exec setpriv "$@"';

/** Runs one command to its end. */
export function runAsNobody({ environment, root }: TestDockr, words: readonly string[]): Ended {
  const reachable = join(root.workDirectory, 'repository');
  mkdirSync(reachable, { recursive: true });
  // The compile cache is root's.
  const { NODE_COMPILE_CACHE: _, ...rest } = environment;
  const script = ['sh', '-c', WITHIN_REACH, 'sh', REPOSITORY, reachable];
  const began = performance.now();
  const program = join(reachable, 'bin/dockr');
  const ended = spawnSync('unshare', ['--mount', ...script, ...IDENTITY, program, ...words], {
    env: rest,
    cwd: root.workDirectory,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { exitCode: ended.status, stdout: ended.stdout, stderr: ended.stderr, ms: performance.now() - began };
}
