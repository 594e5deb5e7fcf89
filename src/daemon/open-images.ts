import { join } from 'node:path';
import { createGitPlaces } from '../agent/images/git-place.ts';
import { ImageTrust } from '../agent/images/image-trust.ts';
import { ImageUpdater } from '../agent/images/image-updater.ts';
import { RoundImages, type WriteImages } from '../agent/images/round-images.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { ImagePinTable } from '../store/image-pins.ts';
import { ImageUpdateTable } from '../store/image-updates.ts';

/** What the agent of this daemon does about images: by the engine's registries, store and database. */
export function openImages(engine: Engine, environment: NodeJS.ProcessEnv): RoundImages {
  const { registry, database, images, paths } = engine;
  const local = {
    find: (name: string) => (images.find(name) ? { digest: images.pulledDigest(name) ?? null } : undefined),
  };
  const directoryOf = (deployment: string): string => join(paths.state, 'deployments', deployment);
  const open = createGitPlaces(environment);
  // Loaded when it is first needed: the daemon starts without it.
  const write: WriteImages = async (newer, request) => {
    const { createImageWriter } = await import('../agent/images/write-images.ts');
    return createImageWriter({ open, directoryOf })(newer, request);
  };
  return new RoundImages({
    trust: new ImageTrust({ registry, local, table: new ImagePinTable(database), clock: SYSTEM_CLOCK }),
    updater: new ImageUpdater({ registry, clock: SYSTEM_CLOCK }),
    updates: new ImageUpdateTable(database),
    write,
    clock: SYSTEM_CLOCK,
  });
}
