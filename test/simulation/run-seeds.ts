// Many seeds after each other, and what they came to.
import assert from 'node:assert/strict';
import { Coverage } from './coverage.ts';
import { minimise } from './minimise.ts';
import { describeVerdict, simulateSeed } from './simulate-history.ts';

export type Seeds = { readonly first: number; readonly count: number };

/** `DOCKR_SEED` in place of all others, where it is set. */
export function seedsFrom(environment: NodeJS.ProcessEnv, usual: Seeds): Seeds {
  const { DOCKR_SEED } = environment;
  return DOCKR_SEED ? { first: Number(DOCKR_SEED), count: 1 } : usual;
}

/** Fails with the first history that broke a rule, and the shortest one that breaks it, too. */
export async function runSeeds({ first, count }: Seeds): Promise<Coverage> {
  const coverage = new Coverage();
  for (let seed = first; seed < first + count; seed++) {
    const verdict = await simulateSeed(seed, coverage);
    if (verdict.violations.length === 0) continue;
    const shortest = await minimise(verdict);
    const shorter = shortest === verdict ? [] : ['', 'with fewer happenings:', describeVerdict(shortest)];
    assert.fail([describeVerdict(verdict), ...shorter].join('\n'));
  }
  return coverage;
}

const STEPS = [
  'pull-image',
  'build-image',
  'create-network',
  'remove-network',
  'create-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'switch-together',
  'start-canary',
  'share-traffic',
  'drain-container',
  'start-container',
  'restart-container',
  'stop-container',
  'remove-container',
  'wait-service',
] as const;

/** What a few hundred histories reach. */
export const USUAL_TURNS: readonly string[] = [
  ...STEPS.map((kind) => `done ${kind}`),
  'step pause',
  'step repair-network',
  'step undo start-successor',
  'step undo recreate-container',
  'failed pull-image',
  'failed wait-ready',
  'failed start-successor',
  'failed recreate-container',
  'replaced by swap',
  'replaced start-first',
  'removed as an orphan',
  'scaled down',
  'renamed',
  'rolled back',
  'refused for quarantine',
  'interrupted',
  'given up for a newer command',
  'kill',
  'power-cut',
  'crash in create-container',
  'crash in recreate-container',
  'crash in start-successor',
  'crash in wait-ready',
  'crash in stop-container',
  'crash in pull-image',
];

/** What only thousands do. A death in each kind of step is in test/long/crash-everywhere.test.ts. */
export const RARE_TURNS: readonly string[] = [
  ...USUAL_TURNS,
  'promoted by itself',
  'done remove-volume',
  'crash in create-network',
  'crash in remove-container',
  'crash in remove-network',
  'crash in switch-traffic',
  'crash in drain-container',
  'crash in start-container',
  'crash in restart-container',
  'crash in wait-service',
  'crash in undo start-successor',
];
