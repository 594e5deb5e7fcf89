// Who may use the daemon beside root: the group `dockr`, which `dockr install` makes and leaves empty.
import { readFileSync } from 'node:fs';

const GROUP = 'dockr';
const ROOT = 0;

/** The id of the group that the socket is given to; that of root where there is none. */
export function ownerOfSocket(groupFile = '/etc/group'): number {
  const line = readGroups(groupFile).find((each) => each.startsWith(`${GROUP}:`));
  const id = Number(line?.split(':')[2] ?? Number.NaN);
  return Number.isSafeInteger(id) && id > 0 ? id : ROOT;
}

function readGroups(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
