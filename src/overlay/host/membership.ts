// This host among the others: there is something to enter it with once it has the address that it advertises.
import { DockrError } from '../../core/errors.ts';
import type { NetlinkSocket } from '../../os/netlink-socket.ts';
import type { OverlayProblem } from '../overlay.ts';
import { advertisedAddress } from '../settings/advertised-address.ts';
import type { HostSessionNews } from '../store/host-session.ts';
import type { HostOverlayOptions } from './host-overlay-options.ts';
import type { Problems } from './problems.ts';
import { makeStoreParts, type StoreParts } from './store-parts.ts';
import { StoreSide, type StoreSideOptions } from './store-side.ts';
import type { Timers } from './timers.ts';

export type MembershipOptions = {
  readonly host: Pick<HostOverlayOptions, 'settings' | 'store' | 'hostId' | 'clock'>;
  readonly socket: NetlinkSocket;
  readonly problems: Problems;
  readonly timers: Timers;
  readonly side: Pick<StoreSideOptions, 'givenUp' | 'local' | 'onLost'>;
};

export type Joined = {
  readonly address: string;
  readonly parts: StoreParts;
  readonly storeSide: StoreSide;
};

const RETRY_MS = 1000;

const DOUBTFUL: OverlayProblem = {
  code: 'overlay-doubtful',
  message: 'the store was not heard for longer than the lease of this host lasts: others may take it for dead',
};

export class Membership {
  readonly #options: MembershipOptions;
  #joined: Joined | undefined;
  /** Why this host is not in the store, where waiting will not mend it. */
  #refusal: DockrError | undefined;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** Undefined until this host has its address, whether the store has heard of it or not. */
  get joined(): Joined | undefined {
    return this.#joined;
  }

  /** Joins as soon as this host has the address that it is to advertise: interfaces may come up after the daemon. */
  begin(): void {
    if (this.#joined) return;
    const { host, socket, problems, timers } = this.#options;
    let address: string;
    try {
      address = advertisedAddress(socket, host.settings.advertise);
    } catch (error) {
      problems.fail('underlay', error);
      timers.after(RETRY_MS, () => this.begin());
      return;
    }
    problems.clear('underlay');
    const joined = this.#open(address);
    this.#joined = joined;
    joined.parts.session.listen((news) => this.#onSession(joined, news));
    joined.parts.session.start();
  }

  /** For a change of the store. Throws why there cannot be one. */
  access(): Joined {
    if (this.#refusal) throw this.#refusal;
    if (this.#joined) return this.#joined;
    // Throws; should the address have come up this moment, it is a matter of the next try.
    advertisedAddress(this.#options.socket, this.#options.host.settings.advertise);
    this.begin();
    return this.access();
  }

  #open(address: string): Joined {
    const { host, problems, timers, side } = this.#options;
    const { settings, store, hostId: id, clock } = host;
    const record = { node: settings.node, id, address };
    const parts = makeStoreParts(store, { host: record, ttlSeconds: settings.leaseSeconds, clock });
    const onUnfinished = () => timers.after(RETRY_MS, () => void storeSide.follow());
    const storeSide = new StoreSide({ ...side, parts, problems, onUnfinished });
    return { address, parts, storeSide };
  }

  #onSession({ storeSide }: Joined, news: HostSessionNews): void {
    const { problems, side } = this.#options;
    switch (news.kind) {
      case 'failed':
        this.#refusal = news.error instanceof DockrError && isRefusal(news.error) ? news.error : undefined;
        problems.fail('session', news.error);
        return;
      case 'doubtful':
        problems.set('session', DOUBTFUL);
        return;
      case 'lost':
        storeSide.forget();
        return;
      case 'joined':
        if (news.isNew) {
          storeSide.forget();
          side.givenUp.forget();
        }
        break;
      case 'certain':
        break;
    }
    this.#refusal = undefined;
    problems.clear('session');
    void storeSide.followThoroughly();
  }
}

/** What no waiting mends. */
function isRefusal({ code }: DockrError): boolean {
  return ['node-name-taken', 'store-unauthorised', 'store-bad-configuration', 'store-refused'].includes(code);
}
