import { readFileSync } from 'node:fs';

declare const __DOCKR_VERSION__: string | undefined;

/** The version of this program: put in by the build, else from package.json. */
export function ownVersion(): string {
  if (typeof __DOCKR_VERSION__ === 'string') return __DOCKR_VERSION__;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(version);
}
