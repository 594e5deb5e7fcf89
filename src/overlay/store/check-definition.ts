import { NetworkError } from '../../core/errors.ts';
import { isSameValue } from '../../core/is-same-value.ts';
import type { WantedNetwork } from './choose-network.ts';
import type { NetworkRecord } from './records.ts';
import { canonicalSubnet } from './subnet.ts';

/** The network that there is, if it can be what is wanted; else `overlay-network-differs` with all differences. Pure. */
export function checkDefinition(existing: NetworkRecord, wanted: WantedNetwork): NetworkRecord {
  const differences = [
    ...(wanted.vni !== undefined && wanted.vni !== existing.vni ? [`VXLAN id ${existing.vni}, not ${wanted.vni}`] : []),
    ...(wanted.subnets?.some((subnet) => !existing.subnets.includes(canonicalSubnet(subnet) ?? ''))
      ? [`subnets ${existing.subnets.join(', ')}, not ${wanted.subnets.join(', ')}`]
      : []),
    ...(isSameValue(wanted.options, existing.options) ? [] : ['other options']),
    ...(wanted.id !== undefined && wanted.id !== existing.id ? ['been made anew since'] : []),
  ];
  if (differences.length === 0) return existing;
  throw new NetworkError('overlay-network-differs', {
    message: `use the overlay network "${wanted.name}": the one that other hosts use has ${differences.join(' and ')}`,
    hint: 'make the stack files of all hosts say the same, or give the network another name',
  });
}
