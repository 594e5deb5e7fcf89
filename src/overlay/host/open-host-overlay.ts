import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { openStore } from '../store/open-store.ts';
import { STEADY_CLOCK } from '../store/steady-clock.ts';
import { HostOverlay } from './host-overlay.ts';
import type { HostOverlayOptions } from './host-overlay-options.ts';

/** `idFile` keeps what tells this host from another of the same name. Nobody is waited for. */
export async function openHostOverlay(
  options: Omit<HostOverlayOptions, 'store' | 'hostId' | 'clock'> & { readonly idFile: string },
): Promise<HostOverlay> {
  const { idFile, ...rest } = options;
  const store = await openStore(options.settings.store);
  return new HostOverlay({ ...rest, store, hostId: loadHostId(idFile), clock: STEADY_CLOCK });
}

/** Made once. */
function loadHostId(path: string): string {
  if (!existsSync(path)) {
    const fresh = `${path}.new`;
    writeFileSync(fresh, randomUUID(), { mode: 0o600, flush: true });
    renameSync(fresh, path);
  }
  return readFileSync(path, 'utf8').trim();
}
