// Failures of the machine that may surface anywhere, as Node and SQLite tell them: they are no bugs of ours.

export type MachineFailure = { readonly code: string; readonly message: string; readonly hint: string };

const FULL = {
  code: 'disk-full',
  message: 'there is no space left on the disk',
  hint: 'free space on the disk that holds the state directory, then repeat the command: nothing half-written is kept',
};
const READ_ONLY = {
  code: 'disk-read-only',
  message: 'the disk is read-only',
  hint: 'mount it writable; a disk that became read-only by itself may be failing: see "dmesg"',
};
const TOO_MANY_FILES = {
  code: 'too-many-open-files',
  message: 'the limit of open files is reached',
  hint: 'raise the limit of open files ("ulimit -n") for the daemon',
};
const DISK_FAILED = {
  code: 'disk-failed',
  message: 'reading or writing the disk failed',
  hint: 'see "dmesg" for what the disk says',
};
const DAMAGED = {
  code: 'database-damaged',
  message: 'the database in the state directory is damaged',
  hint: 'put a backup of dockr.db back, or move the state directory away',
};

/** Names of the C library's errors. */
const BY_NAME: Readonly<Record<string, MachineFailure>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: READ_ONLY,
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
  EIO: DISK_FAILED,
};

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const BY_SQLITE_CODE: Readonly<Record<number, MachineFailure>> = {
  8: READ_ONLY,
  10: DISK_FAILED,
  11: DAMAGED,
  13: FULL,
  26: DAMAGED,
};

/** What a foreign error tells of the machine, with its own words; undefined if it is something else. */
export function explainMachineFailure(error: unknown): MachineFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const failure = failureOf(error);
  return failure && { ...failure, message: `${failure.message}: ${error.message}` };
}

function failureOf(error: Error): MachineFailure | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') return BY_SQLITE_CODE[error.errcode & 0xff];
  if ('code' in error && typeof error.code === 'string' && Object.hasOwn(BY_NAME, error.code))
    return BY_NAME[error.code];
  return undefined;
}
