import { join } from 'node:path';

/** Where the things of one container are. */
export type ContainerPaths = {
  /** Persistent: the overlay's upper and work directories, the log. */
  readonly directory: string;
  readonly upper: string;
  readonly work: string;
  readonly log: string;
  /** What is being brought into it (sync-journal.ts). */
  readonly syncing: string;
  /** On tmpfs: config.json, the root file system's mount point, pid files, files mounted over the image's. */
  readonly bundle: string;
  readonly rootfs: string;
  readonly exitDirectory: string;
  readonly exitFile: string;
};

export function containerPaths(
  roots: { readonly stateDirectory: string; readonly runDirectory: string },
  id: string,
): ContainerPaths {
  const directory = join(roots.stateDirectory, 'containers', id);
  const bundle = join(roots.runDirectory, 'containers', id);
  const exitDirectory = join(roots.runDirectory, 'exits');
  // Asked for all containers, again and again: no more is joined than needs it.
  return {
    directory,
    upper: `${directory}/upper`,
    work: `${directory}/work`,
    log: `${directory}/log`,
    syncing: `${directory}/syncing`,
    bundle,
    rootfs: `${bundle}/rootfs`,
    exitDirectory,
    exitFile: `${exitDirectory}/${id}`,
  };
}
