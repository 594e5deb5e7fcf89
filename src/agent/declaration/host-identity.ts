// Who this machine is to declarations that are for several.
import { UsageError } from '../../core/errors.ts';
import type { HostIdentity } from './host-settings.ts';

const LABEL = /^([A-Za-z0-9][A-Za-z0-9._/-]{0,62})=([A-Za-z0-9._/-]{0,63})$/;

/**
 * `DOCKR_NODE_NAME`, else the name of the machine; `DOCKR_NODE_LABELS` as `region=eu,tier=front`. Throws
 * `invalid-node-labels`: with a label left out, the machine would run what is not for it, or not run what is.
 */
export function hostIdentity(
  environment: Readonly<Record<string, string | undefined>>,
  machineName: string,
): HostIdentity {
  const parts = (environment['DOCKR_NODE_LABELS'] ?? '').split(',').map((part) => part.trim());
  const labels = parts.filter((part) => part !== '').map(parseLabel);
  return { name: environment['DOCKR_NODE_NAME'] || machineName, labels: Object.fromEntries(labels) };
}

function parseLabel(text: string): readonly [string, string] {
  const [, name, value] = LABEL.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new UsageError('invalid-node-labels', {
    message: `DOCKR_NODE_LABELS has "${text}", expected labels like "region=eu,tier=front"`,
  });
}
