// The files of the log, oldest first. Drawn once:
//
//   <state>/audit/audit-<number of its first record, twelve digits>.jsonl     one record a line, 0600
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export type Segment = { readonly path: string; readonly name: string; readonly firstSeq: number };

const NAME = /^audit-([0-9]{12})\.jsonl$/;

export function segmentPath(folder: string, firstSeq: number): string {
  return join(folder, `audit-${String(firstSeq).padStart(12, '0')}.jsonl`);
}

export function listSegmentsNow(folder: string): readonly Segment[] {
  return toSegments(folder, readdirSync(folder));
}

/** Rejects where there is no such folder. */
export async function listSegments(folder: string): Promise<readonly Segment[]> {
  return toSegments(folder, await readdir(folder));
}

/** Names of new and removed files outlast a power cut afterwards. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function toSegments(folder: string, names: readonly string[]): readonly Segment[] {
  const found = names.flatMap((name) => {
    const [, digits] = NAME.exec(name) ?? [];
    return digits === undefined ? [] : [{ path: join(folder, name), name, firstSeq: Number(digits) }];
  });
  return found.toSorted((one, other) => one.firstSeq - other.firstSeq);
}
