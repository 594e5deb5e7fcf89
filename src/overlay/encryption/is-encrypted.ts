import type { OverlayDefinition } from '../overlay.ts';

/** Whether packets of the network are encrypted between hosts. */
export function isEncrypted({ options }: Pick<OverlayDefinition, 'options'>): boolean {
  return options['encrypted'] === 'true';
}
