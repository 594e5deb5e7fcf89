// Bridges and VXLAN devices: from what is wanted and what the kernel has to the steps between. Pure.
import { NetworkError } from '../../core/errors.ts';
import type { DetailedLink } from '../../os/netlink-links.ts';
import { type SegmentPort, segmentPort, vxlanDetails } from '../../os/netlink-vxlan.ts';
import type { GatewayAddress } from './desired-state.ts';
import { findLink, type KernelLinks } from './kernel-links.ts';
import { isSegmentDeviceName } from './segment-names.ts';
import type { LinkStep } from './steps.ts';

/** The links of a segment, all decided. */
export type WantedLinks = {
  readonly vni: number;
  readonly bridge: { readonly name: string; readonly mac: string };
  readonly device: { readonly name: string; readonly mac: string; readonly local: string; readonly port: number };
  readonly mtu: number;
  readonly gateways: readonly GatewayAddress[];
  /** Whether anything in the network has an IPv6 address. */
  readonly ipv6: boolean;
  readonly broadcast: boolean;
};

/** What a bridge without ports has. */
const USUAL_MTU = 1500;

/** What tells our links from those of others. */
export type Ownership = { readonly prefix: string; readonly group: number };

/** Links of ours but for those named; bridges are the last to go. A bridge that others made is theirs to remove. */
export function planRemovals(keep: ReadonlySet<string>, kernel: KernelLinks, own: Ownership): readonly string[] {
  const ours = kernel.links.map(({ link }) => link).filter(({ group, name }) => group === own.group && !keep.has(name));
  const devices = ours.filter(({ kind, name }) => kind === 'vxlan' && isSegmentDeviceName(own.prefix, name));
  const bridges = ours.filter(({ kind, name }) => kind === 'bridge' && name.startsWith(own.prefix));
  return [...devices, ...bridges].map(({ name }) => name);
}

/** The links that are missing, or are there in a way that cannot be changed. Throws `link-name-taken` and `vni-in-use`. */
export function planDevices(wanted: WantedLinks, kernel: KernelLinks, own: Ownership): LinkStep[] {
  const { bridge, device, mtu, vni } = wanted;
  const makeBridge: LinkStep = {
    kind: 'create-bridge',
    ...bridge,
    mtu: USUAL_MTU,
    group: own.group,
    because: 'missing',
  };
  const makeDevice: LinkStep = { kind: 'create-vxlan', ...device, vni, mtu, group: own.group, because: 'missing' };
  const there = findOfKind(kernel, device.name, 'vxlan');
  checkVniIsFree(wanted, kernel);
  const makeAgain: LinkStep[] =
    there && !isAsMade(there, wanted)
      ? [
          { kind: 'delete-link', name: device.name, because: 'different' },
          { ...makeDevice, because: 'different' },
        ]
      : [];
  return [...(findOfKind(kernel, bridge.name, 'bridge') ? [] : [makeBridge]), ...(there ? makeAgain : [makeDevice])];
}

/** What is to be set at links that are there. Addresses in `formerGateways` go; those that somebody else added stay. */
export function planSettings(
  wanted: WantedLinks,
  kernel: KernelLinks,
  options: { readonly formerGateways: readonly GatewayAddress[]; readonly group: number },
): LinkStep[] {
  const bridge = findLink(kernel, wanted.bridge.name);
  const device = findLink(kernel, wanted.device.name);
  if (!bridge || !device) return [];
  return [
    ...bridgeSettings(bridge, wanted),
    ...deviceSettings(device, bridge.link.index, { wanted, group: options.group }),
    ...gatewaySettings(bridge.link.index, { wanted, kernel, former: options.formerGateways }),
    ...(bridge.link.up ? [] : [setUp(bridge.link.name)]),
  ];
}

/** The MTU comes before addresses: below 1280 there is no IPv6 on a link. */
function bridgeSettings({ link }: DetailedLink, { bridge, mtu }: WantedLinks): LinkStep[] {
  const { name } = link;
  return [
    ...(link.mac === bridge.mac ? [] : [{ kind: 'set-mac', name, mac: bridge.mac, because: 'different' } as const]),
    ...(link.mtu === mtu ? [] : [setMtu(name, mtu)]),
  ];
}

function deviceSettings(
  { link, port }: DetailedLink,
  bridgeIndex: number,
  { wanted, group }: { readonly wanted: WantedLinks; readonly group: number },
): LinkStep[] {
  const { name } = link;
  const isOnBridge = link.master === bridgeIndex;
  const settings = portSettings(wanted);
  const isConfigured = isOnBridge && isSamePort(segmentPort(port), settings);
  return [
    ...(link.group === group ? [] : [{ kind: 'set-group', name, group, because: 'different' } as const]),
    ...(link.mtu === wanted.mtu ? [] : [setMtu(name, wanted.mtu)]),
    ...(isOnBridge ? [] : [{ kind: 'set-master', name, bridgeIndex, because: 'missing' } as const]),
    ...(isConfigured ? [] : [{ kind: 'configure-port', name, port: settings, because: 'different' } as const]),
    // Not before it is configured: until then a bridge learns from it and floods to it.
    ...(link.up ? [] : [setUp(name)]),
  ];
}

/** Unknown MACs are not looked for on other hosts: all that are there are known. */
function portSettings({ broadcast }: WantedLinks): SegmentPort {
  return { learning: false, neighbourSuppression: true, unicastFlood: false, broadcastFlood: broadcast };
}

function gatewaySettings(
  linkIndex: number,
  part: { readonly wanted: WantedLinks; readonly kernel: KernelLinks; readonly former: readonly GatewayAddress[] },
): LinkStep[] {
  const own = part.kernel.addresses.filter((address) => address.linkIndex === linkIndex);
  const has = (gateway: GatewayAddress) => own.some((address) => isSameAddress(address, gateway));
  const isWanted = (gateway: GatewayAddress) => part.wanted.gateways.some((other) => isSameAddress(other, gateway));
  const missing = part.wanted.gateways.filter((gateway) => !has(gateway));
  const leftOver = part.former.filter((gateway) => has(gateway) && !isWanted(gateway));
  return [
    ...leftOver.map(
      (gateway) => ({ kind: 'delete-address', address: { linkIndex, ...gateway }, because: 'left over' }) as const,
    ),
    ...missing.map(
      (gateway) => ({ kind: 'set-address', address: { linkIndex, ...gateway }, because: 'missing' }) as const,
    ),
  ];
}

function findOfKind(kernel: KernelLinks, name: string, kind: string): DetailedLink | undefined {
  const there = findLink(kernel, name);
  if (!there || there.link.kind === kind) return there;
  throw new NetworkError('link-name-taken', {
    message: `there is a link "${name}" already, a ${there.link.kind ?? 'network card'} and not a ${kind}`,
    hint: `remove it, or give it another name: ip link set ${name} name …`,
    facts: { link: name },
  });
}

function checkVniIsFree({ vni, device }: WantedLinks, kernel: KernelLinks): void {
  const other = kernel.links.find((detailed) => {
    const there = vxlanDetails(detailed);
    return there?.vni === vni && there.port === device.port && detailed.link.name !== device.name;
  });
  if (other) throw vniInUse(vni, `by "${other.link.name}"`);
}

/** Nothing else on a machine can have the same VNI at the same port. */
export function vniInUse(vni: number, by: string): NetworkError {
  return new NetworkError('vni-in-use', {
    message: `VNI ${vni} is in use on this host ${by}`,
    hint: 'remove what has it, or let the overlay networks have another UDP port',
    facts: { vni },
  });
}

function isAsMade(detailed: DetailedLink, { device, vni }: WantedLinks): boolean {
  const there = vxlanDetails(detailed);
  return there?.vni === vni && there.local === device.local && there.port === device.port && !there.learning;
}

function isSamePort(a: SegmentPort, b: SegmentPort): boolean {
  return (
    a.learning === b.learning &&
    a.neighbourSuppression === b.neighbourSuppression &&
    a.unicastFlood === b.unicastFlood &&
    a.broadcastFlood === b.broadcastFlood
  );
}

function isSameAddress(a: GatewayAddress, b: GatewayAddress): boolean {
  return a.address === b.address && a.prefixLength === b.prefixLength;
}

function setMtu(name: string, mtu: number): LinkStep {
  return { kind: 'set-mtu', name, mtu, because: 'different' };
}

function setUp(name: string): LinkStep {
  return { kind: 'set-up', name, because: 'different' };
}
