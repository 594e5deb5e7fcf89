// Who is where, as far as is known: all hosts, and the endpoints of all networks, and beside them the networks and who uses them,
// which are for questions alone. While the store is away nothing changes.
import type { Clock } from '../../../core/clock.ts';
import { followPrefix } from '../../store/follow-prefix.ts';
import {
  ENDPOINTS_PREFIX,
  endpointKey,
  HOSTS_PREFIX,
  hostKey,
  NETWORKS_PREFIX,
  namesBeneath,
  networkKey,
  USERS_PREFIX,
} from '../../store/keys.ts';
import type { OverlayStore } from '../../store/overlay-store.ts';
import { PrefixView } from '../../store/prefix-view.ts';
import {
  type EndpointRecord,
  type HostRecord,
  type NetworkRecord,
  parseEndpoint,
  parseHost,
  parseNetwork,
} from '../../store/records.ts';
import type { NetworkUser } from '../known-networks.ts';
import { LastingView } from './lasting-view.ts';
import { type RememberedView, toRemembered, type ViewFile } from './view-file.ts';
import { ViewKeeper } from './view-keeper.ts';
import { withoutRivals } from './without-rivals.ts';

/** `gap`: something may have been missed, and what this host entered may be gone. */
export type ViewNews = 'changed' | 'gap' | 'away' | 'back';

export type RemoteViewOptions = {
  readonly store: OverlayStore;
  readonly clock: Clock;
  /** Of this host: what another store had of it counts for nothing. */
  readonly node: string;
  /** How long hosts have to enter again what they have, in a store that knows nothing of it. */
  readonly graceMs: number;
  readonly file: ViewFile;
  readonly onNews: (news: ViewNews) => void;
  /** What is known was written to the file, or could not be. */
  readonly onWritten: (failure: unknown) => void;
};

export class RemoteView implements AsyncDisposable {
  readonly #options: RemoteViewOptions;
  readonly #closed = new AbortController();
  readonly #hosts: LastingView<HostRecord>;
  readonly #endpoints: LastingView<EndpointRecord>;
  readonly #networks = new PrefixView(toNetwork);
  readonly #users = new PrefixView(toUser);
  readonly #keeper: ViewKeeper;
  readonly #following: readonly Promise<void>[];
  readonly #away = new Set<string>();
  readonly #writtenAt: Date | undefined;
  #endGrace: (() => void) | undefined;

  /** Begins to follow. */
  constructor(options: RemoteViewOptions) {
    this.#options = options;
    const found = options.file.read();
    this.#writtenAt = found?.writtenAt;
    const texts = (part: 'hosts' | 'endpoints') => found && { identity: found.view.identity, texts: found.view[part] };
    this.#hosts = new LastingView({ parse: toHost, remembered: texts('hosts') });
    this.#endpoints = new LastingView({ parse: toEndpoint, remembered: texts('endpoints') });
    const { file, clock, onWritten } = options;
    this.#keeper = new ViewKeeper({ file, clock, onWritten, view: () => this.#remember() });
    this.#following = [
      this.#follow(HOSTS_PREFIX, this.#hosts),
      this.#follow(ENDPOINTS_PREFIX, this.#endpoints),
      // For people to look at: nothing is done about their changes, and the others tell when the store is away.
      this.#followPlainly(NETWORKS_PREFIX, this.#networks),
      this.#followPlainly(USERS_PREFIX, this.#users),
    ];
  }

  /** Whether anything was ever told, to this process or to one before: until then, nobody is known not to be there. */
  get isKnown(): boolean {
    return this.#hosts.isKnown && this.#endpoints.isKnown;
  }

  get isAway(): boolean {
    return this.#away.size > 0;
  }

  /** When what is known was written down, by an earlier process, if the store has not told since. */
  get fromEarlier(): Date | undefined {
    return this.#hosts.isTold && this.#endpoints.isTold ? undefined : this.#writtenAt;
  }

  /** Whether some of it is known of another store only, and not for long any more. */
  get isInGrace(): boolean {
    return this.#endGrace !== undefined;
  }

  hosts(): readonly HostRecord[] {
    return [...this.#others(this.#hosts), ...this.#hosts.present.values()];
  }

  endpoints(): readonly EndpointRecord[] {
    const present = [...this.#endpoints.present.values()];
    return [...withoutRivals(this.#others(this.#endpoints), present), ...present];
  }

  networks(): readonly NetworkRecord[] {
    return [...this.#networks.values.values()];
  }

  users(): readonly NetworkUser[] {
    return [...this.#users.values.values()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    this.#endGrace?.();
    await Promise.all(this.#following);
    await this.#keeper[Symbol.asyncDispose]();
  }

  async #follow<T>(prefix: string, view: LastingView<T>): Promise<void> {
    const { store, clock, onNews } = this.#options;
    for await (const news of followPrefix(store, prefix, { clock, signal: this.#closed.signal })) {
      if (news.kind === 'away') this.#away.add(prefix);
      else this.#away.delete(prefix);
      const change = view.apply(news);
      if (change === 'replaced') this.#beginGrace();
      if (change !== 'none') this.#keeper.ask();
      if (news.kind === 'reset') onNews('gap');
      else if (news.kind !== 'changed') onNews(news.kind);
      else if (change === 'changed') onNews('changed');
    }
  }

  async #followPlainly<T>(prefix: string, view: PrefixView<T>): Promise<void> {
    const { store, clock } = this.#options;
    for await (const news of followPrefix(store, prefix, { clock, signal: this.#closed.signal })) view.apply(news);
  }

  #others<T extends { readonly node: string }>(view: LastingView<T>): T[] {
    return [...view.before.values()].filter(({ node }) => node !== this.#options.node);
  }

  #beginGrace(): void {
    const { clock, graceMs, onNews } = this.#options;
    this.#endGrace?.();
    this.#endGrace = clock.after(graceMs, () => {
      this.#endGrace = undefined;
      this.#hosts.forget();
      this.#endpoints.forget();
      this.#keeper.ask();
      onNews('changed');
    });
  }

  #remember(): RememberedView | undefined {
    return toRemembered(this.#hosts.remember(), this.#endpoints.remember());
  }
}

// A record says itself where it belongs; what was put elsewhere is not believed.
function toHost(value: string, key: string): HostRecord | undefined {
  const host = parseHost(value);
  return host && hostKey(host.node) === key ? host : undefined;
}

function toEndpoint(value: string, key: string): EndpointRecord | undefined {
  const endpoint = parseEndpoint(value);
  return endpoint && endpointKey(endpoint.network, endpoint.container) === key ? endpoint : undefined;
}

function toNetwork(value: string, key: string): NetworkRecord | undefined {
  const network = parseNetwork(value);
  return network && networkKey(network.name) === key ? network : undefined;
}

function toUser(_value: string, key: string): NetworkUser | undefined {
  const [network, node] = namesBeneath(USERS_PREFIX, key) ?? [];
  return network === undefined || node === undefined ? undefined : { network, node };
}
