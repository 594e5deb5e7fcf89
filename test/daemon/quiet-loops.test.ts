// What the loops of the daemon read while nothing is written, and that they read again when something was.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { EnginePort } from '../../src/apply/engine-port.ts';
import { Emitter } from '../../src/core/emitter.ts';
import { DriftPolicies } from '../../src/daemon/drift-policies.ts';
import type { Notice } from '../../src/daemon/notice.ts';
import { PromotionLoop } from '../../src/daemon/promotion-loop.ts';
import { RepairGate } from '../../src/daemon/repair-gate.ts';
import { StackTurns } from '../../src/daemon/stack-turns.ts';
import { Database } from '../../src/store/database.ts';
import { StackTable } from '../../src/store/stacks.ts';

/** Counts the listings. */
class CountedStacks extends StackTable {
  listed = 0;
  override list(): ReturnType<StackTable['list']> {
    this.listed++;
    return super.list();
  }
}

describe('at rest', () => {
  let database: Database;
  let stacks: CountedStacks;
  let named = 0;
  let strangers: readonly { readonly record: { readonly spec: { readonly stack: null } } }[] = [];
  let engine: EnginePort;
  beforeEach(() => {
    database = new Database(':memory:');
    stacks = new CountedStacks(database);
    [named, strangers] = [0, []];
    const containers = {
      list: () => strangers,
      listNamed: () => {
        named++;
        return [];
      },
    };
    engine = { database, stacks, containers } as unknown as EnginePort;
  });
  afterEach(() => database[Symbol.dispose]());

  function save(mode: string): void {
    const model = JSON.stringify({ name: 'shop', services: {}, extensions: { 'x-dockr': { drift: mode } } });
    stacks.save({ name: 'shop', revision: 1, model, directory: '/srv', files: [] }, 0);
  }

  test('what stacks say of drift is read once, and again after each write', () => {
    const policies = new DriftPolicies(engine);
    assert.equal(policies.modeOf('shop', null), 'default');
    save('report');
    for (let round = 0; round < 5; round++) {
      assert.deepEqual([...policies.all().keys()], ['shop']);
      assert.equal(policies.modeOf('shop', null), 'report');
      assert.equal(policies.mayRepairFirewall(), false);
    }
    assert.equal(stacks.listed, 2);
    save('repair');
    assert.equal(policies.modeOf('shop', null), 'repair');
    assert.equal(policies.mayRepairFirewall(), true);
    stacks.delete('shop');
    assert.equal(policies.modeOf('shop', null), 'default');
  });

  test('the rules are put back for containers of no stack, too', () => {
    const policies = new DriftPolicies(engine);
    save('ignore');
    assert.equal(policies.mayRepairFirewall(), false);
    strangers = [{ record: { spec: { stack: null } } }];
    assert.equal(policies.mayRepairFirewall(), true);
  });

  test('canaries are looked for once where there are none, and again after each write', async () => {
    const parts = { turns: new StackTurns(), gate: new RepairGate(), notices: new Emitter<Notice>() };
    const warn = (code: string, message: string): void => assert.fail(`${code}: ${message}`);
    using loop = new PromotionLoop({ engine, ...parts, warn });
    for (let round = 0; round < 5; round++) await loop.round(round * 1000);
    assert.equal(named, 1);
    save('report');
    for (let round = 5; round < 10; round++) await loop.round(round * 1000);
    assert.equal(named, 2);
  });
});
