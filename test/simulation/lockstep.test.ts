// The planner's simulation of each kind of step against what carrying it out does to a machine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STACK, upRequest } from './command.ts';
import { Coverage } from './coverage.ts';
import { FINAL_OPTIONS } from './history.ts';
import { downInLockstep, upInLockstep } from './lockstep.ts';
import { seedsFrom } from './run-seeds.ts';
import { describeVerdict, type Ending, simulateSeed } from './simulate-history.ts';
import type { StackDraft } from './stack-draft.ts';

const SEEDS = seedsFrom(process.env, { first: 1, count: 200 });

const KINDS = [
  'pull-image',
  'build-image',
  'create-network',
  'remove-network',
  'create-volume',
  'remove-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'switch-together',
  'start-canary',
  'share-traffic',
  'drain-container',
  'pause',
  'start-container',
  'restart-container',
  'stop-container',
  'remove-container',
  'wait-service',
];

const walk: Ending = async (world, { mended }) => {
  const { random, time } = world.machine;
  const options = { ...FINAL_OPTIONS, pullAlways: random.chance(0.3) };
  const changed = { ...mended, isInternal: !mended.isInternal };
  for (const draft of random.pick([[mended], [mended, changed], [mended, tryNext(mended)]])) {
    const request = upRequest(draft, options);
    const difference = await world.daemon.alone(STACK, () => upInLockstep(world, request));
    if (difference !== undefined) return world.referee.object('as simulated', difference);
    await time.runUntil(() => false, 5000);
  }
  const difference = await world.daemon.alone(STACK, () => downInLockstep(world, true));
  if (difference !== undefined) world.referee.object('as simulated', difference);
};

/** The next version of every service, on a part of the connections. */
function tryNext(draft: StackDraft): StackDraft {
  const services = Object.entries(draft.services).map(
    ([key, service]) => [key, { ...service, level: service.level + 1000, tried: 'yes' }] as const,
  );
  return { ...draft, services: Object.fromEntries(services) };
}

test('P26: the simulated effect of every kind of step is what carrying it out does', async () => {
  const coverage = new Coverage();
  for (let seed = SEEDS.first; seed < SEEDS.first + SEEDS.count; seed++) {
    const verdict = await simulateSeed(seed, coverage, walk);
    assert.deepEqual(verdict.violations, [], describeVerdict(verdict));
  }
  if (SEEDS.count > 1)
    assert.deepEqual(coverage.missing(KINDS.map((kind) => `in lockstep: ${kind} done`)), [], 'every kind came up');
});
