// The daemon is killed at each failpoint of `up`, of updates of all kinds, `rollback` and `down` of a stack with five services;
// each time one command more has to bring the stack where it should be, and nothing may be left over.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerSummary, Finding } from '../../src/api/messages.ts';
import { FAILPOINTS } from '../../src/core/failpoint.ts';
import { TestDockr } from '../support/dockr.ts';
import { createTestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { writeImage, writeStack } from './failpoint-stack.ts';

const WORDS = {
  up: ['up', '-d'],
  update: ['up', '-d'],
  'blue-green': ['up', '-d'],
  canary: ['up', '-d'],
  promote: ['promote'],
  /** Of a version that never gets healthy: it is undone, and the stack goes back to the one before. */
  failure: ['up', '-d'],
  rollback: ['rollback'],
  down: ['down'],
} as const;
type Operation = keyof typeof WORDS;

const STEP_KINDS = [
  'build-image',
  'create-network',
  'remove-network',
  'create-volume',
  'create-container',
  'recreate-container',
  'start-successor',
  'wait-ready',
  'switch-traffic',
  'drain-container',
  'pause',
  'stop-container',
  'remove-container',
  'wait-service',
];
const SWITCHED = ['start-successor', 'wait-ready', 'switch-together', 'switch-traffic', 'drain-container'];
const TRIED = ['start-canary', 'wait-ready', 'share-traffic'];
const PROMOTED = ['start-successor', 'switch-traffic', 'drain-container', 'remove-container'];
const UNDONE = ['wait-ready', 'undo-start-successor', 'undo-recreate-container'];

/** By operation: what is on the way of that one alone, beside what all of the usual ones come by. */
const NAMES: Readonly<Record<Operation, readonly string[]>> = {
  up: [...FAILPOINTS, ...ofSteps(STEP_KINDS)],
  update: [...FAILPOINTS, ...ofSteps(STEP_KINDS)],
  'blue-green': [...startingWith('succeed:', 'switch:', 'revision:'), ...ofSteps(SWITCHED)],
  canary: [...startingWith('canary:', 'container:', 'revision:'), ...ofSteps(TRIED)],
  promote: [...startingWith('switch:', 'succeed:', 'revision:'), ...ofSteps(PROMOTED)],
  failure: [...startingWith('replace:', 'succeed:', 'revision:'), ...ofSteps(UNDONE)],
  rollback: [...FAILPOINTS, ...ofSteps(STEP_KINDS)],
  down: [...FAILPOINTS, ...ofSteps(STEP_KINDS)],
};

export type FailpointCase = { readonly operation: Operation; readonly name: string };

export const FAILPOINT_CASES: readonly FailpointCase[] = Object.entries(NAMES).flatMap(([operation, names]) =>
  names.map((name) => ({ operation: operation as Operation, name })),
);

function ofSteps(kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => [`step:${kind}:before`, `step:${kind}:after`]);
}

function startingWith(...prefixes: readonly string[]): string[] {
  return FAILPOINTS.filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
}

export type FailpointOptions = {
  readonly cases: readonly FailpointCase[];
  readonly onCase?: (line: string) => void;
};

/** Gives the names of the failpoints that were hit. Throws at the first case that does not end well. */
export async function runFailpoints({ cases, onCase }: FailpointOptions): Promise<ReadonlySet<string>> {
  await using root = await createTestRoot();
  await using dockr = new TestDockr(root);
  writeImage(root.workDirectory);
  const hit = new Set<string>();
  for (const { operation, name } of cases) {
    try {
      const wasHit = await runCase(dockr, operation, name);
      if (wasHit) hit.add(name);
      onCase?.(`${operation} at ${name}: ${wasHit ? 'killed, and converged' : 'not on its way'}`);
    } catch (error) {
      throw new Error(`${operation} at ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }
  return hit;
}

async function runCase(dockr: TestDockr, operation: Operation, name: string): Promise<boolean> {
  await prepare(dockr, operation);
  const onceFile = join(dockr.root.workDirectory, 'hit');
  rmSync(onceFile, { force: true });
  await dockr.ok(['daemon', 'stop']);
  await waitFor('the end of the daemon', () => dockr.daemonPid() === null);
  const environment = { DOCKR_FAILPOINT: `${name}=kill`, DOCKR_FAILPOINT_ONCE: onceFile };
  const ended = await dockr.run(WORDS[operation], { environment });
  const wasHit = existsSync(onceFile);
  // A rollback is not repeated by itself: it could go back twice. Nor is a canary promoted that is none any more.
  const isOneTime = operation === 'rollback' || operation === 'promote' || operation === 'failure';
  if (!isOneTime || (!wasHit && operation !== 'failure')) assert.equal(ended.exitCode, 0, ended.stderr);
  if (operation === 'failure') assert.notEqual(ended.exitCode, 0, ended.stderr);
  await converge(dockr, operation);
  await checkClean(dockr, operation);
  return wasHit;
}

/** What the operation begins with. */
async function prepare(dockr: TestDockr, operation: Operation): Promise<void> {
  const directory = dockr.root.workDirectory;
  writeStack(directory, { level: 'one' });
  if (operation === 'up') {
    await dockr.ok(['down']);
    // Built again, so that the step is on the way.
    await dockr.run(['rmi', 'failpoints']);
    return;
  }
  await dockr.ok(['up', '-d']);
  if (operation === 'down') return;
  const isTried = operation === 'canary' || operation === 'promote';
  const level = operation === 'failure' ? 'bad' : 'two';
  writeStack(directory, { level, isTried, isBlueGreen: operation === 'blue-green' });
  if (operation === 'rollback' || operation === 'promote') await dockr.ok(['up', '-d']);
}

/** One command, and the stack is as it should be. */
async function converge(dockr: TestDockr, operation: Operation): Promise<void> {
  const isBack = operation === 'rollback' || operation === 'failure';
  if (isBack) writeStack(dockr.root.workDirectory, { level: 'one' });
  if (operation === 'promote') await promoteWhatIsLeft(dockr);
  await dockr.ok(operation === 'down' ? ['down'] : ['up', '-d']);
  if (operation === 'down') return;
  const again = await dockr.ok(['up', '-d']);
  assert.match(again.stderr, /nothing to do/);
  const level = isBack || operation === 'up' ? 'one' : 'two';
  for (const service of ['s1', 's5']) {
    const { stdout } = await dockr.ok(['exec', service, 'sh', '-c', 'echo $LEVEL']);
    assert.equal(stdout, `${level}\n`);
  }
  const found = await dockr.ok(['exec', 's5', 'wget', '-q', '-O', '-', 'http://s1/']);
  assert.equal(found.stdout, 'page\n');
}

/** Killed before the names were switched, the canary is still one. */
async function promoteWhatIsLeft(dockr: TestDockr): Promise<void> {
  const { exitCode, stderr } = await dockr.run(['promote']);
  if (exitCode !== 0) assert.match(stderr, /error\[no-canary\]/);
}

async function checkClean(dockr: TestDockr, operation: Operation): Promise<void> {
  const findings = await dockr.lines<Finding>(['doctor']);
  assert.deepEqual(
    findings.filter(({ level }) => level === 'error').map(({ message }) => message),
    [],
  );
  const names = (await dockr.lines<ContainerSummary>(['ps', '-a'])).map(({ name }) => name).sort();
  const tried = operation === 'canary' ? ['s3-1#canary'] : [];
  const expected = ['s1-1', 's2-1', 's3-1', ...tried, 's3-2', 's4-1', 's5-1'].map((name) => `failpoints-${name}`);
  assert.deepEqual(names, operation === 'down' ? [] : expected);
}
