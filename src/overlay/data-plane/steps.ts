// The steps that make the kernel what it should be, as data, and each as one message to the kernel.
import { deleteAddress, type InterfaceAddress, setAddress } from '../../os/netlink-addresses.ts';
import {
  createBridge,
  deleteLink,
  setLinkGroup,
  setLinkMac,
  setLinkMaster,
  setLinkMtu,
  setLinkUp,
} from '../../os/netlink-links.ts';
import type { NetlinkRequest } from '../../os/netlink-message.ts';
import {
  addFloodTarget,
  deleteForwarding,
  deleteNeighbour,
  type ForwardingTable,
  setForwarding,
  setNeighbour,
} from '../../os/netlink-neighbours.ts';
import { configureSegmentPort, createVxlan, type SegmentPort, type VxlanOptions } from '../../os/netlink-vxlan.ts';

/** What was found: nothing, something else, or something that nobody wants. */
export type Because = 'missing' | 'different' | 'left over';

type Reason = { readonly because: Because };

export type LinkStep = Reason &
  (
    | {
        readonly kind: 'create-bridge';
        readonly name: string;
        readonly mac: string;
        readonly mtu: number;
        readonly group: number;
      }
    | ({ readonly kind: 'create-vxlan' } & VxlanOptions)
    | { readonly kind: 'delete-link'; readonly name: string }
    | { readonly kind: 'set-group'; readonly name: string; readonly group: number }
    | { readonly kind: 'set-mtu'; readonly name: string; readonly mtu: number }
    | { readonly kind: 'set-mac'; readonly name: string; readonly mac: string }
    | { readonly kind: 'set-master'; readonly name: string; readonly bridgeIndex: number }
    | { readonly kind: 'configure-port'; readonly name: string; readonly port: SegmentPort }
    | { readonly kind: 'set-up'; readonly name: string }
    | { readonly kind: 'set-address'; readonly address: InterfaceAddress }
    | { readonly kind: 'delete-address'; readonly address: InterfaceAddress }
  );

export type EntryStep = Reason &
  (
    | {
        readonly kind: 'set-forwarding';
        readonly mac: string;
        readonly host: string;
        readonly tables: readonly ForwardingTable[];
      }
    | {
        readonly kind: 'delete-forwarding';
        readonly mac: string;
        /** Of several hosts this one; undefined for all. */
        readonly host: string | undefined;
        readonly tables: readonly ForwardingTable[];
      }
    | { readonly kind: 'add-flood-target'; readonly host: string }
    | {
        readonly kind: 'set-neighbour';
        readonly address: string;
        readonly mac: string;
        readonly before: string | undefined;
      }
    | { readonly kind: 'delete-neighbour'; readonly address: string }
  );

/** Who made a neighbour, in the kernel's own field for that: dockr, a number that no routing daemon has. */
export const NEIGHBOUR_PROTOCOL = 0xdc;

export function linkRequest(step: LinkStep): NetlinkRequest {
  switch (step.kind) {
    case 'create-bridge':
      return createBridge(step);
    case 'create-vxlan':
      return createVxlan(step);
    case 'delete-link':
      return deleteLink(step.name);
    case 'set-group':
      return setLinkGroup(step.name, step.group);
    case 'set-mtu':
      return setLinkMtu(step.name, step.mtu);
    case 'set-mac':
      return setLinkMac(step.name, step.mac);
    case 'set-master':
      return setLinkMaster(step.name, step.bridgeIndex);
    case 'configure-port':
      return configureSegmentPort(step.name, step.port);
    case 'set-up':
      return setLinkUp(step.name);
    case 'set-address':
      return setAddress(step.address);
    case 'delete-address':
      return deleteAddress(step.address);
  }
}

/** Where a segment's entries are kept. */
export type SegmentIndexes = { readonly bridge: number; readonly device: number };

export function entryRequest(step: EntryStep, indexes: SegmentIndexes): NetlinkRequest {
  switch (step.kind) {
    case 'set-forwarding':
      return setForwarding({ linkIndex: indexes.device, mac: step.mac, vtep: step.host, tables: step.tables });
    case 'delete-forwarding':
      return deleteForwarding({ linkIndex: indexes.device, mac: step.mac, vtep: step.host, tables: step.tables });
    case 'add-flood-target':
      return addFloodTarget(indexes.device, step.host);
    case 'set-neighbour':
      return setNeighbour({ linkIndex: indexes.bridge, address: step.address, mac: step.mac }, NEIGHBOUR_PROTOCOL);
    case 'delete-neighbour':
      return deleteNeighbour({ linkIndex: indexes.bridge, address: step.address });
  }
}
