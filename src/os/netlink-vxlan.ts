// VXLAN devices and what a bridge does with them as ports, over rtnetlink. linux/if_link.h; RFC 7348.
import { AF_INET, addressBytes, addressFamily, addressText } from './ip-address.ts';
import {
  byName,
  type DetailedLink,
  IFINFO_SIZE,
  IFLA_ADDRESS,
  IFLA_GROUP,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINKINFO,
  IFLA_MTU,
  RTM_NEWLINK,
} from './netlink-links.ts';
import {
  attribute,
  byteAttribute,
  macBytes,
  type NetlinkAttributes,
  type NetlinkRequest,
  NLM_F_CREATE,
  NLM_F_EXCL,
  nested,
  numberAttribute,
  uint8,
  uint16Network,
  uint32,
  zeroTerminated,
} from './netlink-message.ts';

const IFLA_VXLAN_ID = 1;
const IFLA_VXLAN_LOCAL = 4;
const IFLA_VXLAN_LEARNING = 7;
const IFLA_VXLAN_PORT = 15;
const IFLA_VXLAN_LOCAL6 = 17;
const IFLA_BRPORT_LEARNING = 8;
const IFLA_BRPORT_UNICAST_FLOOD = 9;
const IFLA_BRPORT_MCAST_FLOOD = 27;
const IFLA_BRPORT_BCAST_FLOOD = 30;
const IFLA_BRPORT_NEIGH_SUPPRESS = 32;

export type VxlanOptions = {
  readonly name: string;
  /** 24 bits. */
  readonly vni: number;
  /** The address that packets to other hosts come from; its family is that of the underlay. */
  readonly local: string;
  /** UDP, here and there. */
  readonly port: number;
  readonly mtu: number;
  readonly mac: string;
  readonly group: number;
};

/** Creates a VXLAN device that learns nothing: where an address is, it is told. EEXIST if another has the VNI at this port. */
export function createVxlan(vxlan: VxlanOptions): NetlinkRequest {
  const local = addressFamily(vxlan.local) === AF_INET ? IFLA_VXLAN_LOCAL : IFLA_VXLAN_LOCAL6;
  const details = nested(
    IFLA_INFO_DATA,
    attribute(IFLA_VXLAN_ID, uint32(vxlan.vni)),
    attribute(local, addressBytes(vxlan.local)),
    attribute(IFLA_VXLAN_PORT, uint16Network(vxlan.port)),
    attribute(IFLA_VXLAN_LEARNING, uint8(0)),
  );
  const body = [
    Buffer.alloc(IFINFO_SIZE),
    attribute(IFLA_IFNAME, zeroTerminated(vxlan.name)),
    attribute(IFLA_ADDRESS, macBytes(vxlan.mac)),
    attribute(IFLA_MTU, uint32(vxlan.mtu)),
    attribute(IFLA_GROUP, uint32(vxlan.group)),
    nested(IFLA_LINKINFO, attribute(IFLA_INFO_KIND, zeroTerminated('vxlan')), details),
  ];
  return {
    type: RTM_NEWLINK,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    body: Buffer.concat(body),
    what: `create VXLAN device "${vxlan.name}" with VNI ${vxlan.vni}`,
  };
}

/** What a VXLAN device was made with and cannot change. */
export type VxlanDetails = {
  readonly vni: number;
  readonly local: string | undefined;
  readonly port: number;
  readonly learning: boolean;
};

/** Of a link that is a VXLAN device; undefined of any other. */
export function vxlanDetails({ link, device }: DetailedLink): VxlanDetails | undefined {
  if (link.kind !== 'vxlan') return undefined;
  return {
    vni: numberAttribute(device, IFLA_VXLAN_ID) ?? 0,
    local: addressText(device.get(IFLA_VXLAN_LOCAL) ?? device.get(IFLA_VXLAN_LOCAL6)),
    port: device.get(IFLA_VXLAN_PORT)?.readUInt16BE(0) ?? 0,
    learning: byteAttribute(device, IFLA_VXLAN_LEARNING) !== 0,
  };
}

/** How a bridge treats a port. */
export type SegmentPort = {
  /** Take over the addresses that come in by it. */
  readonly learning: boolean;
  /** Answer for neighbours that are known, and send no question for one out by it. */
  readonly neighbourSuppression: boolean;
  readonly unicastFlood: boolean;
  /** Broadcast and multicast. */
  readonly broadcastFlood: boolean;
};

export function configureSegmentPort(name: string, port: SegmentPort): NetlinkRequest {
  const flag = (type: number, isOn: boolean) => attribute(type, uint8(isOn ? 1 : 0));
  const details = nested(
    IFLA_INFO_SLAVE_DATA,
    flag(IFLA_BRPORT_LEARNING, port.learning),
    flag(IFLA_BRPORT_UNICAST_FLOOD, port.unicastFlood),
    flag(IFLA_BRPORT_MCAST_FLOOD, port.broadcastFlood),
    flag(IFLA_BRPORT_BCAST_FLOOD, port.broadcastFlood),
    flag(IFLA_BRPORT_NEIGH_SUPPRESS, port.neighbourSuppression),
  );
  const info = nested(IFLA_LINKINFO, attribute(IFLA_INFO_SLAVE_KIND, zeroTerminated('bridge')), details);
  return {
    type: RTM_NEWLINK,
    flags: 0,
    body: Buffer.concat([byName(name), info]),
    what: `configure "${name}" as the port to other hosts`,
  };
}

/** Of a link that is a port of a bridge. */
export function segmentPort(port: NetlinkAttributes): SegmentPort {
  const isOn = (type: number) => byteAttribute(port, type) === 1;
  return {
    learning: isOn(IFLA_BRPORT_LEARNING),
    neighbourSuppression: isOn(IFLA_BRPORT_NEIGH_SUPPRESS),
    unicastFlood: isOn(IFLA_BRPORT_UNICAST_FLOOD),
    broadcastFlood: isOn(IFLA_BRPORT_BCAST_FLOOD) && isOn(IFLA_BRPORT_MCAST_FLOOD),
  };
}
