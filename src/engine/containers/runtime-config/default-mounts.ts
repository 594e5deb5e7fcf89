// What every container has mounted, hidden and made read-only, before anything is asked for.
import type { OciMount } from './oci-runtime-config.ts';

const DEFAULT_SHM_BYTES = 64 * 1024 * 1024;

export type DefaultMountOptions = {
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly shmBytes: number | null;
};

/** Docker's mounts. A read-only container may still write to those that are memory of its own. */
export function defaultMounts({ privileged, readOnly, shmBytes }: DefaultMountOptions): readonly OciMount[] {
  const access = privileged && !readOnly ? 'rw' : 'ro';
  const shmSize = `size=${shmBytes && shmBytes > 0 ? shmBytes : DEFAULT_SHM_BYTES}`;
  return [
    mount('/proc', 'proc', 'proc', ['nosuid', 'noexec', 'nodev']),
    mount('/dev', 'tmpfs', 'tmpfs', ['nosuid', 'strictatime', 'mode=755', 'size=65536k']),
    mount('/dev/pts', 'devpts', 'devpts', ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5']),
    mount('/sys', 'sysfs', 'sysfs', ['nosuid', 'noexec', 'nodev', access]),
    mount('/sys/fs/cgroup', 'cgroup', 'cgroup', [access, 'nosuid', 'noexec', 'nodev']),
    mount('/dev/mqueue', 'mqueue', 'mqueue', ['nosuid', 'noexec', 'nodev']),
    mount('/dev/shm', 'tmpfs', 'shm', ['nosuid', 'noexec', 'nodev', 'mode=1777', shmSize]),
  ];
}

const MASKED_PATHS: readonly string[] = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
];

const READONLY_PATHS: readonly string[] = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** Paths that tell of the host or change it; none for a privileged container. */
export function restrictedPaths(
  privileged: boolean,
  thermalPaths: readonly string[],
): { readonly maskedPaths: readonly string[]; readonly readonlyPaths: readonly string[] } {
  if (privileged) return { maskedPaths: [], readonlyPaths: [] };
  return { maskedPaths: [...MASKED_PATHS, ...thermalPaths], readonlyPaths: READONLY_PATHS };
}

function mount(destination: string, type: string, source: string, options: readonly string[]): OciMount {
  return { destination, type, source, options };
}
