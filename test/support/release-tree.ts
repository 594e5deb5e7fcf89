// Releases to upgrade to: this one under another version, and ones that do not work.
import { cpSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionOf } from '../../src/install/release-tree.ts';

/** A copy of a release that says it is of another version. */
export function renumberedRelease(release: string, folder: string, version: string): void {
  const own = versionOf(release);
  cpSync(release, folder, { recursive: true });
  for (const file of globSync(['package.json', 'dist/*.js', 'dist/*.cjs'], { cwd: folder })) {
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), text.replaceAll(`"${own}"`, `"${version}"`));
  }
}

/** Its program runs, and its daemon ends at once. */
export function breakDaemon(folder: string): void {
  writeFileSync(join(folder, 'dist/daemon.js'), "console.error('this release is broken'); process.exit(1);\n");
}
