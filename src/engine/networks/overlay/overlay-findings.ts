import type { OverlayStatus } from '../../../overlay/overlay.ts';
import type { NetworkFinding } from '../network-findings.ts';

/** What `doctor` tells about networks over several hosts: what is wrong, and what the store does not have yet. Pure. */
export function overlayFindings({ problems, waiting }: OverlayStatus): NetworkFinding[] {
  return [
    ...problems,
    ...waiting.map((what) => ({ code: 'overlay-waiting', message: `${what}: waits for the store` })),
  ];
}
