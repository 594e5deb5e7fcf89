import type { StoreConfiguration } from '../store/store-configuration.ts';

/** What the daemon of one host is told about networks over several hosts. */
export type OverlaySettings = {
  readonly store: StoreConfiguration;
  /** Name of this host, which no other has. */
  readonly node: string;
  /** An address of this host, or an interface that has one: where other hosts send packets to. */
  readonly advertise: string;
  /** UDP port for VXLAN; the same on all hosts. */
  readonly port: number;
  /** The same for networks that are encrypted. */
  readonly encryptedPort: number;
  /** How long keys of encrypted networks are used. */
  readonly rotationSeconds: number;
  /** How long the store keeps what a host entered that is not heard any more. */
  readonly leaseSeconds: number;
  /** Prefixes that networks without a subnet of their own are cut from; the same on all hosts. */
  readonly pools: readonly string[];
};
