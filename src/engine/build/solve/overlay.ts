// The file system of a stage, mounted: to read, or to make the next layer in.
import { chmodSync, chownSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mountOverlay, mountReadOnlyOverlay, unmount } from '../../../os/mounts.ts';

/** `redirect_dir` and `metacopy` would write notes about other layers into this one. `volatile` leaves syncing to the commit. */
const OPTIONS = ['redirect_dir=off', 'metacopy=off', 'index=off', 'volatile'];

export type Workshop = {
  /** A directory of this step alone beneath the run directory. */
  readonly run: string;
  /** One on the disk of the layers. */
  readonly state: string;
};

export type MountedRoot = Disposable & { readonly path: string };

/** Mounts layers, topmost first, with `upper` above them, which takes what is written. */
export function mountWritable(lower: readonly string[], upper: string, workshop: Workshop): MountedRoot {
  const path = join(workshop.run, 'rootfs');
  const work = join(workshop.state, 'work');
  mkdirSync(path, { recursive: true });
  mkdirSync(work, { recursive: true, mode: 0o700 });
  inheritRoot(lower[0], upper);
  mountOverlay(path, { lower: atLeast(lower, 1, workshop), upper, work, extra: OPTIONS });
  return mounted(path);
}

/** Mounts layers to read. `name` tells several of one workshop apart. */
export function mountReadable(lower: readonly string[], name: string, workshop: Workshop): MountedRoot {
  const path = join(workshop.run, name);
  mkdirSync(path, { recursive: true });
  mountReadOnlyOverlay(path, atLeast(lower, 2, workshop));
  return mounted(path);
}

/** The merged root looks as the topmost layer's root does: a new layer must not change it. */
export function inheritRoot(top: string | undefined, upper: string): void {
  if (top === undefined) return;
  const { uid, gid, mode } = statSync(top);
  chownSync(upper, uid, gid);
  chmodSync(upper, mode & 0o7777);
}

/** overlayfs wants one directory beneath a writable one, and two if there is none. */
function atLeast(lower: readonly string[], count: number, workshop: Workshop): readonly string[] {
  const paths = [...lower];
  while (paths.length < count) {
    const empty = join(workshop.run, `empty${paths.length}`);
    mkdirSync(empty, { recursive: true, mode: 0o755 });
    paths.push(empty);
  }
  return paths;
}

function mounted(path: string): MountedRoot {
  return { path, [Symbol.dispose]: () => unmount(path) };
}

/** Removes what is left of a step; nothing may be mounted there any more. */
export function removeWorkshop({ run, state }: Workshop): void {
  rmSync(run, { recursive: true, force: true });
  rmSync(state, { recursive: true, force: true });
}
