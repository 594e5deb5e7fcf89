// Imported first by a test file, this starts the file again in network and mount namespaces of its own: what it makes can
// hurt nobody and goes with it. Without the privilege the tests skip out loud.
import { spawnSync } from 'node:child_process';

const MARK = 'DOCKR_TEST_NAMESPACE';

/** Why tests that need namespaces cannot run here; false if they can. */
export const cannotIsolate: string | false = enter();

function enter(): string | false {
  if (process.env[MARK] === '1') return false;
  if (process.getuid?.() !== 0) return 'needs root for network namespaces';
  if (spawnSync('unshare', ['-n', '-m', 'true']).status !== 0) return 'cannot create network namespaces here';
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const unshare = ['unshare', '-n', '-m', '--propagation', 'private', ...again];
  process.execve?.('/usr/bin/unshare', unshare, { ...process.env, [MARK]: '1' });
  return 'this Node cannot replace its own process';
}
