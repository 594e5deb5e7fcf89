// What the steps of one build have in common.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LayerStore } from '../../images/layer-store.ts';
import type { SingleFlight } from '../../images/single-flight.ts';
import type { FileHashes } from '../copy/file-hashes.ts';
import type { CacheMounts } from '../run/cache-mounts.ts';
import type { RunDependencies } from '../run/execute-run.ts';
import type { Activity } from './activity.ts';
import type { BuildWorker } from './build-worker.ts';
import type { LayerCache, StepResult } from './layer-cache.ts';
import { removeWorkshop, type Workshop } from './overlay.ts';
import type { TreeProvider } from './tree-provider.ts';

/** What all builds share. */
export type SharedTools = {
  readonly store: LayerStore;
  readonly cache: LayerCache;
  readonly hashes: FileHashes;
  readonly worker: BuildWorker;
  readonly flights: SingleFlight<StepResult, string>;
  readonly activity: Activity;
  readonly cacheMounts: CacheMounts;
  readonly run: RunDependencies;
  /** `<run>/build` and `<state>/build`. */
  readonly directories: Workshop;
};

export type StepContext = SharedTools & {
  readonly trees: TreeProvider;
  readonly signal: AbortSignal;
  readonly noCache: boolean;
  /** Of RUNs that ask for none in particular: `default`, `none`, `host` or the name of a network. */
  readonly networkMode: string;
  /** Whose cache mounts they see. */
  readonly owner: string | undefined;
  /** Tells builds apart. */
  readonly buildId: string;
  readonly onLine: (line: string) => void;
};

export type OpenWorkshop = Workshop & Disposable;

/** Directories for one step; what is mounted there must be unmounted before they go. */
export function openWorkshop({ directories }: Pick<SharedTools, 'directories'>): OpenWorkshop {
  const id = randomBytes(8).toString('hex');
  const workshop = { run: join(directories.run, id), state: join(directories.state, 'steps', id) };
  mkdirSync(workshop.run, { recursive: true, mode: 0o700 });
  return { ...workshop, [Symbol.dispose]: () => removeWorkshop(workshop) };
}
