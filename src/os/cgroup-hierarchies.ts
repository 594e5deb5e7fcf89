// Where control groups are mounted: one tree on version 2, one for each set of controllers on version 1, both on a hybrid.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemError } from '../core/errors.ts';

export type CgroupHierarchy = {
  readonly version: 1 | 2;
  readonly mountPoint: string;
  /** Version 1: those of the tree (`memory`, `cpu`, `name=systemd`); version 2: those that the root offers. */
  readonly controllers: readonly string[];
};

let known: readonly CgroupHierarchy[] | undefined;

/** The trees of this machine. Found once: they do not move while it runs. */
export function cgroupHierarchies(): readonly CgroupHierarchy[] {
  known ??= parseCgroupMounts(readFileSync('/proc/self/mountinfo', 'utf8')).map(withRootControllers);
  return known;
}

/** Looks again, after somebody mounted or unmounted one. */
export function forgetCgroupHierarchies(): void {
  known = undefined;
}

/** 2 only if version 2 has the controllers, that is, if it is mounted alone. */
export function cgroupVersion(hierarchies: readonly CgroupHierarchy[] = cgroupHierarchies()): 1 | 2 {
  if (hierarchies.length === 0) {
    throw new SystemError('no-cgroups', {
      message: 'no control groups are mounted on this machine',
      hint: 'mount them: mount -t cgroup2 none /sys/fs/cgroup',
    });
  }
  return hierarchies.every(({ version }) => version === 2) ? 2 : 1;
}

/** The trees in /proc/<pid>/mountinfo; of several mounts of one, the first. */
export function parseCgroupMounts(mountinfo: string): readonly CgroupHierarchy[] {
  const found = new Map<string, CgroupHierarchy>();
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [type = '', , options = ''] = right.split(' ');
    const mountPoint = left.split(' ')[4];
    if (!mountPoint || (type !== 'cgroup' && type !== 'cgroup2')) continue;
    const controllers = type === 'cgroup' ? options.split(',').filter(isController) : [];
    const key = `${type} ${controllers.join()}`;
    if (!found.has(key)) found.set(key, { version: type === 'cgroup' ? 1 : 2, mountPoint, controllers });
  }
  return [...found.values()];
}

// Everything else among the options of such a mount is a flag.
const FLAGS: readonly string[] = [
  'rw',
  'ro',
  'none',
  'xattr',
  'noprefix',
  'clone_children',
  'cpuset_v2_mode',
  'favordynmods',
];

function isController(option: string): boolean {
  return !FLAGS.includes(option) && !option.startsWith('release_agent=');
}

function withRootControllers(hierarchy: CgroupHierarchy): CgroupHierarchy {
  const file = join(hierarchy.mountPoint, 'cgroup.controllers');
  if (hierarchy.version === 1 || !existsSync(file)) return hierarchy;
  return { ...hierarchy, controllers: readFileSync(file, 'utf8').split(/\s+/).filter(Boolean) };
}
