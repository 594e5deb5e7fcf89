import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { generationFor, lateHolders, newGeneration, nextRing } from '../../../src/overlay/encryption/key-ring.ts';
import { type Holder, type KeyRing, parseHolder, parseKeyRing } from '../../../src/overlay/store/records.ts';

const [OLD, NEW] = [newGeneration(), newGeneration()];
const ONE_RING: KeyRing = { generations: [OLD] };
const BOTH: KeyRing = { generations: [OLD, NEW] };
const ROTATION_MS = 1000;

function holder(node: string, holds: readonly string[], sends: string): Holder {
  return { node, address: '192.0.2.1', salt: 'ab', holds, sends };
}

describe('a ring of keys', () => {
  const next = (ring: KeyRing, holders: readonly Holder[], ageMs: number) =>
    nextRing({ ring, holders, ageMs, rotationMs: ROTATION_MS });

  test('stays as it is until it is old', () => {
    assert.equal(next(ONE_RING, [holder('a', [OLD.id], OLD.id)], ROTATION_MS - 1), undefined);
  });

  test('gets another generation then, beside the one that is in use', () => {
    const ring = next(ONE_RING, [holder('a', [OLD.id], OLD.id)], ROTATION_MS);
    assert.deepEqual(ring?.generations[0], OLD);
    assert.equal(ring?.generations.length, 2);
    assert.notEqual(ring?.generations[1]?.secret, OLD.secret);
    assert.deepEqual(parseKeyRing(JSON.stringify(ring)), ring);
  });

  test('loses the old one when nobody sends with it any more, and not before, however old it is', () => {
    const [late, done] = [holder('a', [OLD.id, NEW.id], OLD.id), holder('b', [OLD.id, NEW.id], NEW.id)];
    assert.equal(next(BOTH, [late, done], 100 * ROTATION_MS), undefined);
    assert.deepEqual(lateHolders({ ring: BOTH, holders: [late, done] }), [late]);
    assert.deepEqual(next(BOTH, [{ ...late, sends: NEW.id }, done], 0), { generations: [NEW] });
  });

  test('gives each host the newest that it has said to take', () => {
    assert.equal(generationFor(BOTH, holder('a', [OLD.id], OLD.id)), OLD);
    assert.equal(generationFor(BOTH, holder('a', [OLD.id, NEW.id], OLD.id)), NEW);
    assert.equal(generationFor(BOTH, holder('a', ['00'], '00')), undefined);
  });
});

describe('records of keys', () => {
  for (const [what, value] of [
    ['without a generation', { generations: [] }],
    ['with a short secret', { generations: [{ id: 'aa', secret: 'AAAA' }] }],
    ['that is something else', { id: 'aa' }],
    ['with nothing for a generation', { generations: [null] }],
  ] as const)
    test(`a ring ${what} is none`, () => assert.equal(parseKeyRing(JSON.stringify(value)), undefined));

  test('a holder without an address is none', () => {
    const record = holder('a', [], 'aa');
    assert.deepEqual(parseHolder(JSON.stringify(record)), record);
    assert.equal(parseHolder(JSON.stringify({ ...record, address: 'nowhere' })), undefined);
    assert.equal(parseHolder(JSON.stringify({ ...record, salt: 'x y' })), undefined);
  });
});
