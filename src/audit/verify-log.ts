// Whether the log is what was written: every line unchanged, each following the one before it, none missing at either end.
import { errorCode } from '../core/errors.ts';
import type { Anchor } from './anchor.ts';
import { GENESIS } from './audit-line.ts';
import type { AuditRecord, Link } from './audit-record.ts';
import { type LogLine, readLog } from './read-log.ts';

export type AuditFinding = {
  readonly kind:
    | 'unreadable'
    | 'changed'
    | 'missing'
    | 'out-of-order'
    | 'replaced'
    | 'torn'
    | 'cut-off'
    | 'beginning-gone'
    | 'rewritten'
    | 'unlike-head'
    | 'reported';
  /** null where it is about the log as a whole. */
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
};

export type AuditVerdict = {
  readonly records: number;
  readonly first: number | null;
  readonly last: Link | null;
  /** In the order of the lines; at most a hundred. */
  readonly findings: readonly AuditFinding[];
};

export type VerifyOptions = {
  /** What the database says; null for a copy of the log that is looked at elsewhere. */
  readonly anchor: Anchor | null;
  /** A place in the chain that somebody has noted elsewhere. */
  readonly known?: Link | null;
};

const MOST_FINDINGS = 100;

/** Reads all of it. A log that is not there has no records. */
export async function verifyLog(folder: string, options: VerifyOptions): Promise<AuditVerdict> {
  const check = new ChainCheck(options);
  try {
    for await (const line of readLog(folder)) check.take(line);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  return check.end();
}

class ChainCheck {
  readonly #wanted: readonly (Link & { readonly kind: 'rewritten' | 'unlike-head'; readonly source: string })[];
  readonly #anchor: Anchor | null;
  readonly #met = new Set<number>();
  #findings: AuditFinding[] = [];
  #records = 0;
  #first: number | null = null;
  #last: Link | null = null;
  /** Lines that are wrong, since the last one that is not: they break the link to the one after them, which is no second fault. */
  #faults = 0;

  constructor({ anchor, known }: VerifyOptions) {
    this.#anchor = anchor;
    this.#wanted = [
      ...(anchor ? [{ ...anchor.head, kind: 'rewritten' as const, source: 'the database' }] : []),
      ...(known ? [{ ...known, kind: 'unlike-head' as const, source: 'the head that was given' }] : []),
    ];
  }

  take(line: LogLine): void {
    const { parsed } = line;
    if (parsed.kind !== 'record') {
      this.#tell(line, parsed.kind, FAULTS[parsed.kind]);
      this.#faults++;
      return;
    }
    this.#checkLink(line, parsed.record, parsed.link);
    this.#checkReport(line, parsed.record);
    this.#checkKnown(line, parsed.link);
    this.#records++;
    this.#first ??= parsed.link.seq;
    this.#last = parsed.link;
    this.#faults = 0;
  }

  end(): AuditVerdict {
    const last = this.#last?.seq ?? 0;
    for (const { seq, kind, source } of this.#wanted) {
      if (seq === 0 || this.#met.has(seq)) continue;
      if (seq > last)
        this.#tell(null, 'cut-off', `the log ends with record ${last}, but ${source} knows record ${seq}`);
      else if (seq >= (this.#first ?? 0))
        this.#tell(null, kind, `${source} knows record ${seq}, which is not in the log`);
    }
    return { records: this.#records, first: this.#first, last: this.#last, findings: this.#findings };
  }

  #checkLink(line: LogLine, { seq, prev }: AuditRecord, link: Link): void {
    const before =
      this.#last ?? (this.#faults > 0 ? { seq: seq - 1 - this.#faults, hash: '' } : this.#start(link, prev));
    const fault = before
      ? faultOf({ seq, prev }, before, this.#faults)
      : { kind: 'beginning-gone' as const, message: `the log begins with record ${seq}: those before it were removed` };
    if (fault) this.#tell(line, fault.kind, fault.message);
  }

  /** What the first record may follow: nothing, or what was removed for its age. */
  #start({ seq }: Link, prev: string): Link | null {
    if (seq === 1) return GENESIS;
    const base = this.#anchor?.base;
    // Removed files are noted before they go: a power cut in between leaves one that may be gone.
    if (base && seq <= base.seq) return { seq: seq - 1, hash: prev };
    if (base && seq === base.seq + 1) return base;
    // Of a copy, nobody knows where it began.
    return this.#anchor || seq < 1 ? null : { seq: seq - 1, hash: prev };
  }

  #checkReport(line: LogLine, record: AuditRecord): void {
    if (record.event === 'broken') {
      const found = record.found ? `record ${record.found.seq}` : 'nothing';
      this.#tell(
        line,
        'reported',
        `at its start the daemon found ${found} at the end, not record ${record.expected.seq} as it had left it`,
      );
    }
    if (record.event === 'lost') this.#tell(line, 'reported', `${record.entries} changes were not recorded: no space`);
  }

  #checkKnown(line: LogLine, { seq, hash }: Link): void {
    for (const known of this.#wanted) {
      if (known.seq !== seq) continue;
      this.#met.add(seq);
      if (known.hash !== hash) this.#tell(line, known.kind, `record ${seq} is not the one that ${known.source} knows`);
    }
  }

  #tell(line: LogLine | null, kind: AuditFinding['kind'], message: string): void {
    if (this.#findings.length >= MOST_FINDINGS) return;
    this.#findings.push({ kind, file: line?.file ?? null, line: line?.line ?? null, message });
  }
}

type Place = { readonly seq: number; readonly prev: string };

function faultOf({ seq, prev }: Place, before: Link, faults: number): Pick<AuditFinding, 'kind' | 'message'> | null {
  const missing = seq - before.seq - 1;
  if (missing < 0) return { kind: 'out-of-order', message: `record ${seq} stands after record ${before.seq}` };
  if (missing > faults) {
    const range = `${before.seq + 1} to ${seq - 1}`;
    return { kind: 'missing', message: `records ${range} are missing before this line` };
  }
  if (missing > 0 || faults > 0 || prev === before.hash) return null;
  return { kind: 'replaced', message: `record ${before.seq} before this line is not the one that was written` };
}

const FAULTS = {
  unreadable: 'this line is no record of the log',
  changed: 'this line was changed after it was written: its hash is another',
  torn: 'this line has no end: the power was cut while it was written, or somebody cut it',
} as const;
