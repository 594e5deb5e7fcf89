// What must hold when nobody does anything any more, and after one more `up`.
import { planFor } from '../../src/apply/apply-stack.ts';
import { observeStack } from '../../src/apply/observe.ts';
import { rollbackRequest } from '../../src/apply/rollback-request.ts';
import { isCanaryName } from '../../src/reconcile/replacement-names.ts';
import { STACK, upRequest } from './command.ts';
import { FINAL_OPTIONS, type History } from './history.ts';
import type { World } from './world.ts';

/** Longer than drift that keeps coming back may wait for its repair, twice over. */
const CALM_MS = 100_000;
const WATCHED_MS = 60_000;
const SETTLED_MS = 500;

/** All commands have their answers, a daemon is there, and it does nothing unasked for ever. */
export async function checkAtRest(world: World): Promise<void> {
  const { machine, referee } = world;
  machine.doom = null;
  machine.registry.calm();
  machine.foreignPorts.clear();
  await world.settle();
  await machine.time.runUntil(() => false, CALM_MS);
  const before = referee.unasked;
  await machine.time.runUntil(() => false, WATCHED_MS);
  if (referee.unasked > before) referee.object('at rest nothing happens', `${referee.unasked - before} steps unasked`);
  checkLeaks(world, 'at rest');
}

/** The last file as it is, then one that can work, then nothing. */
export async function checkFinal(world: World, { last, mended }: History): Promise<void> {
  await world.up(last, FINAL_OPTIONS);
  await world.settle();
  // What has just ended gives back what it had.
  await world.machine.time.runUntil(() => false, SETTLED_MS);
  checkLeaks(world, 'after the last file');
  await checkRolledBack(world);
  await world.up(mended, { ...FINAL_OPTIONS, retry: true });
  await world.settle();
  await checkConverged(world, mended);
  await world.machine.time.runUntil(() => false, SETTLED_MS);
  checkLeaks(world, 'when all is up');
  await world.down(false);
  await world.settle();
  checkGone(world);
}

/** After a rollback the stack is what it was when it was well: to go back there again is nothing. */
async function checkRolledBack(world: World): Promise<void> {
  const { referee, daemon } = world;
  const result = world.commands.at(-1)?.result;
  if (!result?.rolledBack || result.rolledBack.failed.length > 0) return;
  const { to } = result.rolledBack;
  const { plan } = await planFor(daemon.engine, rollbackRequest(daemon.engine, STACK, { to, services: [] }));
  // What has ended by itself since then did so before, too.
  const steps = plan.steps.filter(({ kind }) => kind !== 'start-container').map(({ id }) => id);
  if (steps.length > 0) referee.object('back at what was well', `revision ${to} still needs ${steps.join(', ')}`);
}

async function checkConverged(world: World, mended: History['mended']): Promise<void> {
  const { referee, daemon, commands } = world;
  const command = commands.at(-1);
  if (!command?.isWell) {
    referee.object('what can work is brought up', `${command?.name}: ${JSON.stringify(command?.result?.failed)}`);
    return;
  }
  const { plan } = await planFor(daemon.engine, upRequest(mended, FINAL_OPTIONS));
  const steps = plan.steps.map(({ id, because }) => `${id} (${JSON.stringify(because)})`);
  if (steps.length > 0) referee.object('converged', `the next plan has ${steps.join(', ')}`);
}

/** Nobody has anything that is nobody's, and no replacement is half done. */
function checkLeaks({ daemon, referee }: World, when: string): void {
  const { engine } = daemon;
  for (const leak of engine.leaks()) referee.object('nothing is left over', `${when}: ${leak}`);
  for (const { record } of engine.containers.list(STACK))
    if (record.name.includes('#') && !isTried(record, daemon))
      referee.object('no replacement is half done', `${when}: ${record.name}`);
}

/** A canary that has its share stays until somebody decides. */
function isTried({ id, name }: { readonly id: string; readonly name: string }, daemon: World['daemon']): boolean {
  return isCanaryName(name) && daemon.engine.traffic.intentOf(id).startsWith('share:');
}

function checkGone({ daemon, referee, machine }: World): void {
  const { engine } = daemon;
  const { containers, networks } = observeStack(engine, STACK, null);
  const { kernel, disk } = machine;
  const left = [
    ...containers.map(({ spec }) => `container ${spec.name}`),
    ...networks.filter(({ spec }) => spec.stack === STACK).map(({ spec }) => `network ${spec.name}`),
    ...[...disk.volumes.keys()]
      .filter((name) => !engine.volumes.find(name))
      .map((name) => `directory of volume ${name}`),
    ...[...kernel.processes.values()].map(({ pid }) => `process ${pid}`),
    ...[...kernel.namespaces.keys(), ...kernel.mounts, ...kernel.states.keys()].map(
      (id) => `something of ${id.slice(0, 8)}`,
    ),
  ];
  for (const one of left) referee.object('nothing is left over', `after down: ${one}`);
}
