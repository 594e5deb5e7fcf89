// mount(2), umount2(2) and what is mounted.
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { errorCode } from '../core/errors.ts';
import { checkCall, libcFunction } from './libc.ts';

const mountCall = libcFunction('int mount(const char*, const char*, const char*, uint64_t, const char*)');
const umountCall = libcFunction('int umount2(const char*, int)');

const MS_NOSUID = 2;
const MS_NODEV = 4;
const MS_BIND = 4096;
const MS_PRIVATE = 1 << 18;
const MNT_DETACH = 2;
const UMOUNT_NOFOLLOW = 8;
const O_PATH = 0x200000;
/** The kernel takes one page of mount options, its end included. */
const MAX_OPTIONS = 4095;

/** Mounts an overlay. `lower` is topmost first. Longer lists of layers than fit in a page go by descriptor. */
export function mountOverlay(target: string, options: { lower: readonly string[]; upper: string; work: string }): void {
  const upperAndWork = `upperdir=${options.upper},workdir=${options.work}`;
  const direct = `lowerdir=${options.lower.join(':')},${upperAndWork}`;
  if (direct.length <= MAX_OPTIONS) {
    checkCall(mountCall('overlay', target, 'overlay', 0, direct), `mount overlay on ${target}`);
    return;
  }
  const descriptors: number[] = [];
  try {
    for (const path of options.lower) descriptors.push(openSync(path, O_PATH | constants.O_DIRECTORY));
    const lower = descriptors.map((fd) => `/proc/self/fd/${fd}`).join(':');
    checkCall(
      mountCall('overlay', target, 'overlay', 0, `lowerdir=${lower},${upperAndWork}`),
      `mount overlay on ${target}`,
    );
  } finally {
    for (const fd of descriptors) closeSync(fd);
  }
}

export function mountTmpfs(target: string, options: string): void {
  checkCall(mountCall('tmpfs', target, 'tmpfs', MS_NOSUID | MS_NODEV, options), `mount tmpfs on ${target}`);
}

export function bindMount(source: string, target: string): void {
  checkCall(mountCall(source, target, 'bind', MS_BIND, null), `bind ${source} on ${target}`);
}

/** Mounts and unmounts beneath `target` stay unseen by other mount namespaces. */
export function makePrivate(target: string): void {
  checkCall(mountCall('none', target, 'none', MS_PRIVATE, null), `make ${target} private`);
}

/** Takes a mount away at once, its users notwithstanding. "Not mounted" and "not there" are success. */
export function unmount(target: string): void {
  try {
    checkCall(umountCall(target, MNT_DETACH | UMOUNT_NOFOLLOW), `umount ${target}`);
  } catch (error) {
    if (errorCode(error) !== 'EINVAL' && errorCode(error) !== 'ENOENT') throw error;
  }
}

export type MountPoint = { readonly target: string; readonly type: string };

/** Every mount point beneath `root` or at it, deepest first. */
export function mountsBeneath(root: string): MountPoint[] {
  const found: MountPoint[] = [];
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [left, right] = line.split(' - ');
    const target = left
      ?.split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    if (target === root || target?.startsWith(`${root}/`)) found.push({ target, type: right?.split(' ')[0] ?? '' });
  }
  return found.sort((a, b) => b.target.length - a.target.length);
}
