// What the data plane of this host should be: the one input of `DataPlane.apply`.

export type DesiredDataPlane = {
  readonly underlay: Underlay;
  /** Addresses of all hosts that packets are taken from, in the underlay's family; its own may be among them. */
  readonly hosts: readonly string[];
  readonly segments: readonly DesiredSegment[];
};

export type Underlay = {
  /** Of this host. Other hosts see its packets come from there. */
  readonly address: string;
  /** UDP; 4789 unless something else on these hosts has it. */
  readonly port: number;
  /** UDP, of the segments that are encrypted: whatever comes to it in the clear is dropped. */
  readonly encryptedPort: number;
};

/** One overlay network as this host has it. */
export type DesiredSegment = {
  /** 1 to 2^24 - 1. */
  readonly vni: number;
  /** Name of the bridge that containers are on; made if it is not there. */
  readonly bridge: string;
  /** Of the bridge: the gateway's. The same on all hosts, for none asks another one. */
  readonly bridgeMac: string;
  /** Null for what the underlay carries. */
  readonly mtu: number | null;
  /** Of this host in the network, IPv4 or IPv6. */
  readonly gateways: readonly GatewayAddress[];
  readonly encrypted: boolean;
  /** Whether broadcasts and multicasts go to the other hosts. Questions for neighbours need none. */
  readonly broadcast: boolean;
  /** Containers of all hosts; those of this host are known by its own address. */
  readonly endpoints: readonly OverlayEndpoint[];
};

export type GatewayAddress = { readonly address: string; readonly prefixLength: number };

export type OverlayEndpoint = {
  readonly mac: string;
  /** IPv4 and IPv6. */
  readonly addresses: readonly string[];
  /** Address of the host that it is on. */
  readonly host: string;
};

/** Something in the desired state that cannot be had; the rest is applied. */
export type Conflict =
  | { readonly kind: 'address-twice'; readonly vni: number; readonly address: string; readonly macs: readonly string[] }
  | { readonly kind: 'mac-twice'; readonly vni: number; readonly mac: string; readonly hosts: readonly string[] }
  | { readonly kind: 'invalid-endpoint'; readonly vni: number; readonly endpoint: OverlayEndpoint }
  | { readonly kind: 'unknown-host'; readonly vni: number; readonly mac: string; readonly host: string };
