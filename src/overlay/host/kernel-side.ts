// Keeps the kernel of this host as the store says: after each change, and every so often whether there was one or not.

import type { DataPlane } from '../data-plane/data-plane.ts';
import type { DesiredDataPlane, Underlay } from '../data-plane/desired-state.ts';
import type { ApplyReport } from '../data-plane/report.ts';
import { formatRepair } from '../data-plane/report.ts';
import type { Problems } from './problems.ts';
import { Repeater } from './repeater.ts';

export type KernelSideOptions = {
  readonly dataPlane: DataPlane;
  readonly problems: Problems;
  readonly warn: (code: string, message: string) => void;
  /** Undefined while it is not known. */
  readonly desired: () => DesiredDataPlane | undefined;
  /** What was desired last is there, as far as it can be had; undefined if nothing is known to be. */
  readonly onApplied: (applied: DesiredDataPlane | undefined) => void;
};

export class KernelSide {
  readonly #options: KernelSideOptions;
  readonly #repeater = new Repeater(() => this.#apply());
  /** Whether nothing of ours is in the kernel, as far as we know. */
  #isClean = false;
  #isThorough = true;

  constructor(options: KernelSideOptions) {
    this.#options = options;
  }

  /** Resolves when it is as it should be, or when why not is among the problems. */
  follow(): Promise<void> {
    return this.#repeater.ask();
  }

  /** As `follow`, but believes nothing of what was done before. */
  followThoroughly(): Promise<void> {
    this.#isThorough = true;
    return this.follow();
  }

  /** Nothing of it is left. */
  async clear(underlay: Underlay): Promise<void> {
    await this.#repeater.settled();
    await this.#options.dataPlane.apply({ underlay, hosts: [], segments: [] });
  }

  /** By VNI, how the kernel differs from what was applied last, in words. */
  look(): ReadonlyMap<number, readonly string[]> {
    return this.#options.dataPlane.look();
  }

  settled(): Promise<void> {
    return this.#repeater.settled();
  }

  async #apply(): Promise<void> {
    const { problems, desired, onApplied } = this.#options;
    const wanted = desired();
    if (!wanted) return;
    if (this.#isClean && wanted.segments.length === 0) return onApplied(wanted);
    const trustsGuard = !this.#isThorough;
    this.#isThorough = false;
    try {
      const report = await this.#options.dataPlane.apply(wanted, { trustsGuard });
      this.#tell(report);
      this.#isClean = wanted.segments.length === 0 && report.failures.length === 0;
    } catch (error) {
      this.#isThorough = true;
      problems.fail('kernel', error);
      return onApplied(undefined);
    }
    problems.clear('kernel');
    onApplied(wanted);
  }

  #tell({ repairs, failures, conflicts }: ApplyReport): void {
    const { problems, warn } = this.#options;
    for (const repair of repairs) warn('overlay-restored', `${formatRepair(repair)}; it was put back`);
    const present = new Set<string>();
    for (const { vni, error } of failures) {
      present.add(`kernel ${vni}`);
      problems.fail(`kernel ${vni}`, error);
    }
    for (const conflict of conflicts) {
      const message = `VNI ${conflict.vni}: ${conflict.kind.replaceAll('-', ' ')}: ${JSON.stringify(conflict)}`;
      present.add(`kernel ${message}`);
      problems.set(`kernel ${message}`, { code: 'overlay-conflict', message });
    }
    problems.keepOnly('kernel ', present);
  }
}
