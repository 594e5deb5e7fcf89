// One step's layer: made once however many builds want it at the same time.
import type { ContentDigest } from '../../../oci/digest.ts';
import { explainFileError } from './errors.ts';
import type { StepResult } from './layer-cache.ts';
import { mountWritable, type Workshop } from './overlay.ts';
import { finishSomewhere } from './small-work.ts';
import { openWorkshop, type StepContext } from './step-context.ts';

export type SolvedStep = StepResult & { readonly isCached: boolean };

/** What the step with that key has made, or makes now. */
export async function throughCache(
  key: string,
  context: StepContext,
  work: (signal: AbortSignal, onLine: (line: string) => void) => Promise<StepResult>,
): Promise<SolvedStep> {
  const known = context.noCache ? undefined : context.cache.find(key);
  if (known) return { ...known, isCached: true };
  const flight = context.noCache ? `${key} ${context.buildId}` : key;
  const result = await context.flights.run(
    flight,
    (signal, onLine) => context.activity.track(signal, work(signal, onLine)),
    { signal: context.signal, onEvent: context.onLine },
  );
  return { ...result, isCached: false };
}

export type LayerWork = {
  /** The root to change: that of the layers beneath, mounted, or an empty directory. */
  readonly rootfs: string;
  readonly workshop: Workshop;
};

/** Runs `work` over the parent's files and keeps what it changed as a layer. `work` says how many entries that is at most. */
export async function makeLayer(
  key: string,
  parent: readonly ContentDigest[],
  context: StepContext,
  work: (place: LayerWork) => Promise<number>,
): Promise<StepResult> {
  context.worker.warm();
  using workshop = openWorkshop(context);
  const directory = context.store.makeTemporary();
  try {
    const entries = await changeRoot(directory, parent, { context, workshop, work });
    const lower = context.cache.paths(parent);
    const finished = await finishSomewhere(context.worker, { kind: 'finish-layer', directory, lower }, entries);
    return context.cache.add(directory, finished, key);
  } catch (error) {
    // Waited for: where the disk is full, what follows needs the space.
    await context.store.discard(directory).catch(() => {});
    throw explainFileError(error);
  }
}

type Change = {
  readonly context: StepContext;
  readonly workshop: Workshop;
  readonly work: (place: LayerWork) => Promise<number>;
};

async function changeRoot(
  directory: string,
  parent: readonly ContentDigest[],
  { context, workshop, work }: Change,
): Promise<number> {
  using root = mountWritable(context.cache.paths(parent), directory, workshop);
  // Awaited here: what is mounted is held until then.
  return await work({ rootfs: root.path, workshop });
}
