// What keeps packets of encrypted networks from leaving or entering this host in the clear, whether there are keys or not.
import { NetworkError, SystemError } from '../../core/errors.ts';
import { isSameValue } from '../../core/is-same-value.ts';
import { addressFamily, canonicalAddress } from '../../os/ip-address.ts';
import { deletePolicy, type EncryptionPolicy, observePolicies, setPolicy } from '../../os/netlink-policies.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { Underlay } from './desired-state.ts';
import type { GuardChange } from './host-guard.ts';

export class EncryptionPolicies implements Disposable {
  readonly #reqid: number;
  #socket: NetlinkSocket | undefined;
  #applied: readonly EncryptionPolicy[] | undefined;

  /** Of policies and keys of ours, and of nobody else's. */
  constructor(reqid: number) {
    this.#reqid = reqid;
  }

  /** Throws `overlay-encryption-unsupported` if the kernel knows no IPsec. */
  apply(underlay: Underlay): GuardChange {
    const wanted = encryptionPolicies(underlay, this.#reqid);
    const socket = this.#open();
    const there = this.#observe(socket);
    const missing = wanted.filter((policy) => !there.some((other) => isSameValue(policy, other)));
    const leftOver = there.filter((policy) => !wanted.some((other) => isSameValue(policy, other)));
    // What is new comes first: between the two nothing passes that should not.
    socket.request([...missing.map(setPolicy), ...leftOver.map(deletePolicy)]);
    const isRepair = this.#applied !== undefined && isSameValue(this.#applied, wanted);
    this.#applied = wanted;
    if (missing.length + leftOver.length === 0) return 'none';
    return isRepair ? 'repair' : 'change';
  }

  remove(): void {
    if (this.#applied?.length === 0) return;
    const socket = this.#tryOpen();
    if (socket instanceof NetlinkSocket) socket.request(this.#observe(socket).map(deletePolicy));
    this.#applied = [];
  }

  [Symbol.dispose](): void {
    this.#socket?.[Symbol.dispose]();
  }

  #observe(socket: NetlinkSocket): readonly EncryptionPolicy[] {
    return observePolicies(socket).filter(({ reqid }) => reqid === this.#reqid);
  }

  #open(): NetlinkSocket {
    const socket = this.#tryOpen();
    if (socket instanceof NetlinkSocket) return socket;
    throw encryptionUnsupported(socket);
  }

  #tryOpen(): NetlinkSocket | SystemError {
    try {
      this.#socket ??= new NetlinkSocket('xfrm');
      return this.#socket;
    } catch (error) {
      if (error instanceof SystemError) return error;
      throw error;
    }
  }
}

/** From this host to the port of any, and from any to the port of this host. Pure. */
export function encryptionPolicies({ address, encryptedPort: port }: Underlay, reqid: number): EncryptionPolicy[] {
  const own = canonicalAddress(address);
  const family = addressFamily(own);
  return [
    { direction: 'in', packets: { family, from: undefined, to: own, port }, reqid },
    { direction: 'out', packets: { family, from: own, to: undefined, port }, reqid },
  ];
}

/** The kernel lacks what encryption between hosts needs. */
export function encryptionUnsupported(cause: Error): NetworkError {
  return new NetworkError('overlay-encryption-unsupported', {
    message: `encrypt packets to other hosts: the kernel of this host cannot do that: ${cause.message}`,
    hint: 'boot a kernel with ESP and AES-GCM (CONFIG_XFRM_USER, CONFIG_INET_ESP, CONFIG_CRYPTO_GCM), or leave "encrypted" out of driver_opts on all hosts',
    cause,
  });
}
