import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssociationId } from '../../../src/os/netlink-associations.ts';
import type { DerivedAssociation } from '../../../src/overlay/encryption/derive-association.ts';
import type { AssociationTable } from '../../../src/overlay/encryption/kernel-associations.ts';
import { newGeneration } from '../../../src/overlay/encryption/key-ring.ts';
import { OwnKeys } from '../../../src/overlay/encryption/own-keys.ts';
import type { Holder } from '../../../src/overlay/store/records.ts';

/** As a kernel: of each receiver a number is there once. The first number that comes in is somebody else's already. */
class CrowdedTable implements AssociationTable {
  #entries: readonly AssociationId[] = [];
  refused: AssociationId | undefined;

  list(): readonly AssociationId[] {
    return this.#entries;
  }

  add(associations: readonly DerivedAssociation[]): void {
    for (const { from, to, spi } of associations) {
      this.refused ??= { from, to, spi };
      if (spi !== this.refused.spi) this.#entries = [...this.#entries, { from, to, spi }];
    }
  }

  remove(associations: readonly AssociationId[]): void {
    this.#entries = this.#entries.filter((entry) => !associations.includes(entry));
  }

  check(): void {}

  [Symbol.dispose](): void {}
}

test('a number that the receiver has otherwise is no reason to be deaf: there are other numbers at the next look', () => {
  const generation = newGeneration();
  const table = new CrowdedTable();
  const keys = new OwnKeys(table);
  const two: Holder = { node: 'two', address: '192.0.2.2', salt: 'ab', holds: [generation.id], sends: generation.id };
  const look = (now: number) =>
    keys.apply(
      { ring: { generations: [generation] }, holders: [two], departed: [] },
      { node: 'one', address: '192.0.2.1', entered: undefined, now },
    );
  const first = look(0);
  assert.equal(table.list().length, 1, 'one of two was refused');
  const second = look(20_000);
  assert.notEqual(second.salt, first.salt);
  for (const [from, to] of [
    [two.address, '192.0.2.1'],
    ['192.0.2.1', two.address],
  ])
    assert.ok(
      table.list().some((entry) => entry.from === from && entry.to === to),
      `${from} to ${to}`,
    );
  assert.equal(look(40_000).salt, second.salt);
});
