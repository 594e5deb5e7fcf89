// How many folders this machine lets somebody watch.
import { readFileSync } from 'node:fs';

/** Of all, and of the user namespace that somebody is in. */
const LIMIT_FILES = ['/proc/sys/fs/inotify/max_user_watches', '/proc/sys/user/max_inotify_watches'];
/** Others watch, too. */
const SHARE = 0.8;

/** Whether so many folders can be watched, as far as can be known before it is tried. */
export function fitsWatchLimit(folders: number, limitFiles: readonly string[] = LIMIT_FILES): boolean {
  return limitFiles.every((file) => folders <= limitIn(file) * SHARE);
}

function limitIn(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
