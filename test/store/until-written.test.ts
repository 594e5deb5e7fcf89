import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Database } from '../../src/store/database.ts';
import { StackTable } from '../../src/store/stacks.ts';
import { UntilWritten } from '../../src/store/until-written.ts';

describe('what was read of the database', () => {
  let database: Database;
  let known: UntilWritten<number>;
  let reads: number;
  beforeEach(() => {
    database = new Database(':memory:');
    known = new UntilWritten(database);
    reads = 0;
  });
  afterEach(() => database[Symbol.dispose]());

  const save = (name: string): void =>
    new StackTable(database).save({ name, revision: 1, model: '{}', directory: '/', files: [] }, 0);
  const count = (): number =>
    known.of('stacks', () => {
      reads++;
      return Number(database.get('SELECT count(*) AS count FROM stacks')?.['count']);
    });

  test('is read once as long as nothing is written', () => {
    for (let look = 0; look < 5; look++) assert.equal(count(), 0);
    assert.equal(reads, 1);
    save('shop');
    for (let look = 0; look < 5; look++) assert.equal(count(), 1);
    assert.equal(reads, 2);
  });

  test('is kept by its key', () => {
    assert.deepEqual([known.of('a', () => 1), known.of('b', () => 2), known.of('a', () => 3)], [1, 2, 1]);
  });

  const writes: Readonly<Record<string, () => unknown>> = {
    'a row that is inserted': () => database.run("INSERT INTO meta (key, value) VALUES ('a', 'b')"),
    'a row that is returned': () =>
      database.get(
        "INSERT INTO journal (operation, stack, step, started_at) VALUES ('up', 'shop', 'x', 0) RETURNING seq",
      ),
    'a row that is deleted': () => new StackTable(database).delete('first'),
    'a transaction': () => database.transaction(() => save('other')),
  };
  for (const [what, write] of Object.entries(writes)) {
    test(`is read again after ${what}`, () => {
      save('first');
      count();
      write();
      count();
      assert.equal(reads, 2);
    });
  }

  test('is not what a transaction saw that was undone', () => {
    assert.throws(() =>
      database.transaction(() => {
        save('shop');
        assert.equal(count(), 1);
        throw new Error('undone');
      }),
    );
    assert.equal(count(), 0);
  });

  test('stays what it is where a statement changes nothing', () => {
    count();
    new StackTable(database).delete('nobody');
    count();
    assert.equal(reads, 1);
  });
});
