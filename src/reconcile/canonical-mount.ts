import type { MountSpec } from '../core/specs.ts';
import { sortedSet } from './sorting.ts';

type StoredMount = { readonly target: string } & {
  readonly [Kind in MountSpec['kind']]: Partial<Extract<MountSpec, { kind: Kind }>> & { readonly kind: Kind };
}[MountSpec['kind']];

/** A mount with every field of its kind; older versions may have stored fewer. */
export function canonicalMount(mount: StoredMount): MountSpec {
  const { target } = mount;
  const readOnly = mount.readOnly ?? false;
  switch (mount.kind) {
    case 'volume':
      return {
        kind: 'volume',
        volume: mount.volume ?? '',
        target,
        readOnly,
        noCopy: mount.noCopy ?? false,
        subpath: mount.subpath ?? null,
      };
    case 'anonymous':
      return { kind: 'anonymous', target, readOnly, noCopy: mount.noCopy ?? false };
    case 'bind':
      return {
        kind: 'bind',
        source: mount.source ?? '',
        target,
        readOnly,
        createSource: mount.createSource ?? true,
        propagation: mount.propagation ?? null,
      };
    case 'tmpfs':
      return {
        kind: 'tmpfs',
        target,
        readOnly,
        sizeBytes: mount.sizeBytes ?? null,
        mode: mount.mode ?? null,
        options: sortedSet(mount.options ?? []),
      };
  }
}
