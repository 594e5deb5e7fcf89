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

export type OverlayOptions = {
  /** Topmost first. */
  readonly lower: readonly string[];
  readonly upper: string;
  readonly work: string;
  /** More options of the file system: `redirect_dir=off`. */
  readonly extra?: readonly string[];
};

/** Mounts an overlay. `lower` is topmost first. Longer lists of layers than fit in a page go by descriptor. */
export function mountOverlay(target: string, { lower, upper, work, extra = [] }: OverlayOptions): void {
  mountLayers(target, lower, [`upperdir=${upper}`, `workdir=${work}`, ...extra]);
}

/** Mounts directories over each other, topmost first, at least two of them, to read only. */
export function mountReadOnlyOverlay(target: string, lower: readonly string[]): void {
  mountLayers(target, lower, []);
}

function mountLayers(target: string, lower: readonly string[], options: readonly string[]): void {
  const mountWith = (paths: readonly string[]): void => {
    const text = [`lowerdir=${paths.join(':')}`, ...options].join(',');
    checkCall(mountCall('overlay', target, 'overlay', 0, text), `mount overlay on ${target}`);
  };
  if ([`lowerdir=${lower.join(':')}`, ...options].join(',').length <= MAX_OPTIONS) {
    mountWith(lower);
    return;
  }
  const descriptors: number[] = [];
  try {
    for (const path of lower) descriptors.push(openSync(path, O_PATH | constants.O_DIRECTORY));
    mountWith(descriptors.map((fd) => `/proc/self/fd/${fd}`));
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
