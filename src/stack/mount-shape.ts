// Mounts, secrets and configs of a service in the shape of a stack file.
import type { FileGrant, Mount } from './model/run.ts';
import { bytesText, compact, ifTrue, modeText, type Shape } from './shape.ts';

const DEFAULT_MODE = 0o444;

/** Those that stand under `tmpfs`, as they stand there. */
export function tmpfsTexts(mounts: readonly Mount[]): readonly string[] {
  return mounts.flatMap((mount) => (mount.kind === 'tmpfs' && mount.text !== undefined ? [mount.text] : []));
}

/** Those that stand under `volumes`, in their long form. */
export function mountShapes(mounts: readonly Mount[]): readonly Shape[] {
  return mounts.filter((mount) => mount.kind !== 'tmpfs' || mount.text === undefined).map(mountShape);
}

function mountShape(mount: Mount): Shape {
  const { target, readOnly, consistency, extensions } = mount;
  const common = { target, read_only: ifTrue(readOnly), consistency };
  return compact({ ...kindShape(mount), ...common, ...extensions });
}

function kindShape(mount: Mount): Shape {
  switch (mount.kind) {
    case 'tmpfs': {
      const mode = mount.mode === undefined ? undefined : modeText(mount.mode);
      return { type: 'tmpfs', tmpfs: compact({ mode, size: bytesText(mount.sizeBytes || undefined) }) };
    }
    case 'anonymous':
      return { type: 'volume', volume: compact({ labels: mount.labels, nocopy: ifTrue(mount.noCopy) }) };
    case 'volume': {
      const { source, labels, noCopy, subpath } = mount;
      return { type: 'volume', source, volume: compact({ labels, nocopy: ifTrue(noCopy), subpath }) };
    }
    case 'bind': {
      const { source, createSource, propagation, recursive, selinux } = mount;
      const create = createSource ? undefined : false;
      return { type: 'bind', source, bind: compact({ create_host_path: create, propagation, recursive, selinux }) };
    }
    case 'image':
      return { type: 'image', source: mount.source || undefined, image: compact({ subpath: mount.subpath }) };
    case 'npipe':
    case 'cluster':
      return { type: mount.kind, source: mount.source };
  }
}

/** Secrets have a place by default that is always said; configs do not. */
export function grantShape(grant: FileGrant, kind: 'secret' | 'config'): Shape {
  const isDefault = kind === 'config' && grant.target === `/${grant.source}`;
  return compact({
    source: grant.source,
    target: grant.relativeTarget ?? (isDefault ? undefined : grant.target),
    uid: grant.uid ? String(grant.uid) : undefined,
    gid: grant.gid ? String(grant.gid) : undefined,
    mode: grant.mode === DEFAULT_MODE ? undefined : modeText(grant.mode),
    ...grant.extensions,
  });
}
