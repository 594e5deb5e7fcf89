// What is known of the log apart from its files, so that cutting off its end, or writing all of it anew, is found, too.
import type { Link } from './audit-record.ts';

export type Anchor = {
  /** The last record that is on the disk for certain. */
  readonly head: Link;
  /** The last record of those that were removed because there were too many; null as long as none was. */
  readonly base: Link | null;
};

/** Where it is kept: not beside the log. */
export type AnchorStore = {
  readonly load: () => Anchor | null;
  readonly save: (anchor: Anchor) => void;
};
