import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from '../../../../src/overlay/store/backoff.ts';
import { EndpointChoice } from '../../../../src/overlay/store/etcd/endpoint-choice.ts';

function setUp() {
  let now = 0;
  const choice = new EndpointChoice(
    ['a', 'b', 'c'],
    () => now,
    () => 0,
  );
  return { choice, advance: (milliseconds: number) => (now += milliseconds) };
}

test('the one that answered last is asked again, and one that failed is not while others have not', () => {
  const { choice } = setUp();
  assert.equal(choice.choose(), 'a');
  choice.failed('a');
  assert.equal(choice.choose(), 'b');
  choice.answered('b');
  assert.equal(choice.choose(), 'b');
  choice.failed('b');
  assert.equal(choice.choose(), 'c');
});

test('when all have failed it is the turn of the one that failed first', () => {
  const { choice, advance } = setUp();
  for (const endpoint of ['b', 'a', 'c']) {
    choice.failed(endpoint);
    advance(100);
  }
  assert.ok(choice.isEveryoneResting);
  assert.equal(choice.choose(), 'b');
});

test('one that failed long ago is as good as any', () => {
  const { choice, advance } = setUp();
  choice.failed('a');
  advance(60_000);
  assert.equal(choice.choose(), 'a');
  assert.ok(!choice.isEveryoneResting);
});

test('waiting doubles to a limit, and never is the same for all', () => {
  assert.deepEqual(
    [0, 1, 2, 5, 6, 50].map((failures) => [backoffMs(failures, () => 0), backoffMs(failures, () => 1)]),
    [
      [25, 50],
      [50, 100],
      [100, 200],
      [800, 1600],
      [1000, 2000],
      [1000, 2000],
    ],
  );
});
