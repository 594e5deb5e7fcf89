// Hosts that hold keys over one store in memory, each with a kernel that is a list; what they do is decided by a seed.
import assert from 'node:assert/strict';
import type { AssociationId } from '../../../src/os/netlink-associations.ts';
import { encryptionUnsupported } from '../../../src/overlay/data-plane/encryption-policies.ts';
import type { DerivedAssociation } from '../../../src/overlay/encryption/derive-association.ts';
import { EncryptionSide } from '../../../src/overlay/encryption/encryption-side.ts';
import type { AssociationTable } from '../../../src/overlay/encryption/kernel-associations.ts';
import { associationName } from '../../../src/overlay/encryption/plan-associations.ts';
import { Problems } from '../../../src/overlay/host/problems.ts';
import { HostSession } from '../../../src/overlay/store/host-session.ts';
import type { OverlayStore } from '../../../src/overlay/store/overlay-store.ts';
import { pause } from '../../../src/overlay/store/pause.ts';
import type { FakeClock } from '../../support/fake-clock.ts';

const LOOK_MS = 20_000;
const NEVER = new AbortController().signal;

/** Outlives its daemon, and not a reboot. In the order in which keys came: of several to one host a kernel takes the last. */
export class FakeKernel {
  /** Whether it has ESP. */
  canEncrypt = true;
  #entries: readonly AssociationId[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get entries(): readonly AssociationId[] {
    return this.#entries;
  }

  set entries(entries: readonly AssociationId[]) {
    this.#entries = entries;
    this.#onChange();
  }

  has(association: AssociationId): boolean {
    return this.#entries.some((entry) => associationName(entry) === associationName(association));
  }
}

/** A kernel as one daemon sees it, for as long as that lives. */
class Table implements AssociationTable {
  readonly #kernel: FakeKernel;
  isDead = false;
  /** Names of all keys that were ever put in, with how often. */
  readonly #madeBefore: Map<string, number>;

  constructor(kernel: FakeKernel, madeBefore: Map<string, number>) {
    this.#kernel = kernel;
    this.#madeBefore = madeBefore;
  }

  list(): readonly AssociationId[] {
    this.#checkAlive();
    return this.#kernel.entries;
  }

  add(associations: readonly DerivedAssociation[]): void {
    this.#checkAlive();
    assert.ok(this.#kernel.canEncrypt);
    for (const association of associations) {
      assert.equal(this.#kernel.has(association), false, 'the kernel would say EEXIST');
      const name = associationName(association);
      this.#madeBefore.set(name, (this.#madeBefore.get(name) ?? 0) + 1);
      const { from, to, spi } = association;
      this.#kernel.entries = [...this.#kernel.entries, { from, to, spi }];
    }
  }

  remove(associations: readonly AssociationId[]): void {
    this.#checkAlive();
    const names = new Set(associations.map(associationName));
    this.#kernel.entries = this.#kernel.entries.filter((entry) => !names.has(associationName(entry)));
  }

  check(): void {
    if (!this.#kernel.canEncrypt) throw encryptionUnsupported(new Error('no ESP'));
  }

  [Symbol.dispose](): void {}

  #checkAlive(): void {
    if (this.isDead) throw new Error('the daemon is dead');
  }
}

export type KeyHostOptions = {
  readonly clock: FakeClock;
  readonly store: OverlayStore;
  readonly number: number;
  readonly rotationMs: number;
  readonly random: () => number;
  readonly onChange: () => void;
};

export class KeyHost {
  readonly kernel: FakeKernel;
  readonly address: string;
  readonly node: string;
  /** How often each key was put into this kernel: never twice, or sequence numbers begin anew. */
  readonly made = new Map<string, number>();
  readonly problems: string[] = [];
  /** Whether it has an encrypted network. */
  isWanted: boolean | undefined = true;
  readonly #options: KeyHostOptions;
  #daemon: { readonly side: EncryptionSide; readonly session: HostSession; readonly table: Table } | undefined;

  constructor(options: KeyHostOptions) {
    this.#options = options;
    this.kernel = new FakeKernel(options.onChange);
    this.address = `192.0.2.${options.number}`;
    this.node = `host${options.number}`;
  }

  get isRunning(): boolean {
    return this.#daemon !== undefined;
  }

  start(): void {
    if (this.#daemon) return;
    const { clock, rotationMs } = this.#options;
    const store = this.#slowStore();
    const host = { node: this.node, id: `id-of-${this.node}`, address: this.address };
    const session = new HostSession({ store, host, ttlSeconds: 30, clock });
    session.start();
    const table = new Table(this.kernel, this.made);
    const side = new EncryptionSide({
      table,
      problems: new Problems((code, message) => this.problems.push(`${code}: ${message}`)),
      clock,
      rotationMs,
      isWanted: () => this.isWanted,
      access: () => ({ store, session }),
      later: (work) =>
        void clock.after(1000, () => {
          if (this.#daemon?.side === side) work();
        }),
    });
    this.#daemon = { side, session, table };
    session.listen(() => void this.#follow(side));
    this.#look(side);
  }

  /** Its daemon is gone, and nobody is told. */
  kill(): void {
    const daemon = this.#daemon;
    this.#daemon = undefined;
    if (!daemon) return;
    daemon.table.isDead = true;
    void daemon.side[Symbol.asyncDispose]();
    void daemon.session[Symbol.asyncDispose]();
  }

  /** Its kernel is another one. */
  reboot(): void {
    this.kill();
    this.kernel.entries = [];
    this.made.clear();
  }

  declare(isWanted: boolean): void {
    this.isWanted = isWanted;
    if (this.#daemon) void this.#daemon.side.follow();
  }

  #look(side: EncryptionSide): void {
    if (this.#daemon?.side !== side) return;
    void side.followThoroughly();
    this.#options.clock.after(LOOK_MS, () => this.#look(side));
  }

  async #follow(side: EncryptionSide): Promise<void> {
    if (this.#daemon?.side === side) await side.follow();
  }

  /** Each call and each news takes a while, another one for each host. */
  #slowStore(): OverlayStore {
    const { store, clock, random } = this.#options;
    const late = () => pause(clock, random() * 2000, NEVER);
    return {
      get: (...words) => late().then(() => store.get(...words)),
      list: (...words) => late().then(() => store.list(...words)),
      transact: (...words) => late().then(() => store.transact(...words)),
      async *watch(...words) {
        for await (const batch of store.watch(...words)) {
          await late();
          yield batch;
        }
      },
      grantLease: (...words) => store.grantLease(...words),
      keepLeaseAlive: (...words) => store.keepLeaseAlive(...words),
      revokeLease: (...words) => store.revokeLease(...words),
      [Symbol.asyncDispose]: async () => {},
    };
  }
}
