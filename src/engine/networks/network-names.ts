// Names and addresses that follow from what they are for, so that the same thing is found again after any crash.
import { createHash } from 'node:crypto';

const MAX_LINK_NAME = 15;

/** `dk-1f0a9c…`: the bridge of a network. */
export function bridgeName(prefix: string, networkId: string): string {
  return `${prefix}-${hex(networkId)}`.slice(0, MAX_LINK_NAME);
}

/** `dk5e2b…`: the host's end of a container's link to a network. */
export function hostLinkName(prefix: string, containerId: string, network: string): string {
  return `${prefix}${hex(`${containerId}\0${network}`)}`.slice(0, MAX_LINK_NAME);
}

/** Whether a link's name is of one of the two forms. */
export function isOwnLinkName(prefix: string, name: string): boolean {
  return name.length >= MAX_LINK_NAME - 1 && name.startsWith(prefix) && /^-?[0-9a-f]+$/.test(name.slice(prefix.length));
}

/** A locally administered MAC. The same address on the same network always has the same, so no neighbour's cache is stale. */
export function macFor(networkId: string, address: string): string {
  const digits = hex(`${networkId}\0${address}`).slice(0, 10);
  return ['02', ...(digits.match(/../g) ?? [])].join(':');
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
