// What must hold for every stack on every machine; docs/properties.md says which property is where.
import { test } from 'node:test';
import * as input from './laws-of-input.ts';
import * as plans from './laws-of-plans.ts';
import { PLANNER } from './planner.ts';

const numRuns = Number(process.env.DOCKR_PROPERTY_RUNS ?? 300);
const MANY = { numRuns };
const SOME = { numRuns: Math.ceil(numRuns / 2) };

test('P1, P6, P7, P9, P10, P11, P18, P20, P22: every plan is in order, keeps to its own, tells no secret, destroys no data, and leaves nothing to plan', () =>
  plans.everyPlanIsSound(PLANNER, MANY));

test('P1: a plan that is cut short anywhere is finished by the next ones, and nobody is left out of the traffic', () =>
  plans.cutPlansAreFinished(PLANNER, MANY));

test('P2: a stack that was just brought up, stored and read again needs nothing', () =>
  input.whatIsUpNeedsNothing(PLANNER, MANY));

test('P3: the canonical form of a canonical form is itself, byte for byte', () =>
  input.theCanonicalFormIsItsOwn(PLANNER, { numRuns: 2000 }));

test('P3: lists that have no order may be written in any', () =>
  input.ordersWithoutMeaningHaveNone(PLANNER, { numRuns: 1000 }));

test('P4: what earlier versions stored of a stack is as it should be', () => input.upgradesRestartNothing(PLANNER));

test('P4: what an earlier version had no field for has its default', () =>
  input.fieldsThatWereNotStoredHaveTheirDefaults(PLANNER, SOME));

test('P5: equal input put together in another order gives the same bytes', () =>
  input.equalInputGivesEqualPlans(PLANNER, MANY));

test('P5: planning and simulating change nothing that they were given', () =>
  input.planningChangesNothing(PLANNER, SOME));

test('P7, P17: a stack of other people is not seen, and sees nothing', () =>
  plans.stacksDoNotSeeEachOther(PLANNER, SOME));

test('P8: a stack without services removes nothing, unless that is said', () =>
  plans.anEmptyStackRemovesNothing(PLANNER, SOME));

test('P7, P9, P20: down takes away everything of the stack and nothing of others, volumes with consent, dependents first', () =>
  plans.downTakesAwayTheStack(PLANNER, MANY));

test('P17: changing one service touches it, those that restart with it, and nothing else', () =>
  plans.aChangeStaysWhereItIs(PLANNER, MANY));

test('P19: a file that changes is noticed by exactly those who have it', () =>
  input.filesAreWatchedByThoseWhoHaveThem(PLANNER, MANY));

test('P19: pull always leaves everything as it is when no image changed, and settles when one did', () =>
  input.pullsThatBringNothingChangeNothing(PLANNER, SOME));

test('P20: services that depend on each other in a circle are refused', () => plans.circlesAreRefused(PLANNER, SOME));
