// How many folders this machine lets somebody watch.
import { readFileSync } from 'node:fs';

const LIMIT_FILE = '/proc/sys/fs/inotify/max_user_watches';
/** Others watch, too. */
const SHARE = 0.8;

/** Whether so many folders can be watched, as far as can be known before it is tried. */
export function fitsWatchLimit(folders: number, limitFile = LIMIT_FILE): boolean {
  try {
    return folders <= Number(readFileSync(limitFile, 'utf8')) * SHARE;
  } catch {
    return true;
  }
}
