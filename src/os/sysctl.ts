// Network settings of the kernel in the thread's current network namespace.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The value, or undefined if there is no such setting. */
export function readSysctl(name: string): string | undefined {
  const path = sysctlPath(name);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/** Writes the value unless it is there; returns false if the setting is missing or read-only. */
export function ensureSysctl(name: string, value: string): boolean {
  if (readSysctl(name) === value) return true;
  try {
    writeFileSync(sysctlPath(name), value);
    return true;
  } catch {
    return false;
  }
}

function sysctlPath(name: string): string {
  return `/proc/sys/${name}`;
}
