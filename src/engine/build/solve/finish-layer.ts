// What an overlay's upper directory needs to become a layer: what did not change goes, what overlayfs noted for itself too.
import { lstatSync, readdirSync, rmdirSync, type Stats } from 'node:fs';
import { getAttribute } from '../../../os/files.ts';

export type FinishedLayer = { readonly sizeBytes: number; readonly files: number };

/** Removes copied-up directories that are as they were, and counts the rest. `lower` is topmost first. Blocks. */
export function finishLayer(directory: string, lower: readonly string[]): FinishedLayer {
  const counts = { sizeBytes: 0, files: 0 };
  visit('', { directory, lower, counts, seen: new Set() });
  return counts;
}

type Visit = {
  readonly directory: string;
  readonly lower: readonly string[];
  readonly counts: { sizeBytes: number; files: number };
  /** Inodes with several names. */
  readonly seen: Set<number>;
};

/** Whether anything is left in the directory. */
function visit(path: string, context: Visit): boolean {
  const here = `${context.directory}${path}`;
  let isEmpty = true;
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory() && !visit(child, context) && isUnchanged(child, context)) {
      rmdirSync(`${context.directory}${child}`);
      continue;
    }
    isEmpty = false;
    context.counts.files++;
    if (entry.isFile()) countFile(lstatSync(`${context.directory}${child}`), context);
  }
  return !isEmpty;
}

function countFile(stat: Stats, { counts, seen }: Visit): void {
  if (stat.nlink > 1 && seen.has(stat.ino)) return;
  if (stat.nlink > 1) seen.add(stat.ino);
  counts.sizeBytes += stat.size;
}

/** Whether an empty directory of the upper layer says nothing that the layers beneath do not. */
function isUnchanged(path: string, { directory, lower }: Visit): boolean {
  const below = findBelow(path, lower);
  if (!below?.isDirectory()) return false;
  const own = lstatSync(`${directory}${path}`);
  const isSame = own.mode === below.mode && own.uid === below.uid && own.gid === below.gid;
  return isSame && !isMarkedOpaque(`${directory}${path}`);
}

/** What the layers beneath show at a path: a layer counts as far as nothing above it hides its directories. */
function findBelow(path: string, lower: readonly string[]): Stats | undefined {
  const parts = path.split('/').filter(Boolean);
  for (const layer of lower) {
    const found = followIn(layer, parts);
    if (found.kind === 'there') return found.stat;
    if (found.kind === 'hidden') return undefined;
  }
  return undefined;
}

type Found = { readonly kind: 'there'; readonly stat: Stats } | { readonly kind: 'hidden' | 'absent' };

function followIn(layer: string, parts: readonly string[]): Found {
  let path = layer;
  let isOpaque = false;
  for (const [index, part] of parts.entries()) {
    path = `${path}/${part}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return { kind: isOpaque ? 'hidden' : 'absent' };
    if (index === parts.length - 1) return { kind: 'there', stat };
    if (!stat.isDirectory()) return { kind: 'hidden' };
    isOpaque ||= isMarkedOpaque(path);
  }
  return { kind: 'absent' };
}

function isMarkedOpaque(path: string): boolean {
  return getAttribute(path, 'trusted.overlay.opaque') !== undefined;
}
