/** One process, as `ps -ef` shows it. */
export type ProcessFacts = {
  readonly pid: number;
  readonly parent: number;
  /** The effective one, as the host numbers it. */
  readonly uid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Processor time so far. */
  readonly cpuMs: number;
  /** `pts/0`; null without one. */
  readonly terminal: string | null;
  /** No more than its first 4 KiB. Of a kernel thread or a zombie, and where it cannot be read now, its name in brackets. */
  readonly command: string;
};
