// Files that stand in the Dockerfile itself.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CopyGroup } from '../copy/copy-entry.ts';
import { readEntry } from '../copy/read-entry.ts';
import type { CopyStep } from '../stage/stage-step.ts';

const MODE = 0o644;

/** Puts them on disk, each as a source of its own. */
export function writeInlineFiles({ inlineFiles }: CopyStep, directory: string): readonly CopyGroup[] {
  return inlineFiles.map(({ name, content }, index) => {
    const parent = join(directory, 'inline', String(index));
    mkdirSync(parent, { recursive: true });
    // Its name in the image is the group's: here it might be no name of a file.
    const path = join(parent, 'content');
    writeFileSync(path, content);
    chmodSync(path, MODE);
    const entry = { ...readEntry(path, ''), uid: 0, gid: 0 };
    return { shape: 'file', name, parents: [], entries: [entry] };
  });
}
