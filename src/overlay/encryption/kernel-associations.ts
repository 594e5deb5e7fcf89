import { randomBytes } from 'node:crypto';
import { errorCode, SystemError } from '../../core/errors.ts';
import {
  type AssociationId,
  addAssociation,
  deleteAssociation,
  observeAssociations,
} from '../../os/netlink-associations.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { encryptionUnsupported } from '../data-plane/encryption-policies.ts';
import type { DerivedAssociation } from './derive-association.ts';

/** The keys that the kernel of this host has of ours. */
export interface AssociationTable extends Disposable {
  list(): readonly AssociationId[];

  /**
   * Throws `overlay-encryption-unsupported` if the kernel cannot have any. One whose number the receiver has otherwise is not
   * there afterwards: to whoever looks next the kernel has forgotten it, and all get other numbers.
   */
  add(associations: readonly DerivedAssociation[]): void;

  /** What is gone already is none the worse. */
  remove(associations: readonly AssociationId[]): void;

  /** Throws what `add` would. */
  check(address: string): void;
}

export type KernelAssociationsOptions = {
  /** Of what is ours. */
  readonly reqid: number;
  /** UDP, of encrypted networks. */
  readonly port: number;
};

/** The kernel knows no such protocol, cipher or address family. */
const UNSUPPORTED: ReadonlySet<string> = new Set(['EPROTONOSUPPORT', 'ENOSYS', 'ENOENT', 'EAFNOSUPPORT', 'EOPNOTSUPP']);
const KEY_BYTES = 36;
/** Of the numbers that hosts derive, one in four thousand million is this. */
const TRIAL_SPI = 0xd0c;

/** In the network namespace of the process. */
export class KernelAssociations implements AssociationTable {
  readonly #options: KernelAssociationsOptions;
  #socket: NetlinkSocket | undefined;

  constructor(options: KernelAssociationsOptions) {
    this.#options = options;
  }

  /** None where the kernel cannot have any: `add` tells. */
  list(): readonly AssociationId[] {
    const socket = this.#tryOpen();
    if (socket instanceof SystemError) return [];
    const own = observeAssociations(socket).filter(({ reqid }) => reqid === this.#options.reqid);
    return own.map(({ from, to, spi }) => ({ from, to, spi }));
  }

  add(associations: readonly DerivedAssociation[]): void {
    if (associations.length === 0) return;
    const requests = associations.map((association) => addAssociation({ ...association, ...this.#options }));
    const refused = this.#open().tryRequests(requests);
    const failed = refused.find(({ error }) => error.code !== 'EEXIST');
    if (failed) throw explained(failed.error);
  }

  remove(associations: readonly AssociationId[]): void {
    if (associations.length === 0) return;
    const refused = this.#open().tryRequests(associations.map(deleteAssociation));
    const failed = refused.find(({ error }) => error.code !== 'ESRCH');
    if (failed) throw failed.error;
  }

  /** By having one for a moment, which loads what the kernel has as modules. */
  check(address: string): void {
    const trial = { from: address, to: address, spi: TRIAL_SPI };
    this.remove([trial]);
    this.add([{ ...trial, key: randomBytes(KEY_BYTES) }]);
    this.remove([trial]);
  }

  [Symbol.dispose](): void {
    this.#socket?.[Symbol.dispose]();
  }

  #open(): NetlinkSocket {
    const socket = this.#tryOpen();
    if (socket instanceof SystemError) throw explained(socket);
    return socket;
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

function explained(error: unknown): unknown {
  return error instanceof SystemError && UNSUPPORTED.has(errorCode(error) ?? '') ? encryptionUnsupported(error) : error;
}
