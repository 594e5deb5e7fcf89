import { basename } from 'node:path';

/** Editors make and remove these around every save; nobody means them. */
export function isPassing(path: string): boolean {
  const name = basename(path);
  return name === '4913' || name === '.DS_Store' || /~$|^\.#|^#.*#$|\.sw[a-z]$|___jb_(?:tmp|old)___$/.test(name);
}
