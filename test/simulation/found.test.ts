// Histories that once broke a rule, in as few words as show it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Coverage } from './coverage.ts';
import { done, draftOf, needs, soon, up } from './drafts.ts';
import { type Action, FINAL_OPTIONS, type Happening } from './history.ts';
import { describeVerdict, simulateHistory } from './simulate-history.ts';
import type { StackDraft } from './stack-draft.ts';

const remove = (service: string): Action => ({ kind: 'lifecycle', verb: 'remove', service, volumes: false });
/** With different luck each time. */
async function assertHolds(last: StackDraft, happenings: readonly Happening[]): Promise<Coverage> {
  const coverage = new Coverage();
  for (let seed = 1; seed <= 5; seed++) {
    const verdict = await simulateHistory({ seed, happenings, last, mended: last }, coverage);
    assert.deepEqual(verdict.violations, [], describeVerdict(verdict));
  }
  return coverage;
}

test('an update that is interrupted leaves the new volume that its container has written to', async () => {
  const before = draftOf({ a: { checked: true } });
  const after = draftOf({ a: { program: 'slow', tag: 2, checked: true, volume: 'named', order: 'stop-first' } });
  await assertHolds(before, [done(up(before)), soon(up(after), 1500), done({ kind: 'interrupt' })]);
});

test('a job that a repair brought back is not started again when it is done', async () => {
  const draft = draftOf({ a: {}, b: { program: 'job' }, c: { dependsOn: needs('b') } }, 'repair');
  await assertHolds(draft, [done(up(draft)), done(remove('a')), done(remove('b')), done(remove('c'))]);
});

test('a repair does not try a version again that failed, and leaves the old one alone', async () => {
  const kept = { order: 'stop-first', failureAction: 'pause', checked: true } as const;
  const before = draftOf({ a: kept, b: {} }, 'repair');
  const after = draftOf({ a: { ...kept, program: 'refuses', tag: 2 }, b: {} }, 'repair');
  await assertHolds(before, [done(up(before)), done(up(after)), done(remove('b'))]);
});

test('an update that fails does not go back to a version that was never tried', async () => {
  const service = { order: 'stop-first', failureAction: 'rollback', checked: true } as const;
  const before = draftOf({ a: service });
  const untried = draftOf({ a: { ...service, program: 'refuses', tag: 2 } });
  const after = draftOf({ a: { ...service, program: 'refuses', tag: 3 } });
  const noRecreate: Action = { kind: 'up', draft: untried, options: { ...FINAL_OPTIONS, recreate: 'never' } };
  await assertHolds(before, [done(up(before)), done(noRecreate), done(up(after))]);
});

test('a successor that was on its way out when the daemon died does not take the place of the one that serves', async () => {
  const service = { checked: true, order: 'start-first' } as const;
  const before = draftOf({ a: service });
  const update = [done(up(before)), soon(up(draftOf({ a: { ...service, program: 'slow', tag: 2 } })), 700)];
  const interrupt = done({ kind: 'interrupt' });
  for (let effects = 0; effects < 30; effects++)
    await assertHolds(before, [...update, soon({ kind: 'doom', effects, how: 'kill' }, 0), interrupt]);
});

test('a daemon that dies while it brings the old one back leaves the old one and its anonymous volume', async () => {
  const service = { checked: true, volume: 'anonymous' } as const;
  const before = draftOf({ a: service });
  const bad = draftOf({ a: { ...service, program: 'exits', tag: 2 } });
  const waitAWhile = soon({ kind: 'registry', trouble: 'calm', which: 0 }, 10_000);
  for (let effects = 20; effects < 80; effects++) {
    const doom = soon({ kind: 'doom', effects, how: 'kill' }, 0);
    await assertHolds(before, [done(up(before)), waitAWhile, doom, done(up(bad))]);
  }
});

test('nobody waits for ever for a service that its restart policy starts again and again', async () => {
  const draft = draftOf({ a: { program: 'exits', checked: true, restart: 'always' }, b: { dependsOn: needs('a') } });
  await assertHolds(draftOf({ a: {} }), [done(up(draft))]);
});

test('a command cuts a repair short, which carries out nothing more', async () => {
  const slow = { program: 'slow', checked: true } as const;
  const draft = draftOf({ a: slow, b: {}, c: { ...slow, dependsOn: needs('a') } }, 'repair');
  const stop: Action = { kind: 'lifecycle', verb: 'stop', service: 'b', volumes: false };
  // The first look at drift is ten seconds after the start, and what it begins then takes two and a half.
  const coverage = await assertHolds(draft, [done(up(draft)), done(remove('c')), soon(remove('a'), 7500), done(stop)]);
  assert.deepEqual(coverage.missing(['a command preempts a repair'], 3), []);
});
