import { join } from 'node:path';
import { type EngineOptions, kernelNames } from '../engine/engine.ts';
import type { Overlay } from '../overlay/overlay.ts';

/** Apart from the engine's: what is in it and not wanted is removed. */
const GROUP_OF_OVERLAYS = 0x20000;

/**
 * Networks over several hosts, if the environment names a store for them; else nothing of it is even loaded. Throws what is
 * wrong with the settings; a store that is away is none of it.
 */
export async function openOverlay({ environment, paths, warn }: EngineOptions): Promise<Overlay | undefined> {
  if (!Object.keys(environment).some((name) => name.startsWith('DOCKR_OVERLAY_'))) return undefined;
  const { loadOverlaySettings } = await import('../overlay/settings/load-overlay-settings.ts');
  const settings = loadOverlaySettings(environment);
  if (!settings) return undefined;
  const { openHostOverlay } = await import('../overlay/host/open-host-overlay.ts');
  const { linkPrefix, linkGroup, tableName } = kernelNames(environment);
  return openHostOverlay({
    settings,
    idFile: join(paths.state, 'overlay-id'),
    viewFile: join(paths.state, 'overlay-view.json'),
    linkPrefix,
    linkGroup: linkGroup + GROUP_OF_OVERLAYS,
    tableName: `${tableName}_overlay`,
    warn,
  });
}
