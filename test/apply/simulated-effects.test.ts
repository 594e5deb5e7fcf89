// P26 and P21; docs/properties.md says which property is where.
import { test } from 'node:test';
import { planFor } from '../../src/apply/apply-stack.ts';
import { aDryRunWritesNothing } from './law-of-dry-runs.ts';
import { plansEndAsSimulated, SIMULATOR, stepsDoWhatIsSimulated } from './laws-of-effects.ts';

const RUNS = { numRuns: Number(process.env.DOCKR_PROPERTY_RUNS ?? 300), endOnFailure: true };

test('P26: every step does to an engine what it is simulated to do', () => stepsDoWhatIsSimulated(SIMULATOR, RUNS));

test('P26: a plan that is carried out with as much at once as it allows ends as simulated', () =>
  plansEndAsSimulated(SIMULATOR, RUNS));

test('P21: a dry run with an engine that refuses every change is never refused', () =>
  aDryRunWritesNothing(planFor, RUNS));
