// Files of control groups, read as their version has them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../core/errors.ts';
import { cgroupHierarchies } from './cgroup-hierarchies.ts';

// Version 1 says "unlimited" with the largest number of pages.
const UNLIMITED_V1 = 2 ** 62;

export function isVersion2(controller: string): boolean {
  return cgroupHierarchies().some(({ version, controllers }) => version === 2 && controllers.includes(controller));
}

/** The directory of the group `path` (`/dockr/<id>`) in the tree that has the controller. */
export function cgroupDirectory(path: string, controller: string): string | undefined {
  const home = cgroupHierarchies().find(({ controllers }) => controllers.includes(controller));
  return home && join(home.mountPoint, path);
}

/** Undefined where the group, the controller or the file is not there. */
export function readCgroupFile(directory: string | undefined, file: string): string | undefined {
  if (!directory) return undefined;
  try {
    return readFileSync(join(directory, file), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'EOPNOTSUPP'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

export function toNumber(text: string | undefined): number | undefined {
  return text === undefined || text.trim() === '' ? undefined : Number(text);
}

/** Null is unlimited. */
export function toLimit(text: string | undefined): number | null | undefined {
  return text?.trim() === 'max' ? null : toNumber(text);
}

/** A number of bytes of version 1; null is unlimited. */
export function toBytesV1(text: string | undefined): number | null | undefined {
  const value = toNumber(text);
  return value !== undefined && value >= UNLIMITED_V1 ? null : value;
}
