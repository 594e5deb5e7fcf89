// What is to be copied: plain data, so that it can be hashed here and written by another thread.

export type EntryKind = 'file' | 'directory' | 'symlink' | 'fifo' | 'device' | 'socket';

export type CopyEntry = {
  readonly kind: EntryKind;
  /** Relative to the group's place; empty is that place itself. */
  readonly path: string;
  /** On the host. */
  readonly source: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly dev: bigint;
  readonly ino: bigint;
  /** Whether the file has several names. */
  readonly isLinked: boolean;
  readonly rdev: number;
  /** Of a symlink. */
  readonly target: string;
};

/** One source of a COPY. */
export type CopyGroup = {
  /** `contents` of a directory go into the destination; a `file` becomes it, or gets its name in it. */
  readonly shape: 'contents' | 'file';
  /** The last part of the source's name. */
  readonly name: string;
  /** With `--parents`: the directories of the source to be made beneath the destination, outermost first. */
  readonly parents: readonly CopyEntry[];
  readonly entries: readonly CopyEntry[];
};
