// What one apply did so far; becomes its report.
import { type DockrError, NetworkError } from '../../core/errors.ts';
import type { GuardChange } from './host-guard.ts';
import type { Outcome } from './kernel-writer.ts';
import { type ApplyReport, formatRepair, type Repair, type SegmentFailure } from './report.ts';
import type { SegmentEntries } from './segment-entries.ts';

export class ApplyRecord {
  readonly #started = performance.now();
  readonly #messagesBefore: number;
  /** By their text: a step that is tried again is one repair. */
  readonly #repairs = new Map<string, Repair>();
  #failures: SegmentFailure[] = [];
  #conflicts: SegmentEntries['conflicts'] = [];
  /** VNIs of segments that are being made, and went wrong. */
  #failed = new Set<number>();
  #rounds = 0;
  #announced = 0;
  #isUncertain = false;

  constructor(messagesBefore: number) {
    this.#messagesBefore = messagesBefore;
  }

  get rounds(): number {
    return this.#rounds;
  }

  /** Whether the kernel may be other than it should, in a way that another round may mend. */
  get isUncertain(): boolean {
    return this.#isUncertain;
  }

  /** Whether all is known to be as desired. */
  get isComplete(): boolean {
    return this.#failures.length === 0 && !this.#isUncertain;
  }

  /** A round looks at everything anew. */
  startRound(): void {
    this.#rounds++;
    this.#isUncertain = false;
    this.#failures = [];
    this.#failed = new Set();
    this.#conflicts = [];
  }

  guarded(kind: 'host-guard' | 'encryption-policies', change: GuardChange): void {
    if (change === 'repair') this.repaired({ kind });
  }

  repaired(repair: Repair): void {
    this.#repairs.set(formatRepair(repair), repair);
  }

  /** A segment that is not even tried; another may have its VNI. */
  impossible(failure: SegmentFailure): void {
    this.#failures.push(failure);
  }

  /** Something that no further round mends. */
  failed(vni: number | undefined, error: DockrError): void {
    this.#failures.push({ vni, error });
    if (vni !== undefined) this.#failed.add(vni);
  }

  outcome(vni: number | undefined, outcome: Outcome): void {
    if (outcome.kind === 'done') return;
    this.#isUncertain = true;
    if (outcome.kind === 'refused') this.failed(vni, outcome.error);
  }

  /** After the last round: what is not known to be right is told as wrong. */
  settle(): void {
    if (!this.#isUncertain || this.#failures.length > 0) return;
    const message = `the kernel's answers were lost ${this.#rounds} times, and overlay networks may be incomplete`;
    this.failed(undefined, new NetworkError('overlay-unsettled', { message, facts: { rounds: this.#rounds } }));
  }

  conflicts(conflicts: SegmentEntries['conflicts']): void {
    this.#conflicts = [...this.#conflicts, ...conflicts];
  }

  announced(count: number): void {
    this.#announced += count;
  }

  hasFailed(vni: number): boolean {
    return this.#failed.has(vni);
  }

  report(messages: number): ApplyReport {
    return {
      messages: messages - this.#messagesBefore,
      rounds: this.#rounds,
      elapsedMs: performance.now() - this.#started,
      repairs: [...this.#repairs.values()],
      announced: this.#announced,
      conflicts: this.#conflicts,
      failures: this.#failures,
    };
  }
}
