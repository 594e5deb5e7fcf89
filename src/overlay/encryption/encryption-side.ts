// Keys between hosts, for as long as this host has an encrypted network: in the store, in the kernel, and replaced in time.
import type { Clock } from '../../core/clock.ts';
import { isSameValue } from '../../core/is-same-value.ts';
import type { Problems } from '../host/problems.ts';
import { Repeater } from '../host/repeater.ts';
import { isPassing } from '../host/store-waits.ts';
import type { OverlayDefinition } from '../overlay.ts';
import type { StoreAccess } from '../store/host-change.ts';
import { KeyRecords } from '../store/key-records.ts';
import type { KeyRing } from '../store/records.ts';
import { isEncrypted } from './is-encrypted.ts';
import type { AssociationTable } from './kernel-associations.ts';
import { lateHolders, newGeneration, nextRing } from './key-ring.ts';
import { KeyView } from './key-view.ts';
import { OwnKeys } from './own-keys.ts';

export type EncryptionSideOptions = {
  /** Goes with this. */
  readonly table: AssociationTable;
  readonly problems: Problems;
  /** Steady. */
  readonly clock: Clock;
  readonly rotationMs: number;
  /** Whether this host has an encrypted network; undefined until the engine told. */
  readonly isWanted: () => boolean | undefined;
  /** Undefined while this host does not have its address. */
  readonly access: () => StoreAccess | undefined;
  /** Does it in a while, unless all is over by then. */
  readonly later: (work: () => void) => void;
};

/** Hosts that keep the others from forgetting an old key for longer are named. */
const PATIENCE_MS = 300_000;
/** Keys are tried on it while this host has no other address. */
const LOOPBACK = '127.0.0.1';

export class EncryptionSide implements AsyncDisposable {
  readonly #options: EncryptionSideOptions;
  readonly #keys: OwnKeys;
  readonly #repeater = new Repeater(() => this.#pass());
  #view: KeyView | undefined;
  /** Whether nothing of it is left, in the store and in the kernel. */
  #isEnded = false;
  #isThorough = false;
  #isRetryDue = false;
  #isClosed = false;
  /** Whether the kernel has shown that it can encrypt. */
  #isTried = false;

  constructor(options: EncryptionSideOptions) {
    this.#options = options;
    this.#keys = new OwnKeys(options.table);
  }

  /** `overlay-encryption-unsupported` if the network is to be encrypted and the kernel cannot do that. */
  check(wanted: Pick<OverlayDefinition, 'options'>): void {
    if (isEncrypted(wanted)) this.#options.table.check(this.#options.access()?.session.host.address ?? LOOPBACK);
  }

  /** Resolves when the keys are what they should be, or when why not is among the problems. */
  follow(): Promise<void> {
    return this.#repeater.ask();
  }

  /** As `follow`, and does what is the turn of a host that may not be there. */
  followThoroughly(): Promise<void> {
    this.#isThorough = true;
    return this.follow();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    await this.#view?.[Symbol.asyncDispose]();
    await this.#repeater.settled();
    this.#options.table[Symbol.dispose]();
  }

  async #pass(): Promise<void> {
    const { isWanted, access, problems } = this.#options;
    const [wanted, known] = [isWanted(), access()];
    const isThorough = this.#isThorough;
    this.#isThorough = false;
    if (wanted === undefined || !known || this.#isClosed) return;
    try {
      if (wanted) await this.#hold(known, isThorough);
      else await this.#end(known);
      problems.clear('encryption');
    } catch (error) {
      // That the store is away is told by those who follow it.
      if (!isPassing(error)) problems.fail('encryption', error);
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    if (this.#isRetryDue) return;
    this.#isRetryDue = true;
    this.#options.later(() => {
      this.#isRetryDue = false;
      void this.follow();
    });
  }

  async #hold(access: StoreAccess, isThorough: boolean): Promise<void> {
    this.#isEnded = false;
    const { store, session } = access;
    const { clock, table } = this.#options;
    // Before others hear that this host takes encrypted packets.
    if (!this.#isTried) table.check(session.host.address);
    this.#isTried = true;
    this.#view ??= new KeyView({ store, clock, onNews: () => void this.follow() });
    const view = this.#view;
    // Until then the kernel stays as the daemon before left it.
    if (!view.isTold) return;
    const records = new KeyRecords(access);
    const ring = view.ring;
    if (!view.storedRing) await records.enterRing(ring ?? { generations: [newGeneration()] });
    if (!ring) return;
    const { node, address } = session.host;
    const entered = view.holders().find((holder) => holder.node === node);
    const keys = { ring, holders: view.holders(), departed: view.departed() };
    const own = this.#keys.apply(keys, { node, address, entered, now: clock.now() });
    this.#tellLate(ring, view);
    if (!view.storedRing) return;
    if (!isSameValue(own, entered)) await records.enterHolder(own, ring);
    else await this.#rotate(records, { ring, node, isThorough });
  }

  /** All hosts see at once that it is time; the first of them does it, and if it does not, another a while later. */
  async #rotate(
    records: KeyRecords,
    { ring, node, isThorough }: { readonly ring: KeyRing; readonly node: string; readonly isThorough: boolean },
  ): Promise<void> {
    const view = this.#view;
    if (!view || !(isThorough || view.holders()[0]?.node === node)) return;
    const { rotationMs } = this.#options;
    const next = nextRing({ ring, holders: view.holders(), ageMs: view.ringAgeMs, rotationMs });
    if (next) await records.replaceRing(ring, next);
  }

  async #end(access: StoreAccess): Promise<void> {
    // What an earlier daemon entered hangs on the lease that this one takes over.
    if (this.#isEnded || access.session.lease === undefined) return;
    this.#keys.clear();
    await new KeyRecords(access).withdrawHolder();
    this.#options.problems.clear('encryption keys');
    this.#isEnded = true;
  }

  #tellLate(ring: KeyRing, view: KeyView): void {
    const { problems } = this.#options;
    const late = lateHolders({ ring, holders: view.holders() });
    if (late.length === 0 || view.ringAgeMs < PATIENCE_MS) problems.clear('encryption keys');
    else
      problems.set('encryption keys', {
        code: 'overlay-key-late',
        message: `keys of encrypted networks are to be replaced, and ${late.map(({ node }) => `"${node}"`).join(', ')} still sends with the old one`,
        hint: 'run "dockr doctor" there',
      });
  }
}
