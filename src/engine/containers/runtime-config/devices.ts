// Devices: the few of every container, which the runtimes make themselves, and all of the host's for a privileged one.
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OciDevice, OciDeviceRule } from './oci-runtime-config.ts';

const MEMORY = 1;
const TERMINAL = 5;
const PSEUDO_TERMINALS = 136;
const MAX_HOST_DEVICES = 10_000;

// null zero full random urandom, tty console ptmx, and the terminals behind ptmx. mknod is let through for all numbers as in
// Docker: a node in an image's layer must be extractable, and opening it is another matter.
const ALLOWED: readonly (readonly [number, number])[] = [
  [MEMORY, 3],
  [MEMORY, 5],
  [MEMORY, 7],
  [MEMORY, 8],
  [MEMORY, 9],
  [TERMINAL, 0],
  [TERMINAL, 1],
  [TERMINAL, 2],
];

/** What a container may open: nothing but the standard devices; a privileged one everything. */
export function deviceRules(privileged: boolean): readonly OciDeviceRule[] {
  if (privileged) return [{ allow: true, type: 'a', access: 'rwm' }];
  return [
    { allow: false, type: 'a', access: 'rwm' },
    { allow: true, type: 'c', access: 'm' },
    { allow: true, type: 'b', access: 'm' },
    ...ALLOWED.map(([major, minor]) => ({ allow: true, type: 'c', major, minor, access: 'rwm' }) as const),
    { allow: true, type: 'c', major: PSEUDO_TERMINALS, access: 'rwm' },
  ];
}

// Terminals and shared memory are the container's own; console would be the host's.
const OWN_DIRECTORIES: readonly string[] = ['pts', 'shm', 'fd', 'mqueue', '.lxc', '.lxd-mounts', '.udev'];
const OWN_NODES: readonly string[] = [
  '/dev/console',
  '/dev/tty',
  '/dev/ptmx',
  '/dev/null',
  '/dev/zero',
  '/dev/full',
  '/dev/random',
  '/dev/urandom',
];

/** The device nodes of the host, for a privileged container. Nodes that vanish while looking are left out. */
export function observeHostDevices(root = '/dev'): readonly OciDevice[] {
  const devices: OciDevice[] = [];
  const pending = [root];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of entriesOf(directory)) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && !OWN_DIRECTORIES.includes(entry.name)) pending.push(path);
      const device = entry.isCharacterDevice() || entry.isBlockDevice() ? observeDevice(path) : undefined;
      if (device && !OWN_NODES.includes(path)) devices.push(device);
      if (devices.length >= MAX_HOST_DEVICES) return devices;
    }
  }
  return devices.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function observeDevice(path: string): OciDevice | undefined {
  try {
    const stats = lstatSync(path);
    const type = stats.isBlockDevice() ? 'b' : 'c';
    return { path, type, ...deviceNumbers(stats.rdev), fileMode: stats.mode & 0o7777, uid: stats.uid, gid: stats.gid };
  } catch {
    return undefined;
  }
}

/** glibc's encoding of a device number. */
export function deviceNumbers(rdev: number): { readonly major: number; readonly minor: number } {
  const low = rdev >>> 0;
  const high = Math.floor(rdev / 2 ** 32);
  return {
    major: ((low >>> 8) & 0xfff) | (high & ~0xfff),
    minor: (low & 0xff) | ((low >>> 12) & 0xfff00),
  };
}
