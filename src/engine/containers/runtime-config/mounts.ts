// The mounts that were asked for, in the form and order of config.json.
import { statSync } from 'node:fs';
import { posix } from 'node:path';
import { ContainerError } from '../../../core/errors.ts';
import type { OciMount } from './oci-runtime-config.ts';
import { tmpfsOptions } from './tmpfs-options.ts';

/** A mount whose source is found: a host path (of a bind, a volume, a secret, /etc/hosts), or memory. */
export type ResolvedMount =
  | {
      readonly kind: 'bind';
      readonly source: string;
      readonly target: string;
      readonly readOnly: boolean;
      /** `rprivate` when null. */
      readonly propagation: string | null;
    }
  | {
      readonly kind: 'tmpfs';
      readonly target: string;
      readonly readOnly: boolean;
      readonly sizeBytes: number | null;
      readonly mode: number | null;
      readonly options: readonly string[];
    };

const PROPAGATIONS: readonly string[] = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'];

/** Mounts on top of the defaults: a target of ours replaces the default there, and one on /dev the defaults beneath it. */
export function combineMounts(
  defaults: readonly OciMount[],
  requested: readonly ResolvedMount[],
  options: { readonly recursiveReadOnly: boolean },
): readonly OciMount[] {
  const mounts = requested.map((mount) => toOciMount(mount, options.recursiveReadOnly));
  const targets = new Set<string>();
  for (const { destination } of mounts) {
    if (targets.has(destination))
      throw new ContainerError('duplicate-mount', { message: `two mounts have the target "${destination}"` });
    targets.add(destination);
  }
  const kept = defaults.filter(
    ({ destination }) => !targets.has(destination) && !(targets.has('/dev') && destination.startsWith('/dev/')),
  );
  return [...kept, ...mounts.sort(byDepth)];
}

/** How the root must propagate so that mounts asked to be shared or slaves can be: null where the default will do. */
export function rootPropagation(requested: readonly ResolvedMount[]): 'shared' | 'slave' | null {
  const wanted = requested.map((mount) => (mount.kind === 'bind' ? (mount.propagation ?? '') : ''));
  if (wanted.some((word) => word.endsWith('shared'))) return 'shared';
  return wanted.some((word) => word.endsWith('slave')) ? 'slave' : null;
}

// A parent first, or it would hide what is mounted in it.
function byDepth(a: OciMount, b: OciMount): number {
  const difference = a.destination.split('/').length - b.destination.split('/').length;
  return difference || (a.destination < b.destination ? -1 : 1);
}

function toOciMount(mount: ResolvedMount, recursiveReadOnly: boolean): OciMount {
  const destination = checkTarget(mount.target);
  if (mount.kind === 'tmpfs') return { destination, type: 'tmpfs', source: 'tmpfs', options: tmpfsOptions(mount) };
  const propagation = mount.propagation || 'rprivate';
  if (!PROPAGATIONS.includes(propagation)) {
    throw new ContainerError('invalid-propagation', {
      message: `unknown mount propagation "${propagation}" for "${mount.target}": expected one of ${PROPAGATIONS.join(', ')}`,
    });
  }
  return {
    destination,
    type: 'bind',
    source: mount.source,
    options: ['rbind', propagation, ...accessOptions(mount, recursiveReadOnly)],
  };
}

/** "ro" alone leaves mounts beneath the source writable. crun takes "rro" for directories only, and nothing is beneath a file. */
function accessOptions(
  mount: { readonly readOnly: boolean; readonly source: string },
  recursiveReadOnly: boolean,
): readonly string[] {
  if (!mount.readOnly) return ['rw'];
  return recursiveReadOnly && isDirectory(mount.source) ? ['ro', 'rro'] : ['ro'];
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function checkTarget(target: string): string {
  const clean = posix.normalize(target).replace(/(?<=.)\/$/, '');
  if (!target.startsWith('/') || clean === '/' || target.includes('\0')) {
    throw new ContainerError('invalid-mount-target', {
      message: `cannot mount on "${target}": expected an absolute path other than "/"`,
    });
  }
  return clean;
}
