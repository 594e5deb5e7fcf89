// The two directories of a daemon: taken at its start, given back at its end.
import { chmodSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { DaemonPaths } from '../api/paths.ts';
import { SystemError } from '../core/errors.ts';
import { tryLock } from '../os/file-lock.ts';
import { makePrivate, mountsBeneath, mountTmpfs, unmount } from '../os/mounts.ts';

const RUN_TMPFS_OPTIONS = 'mode=0711,size=256m,nr_inodes=0';

/** Makes the directories and takes the lock, or gives undefined if another daemon has it. The result lets go of the lock. */
export function takeDirectories(paths: DaemonPaths): (() => void) | undefined {
  mkdirSync(paths.state, { recursive: true, mode: 0o700 });
  const unlock = tryLock(join(paths.state, 'daemon.lock'));
  if (!unlock) return undefined;
  // Programs in images and volumes may be set-user-ID root, and the database holds environments: nobody else may reach them.
  chmodSync(paths.state, 0o700);
  checkStateFileSystem(paths.state);
  mkdirSync(paths.run, { recursive: true, mode: 0o711 });
  // Creating files on ext4 after many deletions costs up to 10 ms each; what lives only until a reboot belongs on tmpfs.
  if (fileSystemOf(paths.run) !== 'tmpfs') {
    mountTmpfs(paths.run, RUN_TMPFS_OPTIONS);
    makePrivate(paths.run);
  }
  for (const folder of ['containers', 'exits', 'netns', 'runtime'])
    mkdirSync(join(paths.run, folder), { recursive: true, mode: 0o711 });
  return unlock;
}

/** The last thing that would stay on the machine: our own tmpfs, when no container is left that needs it. */
export function releaseRunDirectory(paths: DaemonPaths): void {
  const mounts = mountsBeneath(paths.run);
  const own = mounts.some((mount) => mount.target === paths.run && mount.type === 'tmpfs');
  if (own && mounts.length === 1) unmount(paths.run);
}

/** The kernel mounts no overlay whose upper directory is on an overlay: told here, and not as EINVAL in every container. */
function checkStateFileSystem(state: string): void {
  if (fileSystemOf(state) !== 'overlay') return;
  throw new SystemError('state-directory-on-overlay', {
    message: `the state directory "${state}" is on an overlay file system (inside a container?), where containers cannot have theirs`,
    hint: 'set DOCKR_STATE_DIR to a directory on ext4, xfs, btrfs or tmpfs, such as a volume',
  });
}

function fileSystemOf(path: string): string {
  const real = realpathSync(path);
  let best = { length: 0, type: '' };
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [left, right] = line.split(' - ');
    const target = left?.split(' ')[4] ?? '';
    const covers = target === '/' || real === target || real.startsWith(`${target}/`);
    if (covers && target.length >= best.length) best = { length: target.length, type: right?.split(' ')[0] ?? '' };
  }
  return best.type;
}
