// What the audit log says of a change: who, what, how it ended. Never a secret: values of requests do not get here, only names.

/** Who made a change. Ids are numbers of the kernel; `login` is the one that a person logged in with, before sudo. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly uid: number;
      readonly gid: number;
      readonly pid: number;
      readonly login: number | null;
    }
  | {
      readonly kind: 'deployment';
      readonly deployment: string;
      readonly commit: string | null;
      readonly signer: string | null;
    }
  | { readonly kind: 'daemon' };

/** What was changed: names and numbers by their meaning. */
export type AuditTarget = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export type AuditOutcome =
  | { readonly result: 'done' | 'unchanged' }
  /** `reason` is the code of the error; its words stay out, for they may quote what others wrote. */
  | { readonly result: 'failed' | 'refused'; readonly reason: string };

type Change = { readonly action: string; readonly actor: Actor; readonly target: AuditTarget };

export type AuditEntry =
  /** Written before a change; its `ended` has the number of this record in `of`. */
  | ({ readonly event: 'begun' } & Change)
  | ({
      readonly event: 'ended';
      readonly of: number | null;
      readonly ms: number;
      readonly outcome: AuditOutcome;
    } & Change)
  /** Of what has no duration. */
  | ({ readonly event: 'noted'; readonly outcome: AuditOutcome } & Change)
  /** The last line was not whole, as after a power cut, and was taken out. */
  | { readonly event: 'mended'; readonly bytes: number }
  /** So many changes were not recorded, because nothing could be written for too long. */
  | { readonly event: 'lost'; readonly entries: number }
  /** The log did not end as it had been left: `expected` is what the database has as its head. */
  | { readonly event: 'broken'; readonly expected: Link; readonly found: Link | null };

/** A place in the chain: the number of a record, and its hash in hex. */
export type Link = { readonly seq: number; readonly hash: string };

/** An entry as it stands in the log. `at` is in ISO 8601, `prev` the hash of the record before it. */
export type AuditRecord = AuditEntry & { readonly seq: number; readonly at: string; readonly prev: string };
