// Which addresses a container gets on its networks. Decides; changes nothing.
import { isIPv4 } from 'node:net';
import { NetworkError } from '../../core/errors.ts';
import { pairedAddress } from '../../core/paired-address.ts';
import { sharingOf } from '../../core/sharing.ts';
import type { AttachmentSpec, PortSpec } from '../../core/specs.ts';
import { suggest } from '../../core/suggest.ts';
import type { Database } from '../../store/database.ts';
import { findContainerSpec, type LeaseRecord, type NetworkRecord } from '../../store/networks.ts';
import { addressRange, chooseAddress, isAssignable } from './address-pool.ts';
import { type Cidr, parseCidr } from './cidr.ts';
import { hostLinkName, macFor } from './network-names.ts';
import type { NetworkRegistry } from './network-registry.ts';
import type { Endpoint } from './wire-endpoints.ts';

/** What a container wants of its networks. */
export type AttachRequest = {
  readonly containerId: string;
  readonly name: string;
  readonly service: string | null;
  /** The first that is not internal has the default route. */
  readonly attachments: readonly AttachmentSpec[];
  readonly ports: readonly PortSpec[];
  /** Containers of the same key may have host ports in common; null shares with nobody. */
  readonly sharing: string | null;
  /** Name servers of its own for names that are not ours; none takes those of the host. */
  readonly dns?: readonly string[];
};

/** An endpoint for each attachment. A lease that fits is kept. */
export function resolveAttachments(registry: NetworkRegistry, request: AttachRequest, linkPrefix: string): Endpoint[] {
  const { containerId } = request;
  return request.attachments.map((attachment, index) => {
    const network = findNetwork(registry, attachment.network);
    const subnet = parseCidr(network.subnet) ?? { base: 0, prefixLength: 32 };
    const ipv4 = resolveAddress(registry, { containerId, attachment, network, subnet });
    return {
      network: network.name,
      networkId: network.id,
      bridge: network.bridge,
      interfaceName: `eth${index}`,
      hostLink: hostLinkName(linkPrefix, containerId, network.name),
      ipv4,
      prefixLength: subnet.prefixLength,
      ipv6: network.overlay && pairedAddress(network.overlay.subnets, ipv4),
      gateway: network.gateway,
      mac: resolveMac(attachment, network, ipv4),
      internal: network.spec.internal,
    };
  });
}

/** What a container was attached with, from its recorded spec; undefined if it is on no network of ours. */
export function recordedRequest(database: Database, containerId: string): AttachRequest | undefined {
  const spec = findContainerSpec(database, containerId);
  if (spec?.network.kind !== 'networks') return undefined;
  const { name, service, ports, dns } = spec;
  const sharing = sharingOf(spec);
  return { containerId, name, service, attachments: spec.network.attachments, ports, sharing, dns };
}

/** The leases that go with endpoints. */
export function leasesFor(containerId: string, endpoints: readonly Endpoint[]): LeaseRecord[] {
  return endpoints.map(({ network, ipv4, mac }) => ({ network, ip: ipv4, containerId, mac }));
}

/** The network, or `network-not-found` with the name that was meant. */
export function findNetwork(registry: NetworkRegistry, name: string): NetworkRecord {
  const network = registry.network(name);
  if (network) return network;
  const meant = suggest(
    name,
    registry.networks().map((other) => other.name),
  );
  throw new NetworkError('network-not-found', {
    message: `there is no network "${name}"`,
    hint: meant === undefined ? undefined : `did you mean "${meant}"?`,
    facts: { network: name },
  });
}

type AddressQuestion = {
  readonly containerId: string;
  readonly attachment: AttachmentSpec;
  readonly network: NetworkRecord;
  readonly subnet: Cidr;
};

function resolveAddress(registry: NetworkRegistry, question: AddressQuestion): string {
  const { containerId, attachment, network, subnet } = question;
  if (attachment.ipv4 !== null) return checkStaticAddress(registry, question, attachment.ipv4);
  const lease = registry.leaseOf(network.name, containerId);
  if (lease) return lease.ip;
  const { used, previous } = registry.addressesOf(network.name);
  const ipRange = network.spec.ipRange === null ? undefined : parseCidr(network.spec.ipRange);
  const address = chooseAddress(addressRange(subnet, ipRange), new Set([...used, network.gateway]), previous);
  if (address !== undefined) return address;
  throw new NetworkError('no-free-address', {
    message: `no address of network "${network.name}" is free: ${used.size} are in use in ${network.spec.ipRange ?? network.subnet}`,
  });
}

function checkStaticAddress(
  registry: NetworkRegistry,
  { containerId, network, subnet }: AddressQuestion,
  address: string,
): string {
  if (!isIPv4(address) || !isAssignable(subnet, address)) {
    throw new NetworkError('invalid-address', {
      message: `address "${address}" is not one for a container on network "${network.name}" with subnet ${network.subnet}`,
    });
  }
  const owner = registry.leaseAt(network.name, address)?.containerId;
  const isTaken = address === network.gateway || (owner !== undefined && owner !== containerId);
  if (!isTaken) return address;
  const by = address === network.gateway ? 'it is the gateway' : `container "${registry.nameOf(owner ?? '')}" has it`;
  throw new NetworkError('address-in-use', {
    message: `address "${address}" of network "${network.name}" is taken: ${by}`,
  });
}

function resolveMac(attachment: AttachmentSpec, network: NetworkRecord, ipv4: string): string {
  if (attachment.mac === null) return macFor(network.id, ipv4);
  const mac = attachment.mac.toLowerCase().replaceAll('-', ':');
  const isUnicast = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/.test(mac) && mac !== '00:00:00:00:00:00';
  if (isUnicast) return mac;
  throw new NetworkError('invalid-mac', {
    message: `"${attachment.mac}" on network "${network.name}" is not a MAC address that one link can have, such as "02:42:ac:11:00:02"`,
  });
}
