// The daemon is killed at failpoints of a deployment: of its rounds, and of whatever carries a commit out. Without any command
// after that, the machine has to get where the repository is, or stay where it was good.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src/api/messages.ts';
import { FAILPOINTS, ROUND_FAILPOINTS } from '../../../src/core/failpoint.ts';
import type { HistoryEntry } from '../../../src/store/deployment-history.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig } from '../deploy-rig.ts';
import { loopStack } from './loop-stack.ts';

/** `first`: nothing is there yet. `bad`: the commit never gets healthy. */
export type KillCase = { readonly push: 'first' | 'good' | 'bad'; readonly name: string };

const STEPS = [
  'build-image',
  'create-network',
  'create-volume',
  'create-container',
  'start-successor',
  'recreate-container',
  'wait-ready',
  'switch-traffic',
  'drain-container',
  'stop-container',
  'remove-container',
];
const UNDONE = ['undo-start-successor', 'undo-recreate-container', 'wait-ready'];

export const KILL_CASES: readonly KillCase[] = [
  ...casesOf('first', [
    ...ROUND_FAILPOINTS,
    ...FAILPOINTS.filter((name) => !name.startsWith('switch')),
    ...ofSteps(STEPS),
  ]),
  ...casesOf('good', [...ROUND_FAILPOINTS, ...FAILPOINTS, ...ofSteps(STEPS)]),
  ...casesOf('bad', [...ROUND_FAILPOINTS, 'revision:begin', 'revision:end', ...ofSteps(UNDONE)]),
];

/** Gives the names of the failpoints that were hit. Throws at the first case that does not end well. */
export async function killRounds(
  cases: readonly KillCase[],
  tell: (line: string) => void,
): Promise<ReadonlySet<string>> {
  await using rig = await DeployRig.start();
  const hit = new Set<string>();
  for (const [index, one] of cases.entries()) {
    try {
      const wasHit = await runCase(rig, one, index);
      if (wasHit) hit.add(one.name);
      tell(`${one.push} at ${one.name}: ${wasHit ? 'killed, and converged' : 'not on its way'}`);
    } catch (error) {
      throw new Error(`${one.push} at ${one.name}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
  // Every case ends with the daemon stopped; what it leaves is to go with a daemon.
  await clear(rig);
  return hit;
}

const LISTED = ['deploy', 'list', '--quiet'];

async function runCase(rig: DeployRig, { push, name }: KillCase, index: number): Promise<boolean> {
  const onceFile = join(rig.root.workDirectory, 'hit');
  rmSync(onceFile, { force: true });
  if (push === 'first') await clear(rig);
  else await bringUp(rig, `old${index}`);
  await stopDaemon(rig);
  const health = push === 'bad' ? 'never' : 'good';
  const commit = await rig.repository.push(loopStack({ level: `new${index}`, health }));
  // The daemon begins with a round; the next one, after the kill, finds the file and is left alone.
  const environment = { DOCKR_FAILPOINT: `${name}=kill`, DOCKR_FAILPOINT_ONCE: onceFile };
  await rig.dockr.run(push === 'first' ? addWords(rig) : LISTED, { environment });
  await waitFor('its end', () => hasEnded(rig, push, commit), { timeoutMs: 40_000, intervalMs: 100 });
  await checkMachine(rig, push === 'bad' ? `old${index}` : `new${index}`);
  if (push === 'bad') await checkHistory(rig, commit);
  const wasHit = existsSync(onceFile);
  // One that was not hit waits for the next case otherwise.
  await stopDaemon(rig);
  return wasHit;
}

async function stopDaemon({ dockr }: DeployRig): Promise<void> {
  await dockr.ok(['daemon', 'stop']);
  await waitFor('the end of the daemon', () => dockr.daemonPid() === null);
}

function addWords(rig: DeployRig): readonly string[] {
  return ['deploy', 'add', 'shop', '--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '1s'];
}

/** Nothing of it is there, not even what it could be made from. */
async function clear(rig: DeployRig): Promise<void> {
  if ((await rig.dockr.ok(LISTED)).stdout === '') return;
  await rig.dockr.ok(['deploy', 'rm', '--down', 'shop']);
  await rig.dockr.ok(['rmi', 'shop-web']);
  await rig.dockr.ok(['volume', 'rm', 'shop_data']);
}

async function bringUp(rig: DeployRig, level: string): Promise<void> {
  const commit = await rig.repository.push(loopStack({ level }));
  if ((await rig.dockr.ok(LISTED)).stdout === '') await rig.dockr.ok(addWords(rig));
  await waitFor('the old commit', () => isApplied(rig, commit), { timeoutMs: 40_000, intervalMs: 100 });
}

async function hasEnded(rig: DeployRig, push: KillCase['push'], commit: string): Promise<boolean> {
  if (push !== 'bad') return isApplied(rig, commit);
  const { state, attempted } = await rig.show('shop');
  return state === 'stalled' && attempted?.commit === commit;
}

async function isApplied(rig: DeployRig, commit: string): Promise<boolean> {
  const { exitCode, stdout } = await rig.dockr.run(['deploy', 'show', 'shop', '--json']);
  if (exitCode !== 0) return false;
  const { state, applied } = JSON.parse(stdout) as Awaited<ReturnType<DeployRig['show']>>;
  return state === 'ready' && applied?.commit === commit;
}

/** One container of that level that runs, and nothing left of others. */
async function checkMachine(rig: DeployRig, level: string): Promise<void> {
  const containers = await rig.containers('shop');
  assert.deepEqual(
    containers.map(({ name, status }) => `${name} ${status}`),
    ['shop-web-1 running'],
  );
  assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), level);
  const findings = await rig.dockr.lines<Finding>(['doctor']);
  const errors = findings.filter((finding) => finding.level === 'error').map(({ message }) => message);
  assert.deepEqual(errors, []);
}

/** What was taken back is not told as no more than a failure, whoever lived to say so. */
async function checkHistory({ dockr }: DeployRig, commit: string): Promise<void> {
  const entries = await dockr.lines<HistoryEntry>(['deploy', 'history', 'shop']);
  const outcomes = entries.flatMap((entry) => (entry.commit === commit ? [entry.outcome] : []));
  assert.deepEqual(outcomes, ['rolled-back']);
}

function casesOf(push: KillCase['push'], names: readonly string[]): readonly KillCase[] {
  return names.map((name) => ({ push, name }));
}

function ofSteps(kinds: readonly string[]): readonly string[] {
  return kinds.flatMap((kind) => [`step:${kind}:before`, `step:${kind}:after`]);
}
