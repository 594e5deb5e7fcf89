import type { Clock } from '../../core/clock.ts';
import type { OverlaySettings } from '../settings/overlay-settings.ts';
import type { OverlayStore } from '../store/overlay-store.ts';

/** How often the kernel is compared with what should be in it: what somebody took out is back well within half a minute. */
export const LOOK_AT_KERNEL_MS = 20_000;
/** How often the store is asked what it has of this host. */
export const LOOK_AT_STORE_MS = 30_000;

export type HostOverlayOptions = {
  readonly settings: OverlaySettings;
  readonly store: OverlayStore;
  /** Of the daemon's state directory. */
  readonly hostId: string;
  /** Where what is known of others is kept for the next daemon. */
  readonly viewFile: string;
  readonly linkPrefix: string;
  /** Of our links in the kernel, and none of the engine's. */
  readonly linkGroup: number;
  readonly tableName: string;
  /** Steady. */
  readonly clock: Clock;
  readonly warn: (code: string, message: string) => void;
  /** How long a change waits for the store. */
  readonly patienceMs?: number;
  /** Instead of the two times above. */
  readonly reconcileMs?: number;
};
