// What carries our marks and belongs to nobody: left by a crash, or by a container that went while no daemon ran.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { observeLinks } from '../../os/netlink-links.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { NetworkRecord } from '../../store/networks.ts';
import { hostLinkName, isOwnLinkName } from './network-names.ts';

export type OwnedState = {
  readonly bridgePrefix: string;
  readonly groups: readonly number[];
  readonly namespaceDir: string;
  readonly networks: readonly NetworkRecord[];
  readonly containerIds: ReadonlySet<string>;
};

export type Orphans = { readonly links: readonly string[]; readonly namespaces: readonly string[] };

/** Links by name and namespaces by path. Any link that one of the containers could have is theirs. */
export function observeOrphans(host: NetlinkSocket, owned: OwnedState): Orphans {
  const links = observeLinks(host).filter(
    (link) => owned.groups.includes(link.group) && isOwnLinkName(owned.bridgePrefix, link.name),
  );
  const expected = new Set(expectedLinks(owned));
  const namespaces = readdirSync(owned.namespaceDir).filter((name) => !owned.containerIds.has(name));
  return {
    links: links.map(({ name }) => name).filter((name) => !expected.has(name)),
    namespaces: namespaces.map((name) => join(owned.namespaceDir, name)),
  };
}

function expectedLinks(owned: OwnedState): string[] {
  return owned.networks.flatMap(({ bridge, name }) => [
    bridge,
    ...[...owned.containerIds].map((containerId) => hostLinkName(owned.bridgePrefix, containerId, name)),
  ]);
}
