// Time as an argument, so that tests can move it.

export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls `work` once after a while; the result calls it off. */
  readonly after: (milliseconds: number, work: () => void) => () => void;
};

/** The machine's own time. */
export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};
