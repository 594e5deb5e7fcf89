import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Claim, OF_REPAIRS, StackTurns, supersession } from '../../src/daemon/stack-turns.ts';

const up = (digest: string, ...services: string[]): Claim => ({ kind: 'up', services, digest });
const DOWN: Claim = { kind: 'down' };
const OTHER: Claim = { kind: 'other' };

test('one works at a time, in the order they came; other stacks do not wait', async () => {
  const turns = new StackTurns();
  const log: string[] = [];
  const work = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all([
    turns.run('shop', OF_REPAIRS, work('one')),
    turns.run('shop', OF_REPAIRS, work('two')),
    turns.run('blog', OF_REPAIRS, work('other')),
  ]);
  assert.deepEqual(
    log.filter((line) => !line.startsWith('other')),
    ['one begins', 'one ends', 'two begins', 'two ends'],
  );
  assert.ok(log.indexOf('other begins') < log.indexOf('one ends'));
  assert.equal(turns.isBusy('shop'), false);
});

for (const [older, newer, isGivenUp] of [
  [up('a'), up('b'), true],
  [up('a'), up('a'), false],
  [up('a', 'web'), up('b'), true],
  [up('a', 'web'), up('b', 'web', 'db'), true],
  [up('a', 'web', 'db'), up('b', 'web'), false],
  [up('a'), up('b', 'web'), false],
  [up('a'), DOWN, true],
  [up('a', 'web'), DOWN, true],
  [DOWN, up('a'), false],
  [OTHER, up('a'), false],
  [up('a'), OTHER, false],
  [DOWN, DOWN, false],
] as const) {
  test(`${say(newer)} ${isGivenUp ? 'has' : 'waits for'} ${say(older)}${isGivenUp ? ' given up' : ''}`, async () => {
    const turns = new StackTurns();
    const first = await begin(turns, older);
    const told: string[] = [];
    const second = turns.run(
      'shop',
      { claim: newer, signal: never(), onWait: (how) => told.push(how) },
      async () => 'second',
    );
    assert.deepEqual(told, [isGivenUp ? 'givenUp' : 'waits']);
    assert.equal(first.signal.aborted, isGivenUp);
    assert.equal(supersession(first.signal)?.code, isGivenUp ? 'superseded' : undefined);
    first.end();
    assert.equal(await second, 'second');
    await first.ended;
  });
}

test('who is given up before its turn has come does nothing', async () => {
  const turns = new StackTurns();
  const first = await begin(turns, DOWN);
  let didWork = false;
  const second = turns.run('shop', { claim: up('a'), signal: never() }, async () => {
    didWork = true;
  });
  const third = turns.run('shop', { claim: up('b'), signal: never() }, async () => 'third');
  first.end();
  await assert.rejects(second, { code: 'superseded' });
  assert.equal(await third, 'third');
  assert.equal(didWork, false);
});

test('P14: of any number of claims on all services the last one is carried out to its end, and no two at once', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1 }), fc.infiniteStream(fc.nat(9)), async (digests, delays) => {
      const turns = new StackTurns();
      let atWork = 0;
      let state: number | undefined;
      const pass = async (isOver = () => false): Promise<void> => {
        for (let left = delays.next().value ?? 0; left > 0 && !isOver(); left--) await Promise.resolve();
      };
      const work = async (digest: number, signal: AbortSignal): Promise<void> => {
        assert.equal(++atWork, 1);
        await pass(() => signal.aborted);
        if (!signal.aborted) state = digest;
        atWork--;
      };
      const all: Promise<void>[] = [];
      for (const digest of digests) {
        const claim = up(String(digest));
        all.push(turns.run('shop', { claim, signal: never() }, (signal) => work(digest, signal)));
        all.at(-1)?.catch(() => {});
        await pass();
      }
      const ends = await Promise.allSettled(all);
      assert.equal(state, digests.at(-1));
      assert.equal(ends.at(-1)?.status, 'fulfilled');
      assert.equal(turns.isBusy('shop'), false);
    }),
  ));

test('a signal that was aborted by somebody else is no supersession', () => {
  assert.equal(supersession(AbortSignal.abort()), undefined);
});

/** Work that goes on until it is told to end. */
async function begin(turns: StackTurns, claim: Claim) {
  const begun = Promise.withResolvers<AbortSignal>();
  const end = Promise.withResolvers<void>();
  const ended = turns.run('shop', { claim, signal: never() }, (signal) => {
    begun.resolve(signal);
    return end.promise;
  });
  return { ended, end: end.resolve, signal: await begun.promise };
}

function never(): AbortSignal {
  return new AbortController().signal;
}

function say(claim: Claim): string {
  if (claim.kind !== 'up') return claim.kind;
  return `"up ${claim.services.join(' ')}" of ${claim.digest}`.replace(' "', '"');
}
