// Files that a watcher brings into a container: shared by who finds the changes and who carries them out.
import type { WireError } from './errors.ts';

/** What is at a path; the mode is that of the permission bits alone. */
export type SyncEntry =
  | { readonly kind: 'file'; readonly mode: number }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'link'; readonly to: string };

/** A path beneath a target, with slashes and without `.` or `..`; empty is the target itself. Null: nothing is there. */
export type SyncChange = { readonly path: string; readonly entry: SyncEntry | null };

/** What is meant to be at a path; `sha256` is that of a file's bytes, in hex. A file without one is never like what is there. */
export type SyncExpectation = SyncChange & { readonly sha256?: string };

export type SyncFailure = { readonly path: string; readonly error: WireError };
