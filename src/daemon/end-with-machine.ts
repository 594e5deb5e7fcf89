// A machine that is switched off: containers get their stop signals and graces while there are still names, networks and
// disks, those first that depend on others. None of it is recorded: the next boot finds what a reboot ended.
import type { ContainerView } from '../engine/containers/container-view.ts';
import type { Engine } from '../engine/engine.ts';
import { dependencyWaves } from './dependency-waves.ts';

export type EndOptions = {
  readonly engine: Engine;
  readonly warn: (code: string, message: string) => void;
  /** Whoever switches off is not to kill us for so long. */
  readonly askForTime: (ms: number) => void;
};

/** From SIGKILL to the end of a container, and some more. */
const KILL_MARGIN_MS = 15_000;

/** Ends everything that runs. The daemon can do nothing else afterwards but end, too. */
export async function endWithMachine(options: EndOptions): Promise<void> {
  const { containers } = options.engine;
  containers.standStill();
  const ended = new Set<string>();
  // What was being started just then comes to light only later.
  for (;;) {
    const running = containers.list().filter(({ status, record }) => status === 'running' && !ended.has(record.id));
    if (running.length === 0) return;
    const stacks = Map.groupBy(running, ({ record }) => record.spec.stack);
    await Promise.all([...stacks.values()].map((views) => endStack(views, options)));
    for (const { record } of running) ended.add(record.id);
  }
}

async function endStack(views: readonly ContainerView[], options: EndOptions): Promise<void> {
  for (const wave of dependencyWaves(options.engine, views, 'dependents-first')) {
    options.askForTime(Math.max(0, ...wave.map(({ record }) => record.spec.stopGraceMs)) + KILL_MARGIN_MS);
    await Promise.all(wave.map((view) => endContainer(view, options)));
  }
}

async function endContainer({ record }: ContainerView, { engine, warn }: EndOptions): Promise<void> {
  try {
    await engine.containers.endUnrecorded(record.id);
  } catch (error) {
    warn('stop-failed', error instanceof Error ? error.message : String(error));
  }
}
