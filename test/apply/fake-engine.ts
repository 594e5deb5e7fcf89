// An engine without a kernel: it keeps in maps what the real one keeps in the kernel, and refuses what that one refuses.
import { Emitter } from '../../src/core/emitter.ts';
import { ContainerError, NetworkError } from '../../src/core/errors.ts';
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../../src/core/specs.ts';
import type { ContainerEvent } from '../../src/engine/containers/container-options.ts';
import type { ContainerStatus, ContainerView } from '../../src/engine/containers/container-view.ts';
import type { HealthStatus } from '../../src/engine/containers/health.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type BackendState, type Intent, shareOf, stateOf } from '../../src/engine/networks/traffic/backend-state.ts';
import { claimsOf, collides, describeClaim } from '../../src/reconcile/claims.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import type { ContainerRecord } from '../../src/store/containers.ts';

type Kept = {
  readonly id: string;
  spec: ContainerSpec;
  status: ContainerStatus;
  health: HealthStatus;
  exitCode: number | null;
  stoppedByUser: boolean;
  restarts: number;
  startedAt: number | null;
  drift: readonly string[];
  intent: Intent;
  /** Mount points of the anonymous volumes that are its own, with what tells one volume from another. */
  volumes: Map<string, string>;
};

export type FakeOptions = {
  /** What pulls and builds bring; what is not named here stays what it is, or gets an id of its own. */
  readonly images?: Snapshot['images'];
  /** What a call is to fail with, by its name and subject: `start web`. */
  readonly fails?: (call: string) => boolean;
};

/** Its parts are named as those of the engine, as far as the steps of plans use them. */
export class FakeEngine {
  readonly calls: string[] = [];
  readonly containerEvents = new Emitter<ContainerEvent>();
  readonly #containers = new Map<string, Kept>();
  readonly #networks = new Map<string, { readonly spec: NetworkSpec; intact: boolean }>();
  readonly #volumes = new Map<string, VolumeSpec>();
  readonly #images = new Map<string, { readonly id: string; readonly buildInputs: string | null }>();
  readonly #options: FakeOptions;
  #made = 0;

  constructor(snapshot: Snapshot, options: FakeOptions = {}) {
    this.#options = options;
    for (const { reference, imageId, buildInputs } of snapshot.images)
      this.#images.set(reference, { id: imageId, buildInputs });
    for (const { spec, intact } of snapshot.networks) this.#networks.set(spec.name, { spec, intact });
    for (const { spec } of snapshot.volumes) this.#volumes.set(spec.name, spec);
    for (const container of snapshot.containers) this.#containers.set(container.id, keptFrom(container));
  }

  /** As what carries steps out takes it. */
  asEngine(): Engine {
    return this as unknown as Engine;
  }

  readonly images = {
    find: (reference: string) => this.#images.get(reference),
  };

  readonly builder = {
    build: async (_spec: unknown, { name }: { readonly name: string }): Promise<{ imageId: string }> => {
      this.#call('build', name);
      return { imageId: this.#bring(name) };
    },
  };

  async pull(reference: string): Promise<{ imageId: string }> {
    this.#call('pull', reference);
    return { imageId: this.#bring(reference) };
  }

  async ensureDefaultNetwork(): Promise<void> {
    this.#call('ensure network', 'bridge');
  }

  readonly networks = {
    checkNetwork: (): void => {},
    provideNetwork: async (spec: NetworkSpec): Promise<void> => {
      this.#call('create network', spec.name);
      this.#networks.set(spec.name, { spec, intact: true });
    },
    ensureNetwork: (name: string): void => {
      this.#call('ensure network', name);
      const network = this.#networks.get(name);
      if (!network) throw new NetworkError('network-not-found', { message: name });
      network.intact = true;
    },
    removeNetwork: async (name: string): Promise<void> => {
      this.#call('remove network', name);
      const user = [...this.#containers.values()].find((one) => isAlive(one) && isAttached(one.spec, name));
      if (user) throw new NetworkError('network-in-use', { message: user.spec.name });
      this.#networks.delete(name);
    },
  };

  readonly volumes = {
    ensure: async (spec: VolumeSpec): Promise<void> => {
      this.#call('ensure volume', spec.name);
      this.#volumes.set(spec.name, spec);
    },
    remove: async (name: string): Promise<void> => {
      this.#call('remove volume', name);
      this.#volumes.delete(name);
    },
  };

  readonly containers = {
    list: (stack?: string): ContainerView[] =>
      [...this.#containers.values()].filter(({ spec }) => stack === undefined || spec.stack === stack).map(viewOf),
    find: (name: string): ContainerView | undefined => {
      const found = this.#find(name);
      return found && viewOf(found);
    },
    get: (name: string): ContainerView => viewOf(this.#get(name)),
    lastLines: async (): Promise<string[]> => [],
    namespaceOf: (id: string): string => `netns of ${id}`,
    create: async (spec: ContainerSpec): Promise<string> => {
      this.#call('create', spec.name);
      if ([...this.#containers.values()].some((one) => one.spec.name === spec.name))
        throw new ContainerError('name-in-use', { message: spec.name });
      const kept = keptFrom({ ...NEW, id: `made ${++this.#made}`, spec });
      this.#containers.set(kept.id, kept);
      return kept.id;
    },
    start: async (id: string): Promise<void> => {
      const one = this.#get(id);
      this.#call('start', one.spec.name);
      if (one.status !== 'running') this.#start(one);
    },
    restart: async (id: string, graceMs?: number): Promise<void> => {
      const one = this.#get(id);
      this.#call('restart', one.spec.name, graceMs);
      end(one);
      this.#start(one);
    },
    stop: async (id: string, graceMs?: number): Promise<void> => {
      const one = this.#get(id);
      this.#call('stop', one.spec.name, graceMs);
      if (isAlive(one)) one.stoppedByUser = true;
      end(one);
    },
    remove: async (id: string, how: { readonly volumes: boolean; readonly graceMs?: number }): Promise<void> => {
      const one = this.#containers.get(id);
      if (!one) return;
      this.#call(how.volumes ? 'remove with volumes' : 'remove', one.spec.name, how.graceMs);
      this.#containers.delete(id);
    },
    rename: (id: string, name: string): void => {
      const one = this.#get(id);
      this.#call('rename', `${one.spec.name} to ${name}`);
      const other = [...this.#containers.values()].find(({ spec }) => spec.name === name);
      if (other && other !== one) throw new ContainerError('name-in-use', { message: name });
      one.spec = { ...one.spec, name };
    },
    handOverVolumes: (from: string, to: string): void => {
      const [giver, taker] = [this.#get(from), this.#get(to)];
      this.#call('hand over volumes', `of ${giver.spec.name} to ${taker.spec.name}`);
      for (const [target, volume] of giver.volumes) {
        if (taker.volumes.has(target)) continue;
        taker.volumes.set(target, volume);
        giver.volumes.delete(target);
      }
    },
  };

  readonly traffic = {
    hold: async (id: string, { inPlaceOf }: { readonly inPlaceOf?: string } = {}): Promise<void> => {
      const beside = inPlaceOf === undefined ? '' : ` in place of ${this.#get(inPlaceOf).spec.name}`;
      this.#call('hold', `${this.#get(id).spec.name}${beside}`);
      this.#get(id).intent = 'held';
    },
    switch: async ({ to, from }: { readonly to: readonly string[]; readonly from: readonly string[] }) => {
      const named = (ids: readonly string[]): string => ids.map((id) => this.#get(id).spec.name).join() || 'nobody';
      this.#call('switch', `to ${named(to)} from ${named(from)}`);
      for (const id of from) this.#get(id).intent = 'draining';
      for (const id of to) this.#get(id).intent = 'auto';
    },
    drain: async (id: string, { graceMs }: { readonly graceMs: number }): Promise<void> => {
      this.#call('drain', this.#get(id).spec.name, graceMs);
      this.#get(id).intent = 'draining';
    },
    share: async (id: string, thousandths: number): Promise<void> => {
      this.#call('share', `${thousandths} with ${this.#get(id).spec.name}`);
      this.#get(id).intent = `share:${thousandths}`;
    },
    intentOf: (id: string): Intent => this.#get(id).intent,
    stateOf: (id: string): BackendState => {
      const { intent, status, health } = this.#get(id);
      return stateOf({ intent, isRunning: status === 'running', health });
    },
  };

  /** What happens to a container by itself: its check succeeds, it ends. Whoever waits is told. */
  happen(name: string, change: Partial<Pick<Kept, 'status' | 'health' | 'exitCode' | 'restarts' | 'startedAt'>>): void {
    const one = this.#get(name);
    Object.assign(one, change);
    if (change.status === 'exited') one.drift = [];
    this.containerEvents.emit({ action: 'exited', record: viewOf(one).record });
  }

  /** The volumes without a name that a container has, by mount point. */
  anonymousOf(name: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#get(name).volumes);
  }

  /** As `observeStack` would read it. */
  snapshot(): Snapshot {
    return {
      images: [...this.#images].map(([reference, { id, buildInputs }]) => ({ reference, imageId: id, buildInputs })),
      networks: [...this.#networks.values()].map((network) => ({ ...network })),
      volumes: [...this.#volumes.values()].map((spec) => ({ spec })),
      containers: [...this.#containers.values()].map(
        ({ id, spec, status, exitCode, health, stoppedByUser, drift, intent }) => ({
          ...{ id, spec, status, exitCode, health, stoppedByUser, drift },
          ...trafficOf(intent),
        }),
      ),
    };
  }

  #bring(reference: string): string {
    const known = this.#images.get(reference);
    const given = this.#options.images?.find((image) => image.reference === reference);
    const id = given?.imageId ?? known?.id ?? `image of ${reference}`;
    if (id !== known?.id) this.#images.set(reference, { id, buildInputs: given?.buildInputs ?? null });
    return id;
  }

  #start(one: Kept): void {
    const taken = this.#takenFrom(one);
    if (taken !== undefined) throw new NetworkError('port-in-use', { message: taken });
    // Made at the first start, as the engine does.
    for (const [target, volume] of anonymousMounts(one))
      if (!one.volumes.has(target)) one.volumes.set(target, `new ${volume}`);
    const checked = one.spec.healthcheck !== null && one.spec.healthcheck.test?.[0] !== 'NONE';
    const health = checked ? 'starting' : 'none';
    // Long enough ago for whoever waits for it to have run for a while.
    Object.assign(one, { status: 'running', health, exitCode: null, stoppedByUser: false, restarts: 0, startedAt: 0 });
    one.drift = [];
  }

  /** Ports and addresses are there once. */
  #takenFrom(one: Kept): string | undefined {
    for (const other of this.#containers.values()) {
      if (other === one || !isAlive(other)) continue;
      const held = claimsOf(other.spec).filter(({ kind }) => kind !== 'name');
      const claim = claimsOf(one.spec).find((needed) => held.some((its) => collides(needed, its)));
      if (claim) return `${describeClaim(claim)} is of "${other.spec.name}"`;
    }
    return undefined;
  }

  #find(name: string): Kept | undefined {
    return this.#containers.get(name) ?? [...this.#containers.values()].find(({ spec }) => spec.name === name);
  }

  #get(name: string): Kept {
    const found = this.#find(name);
    if (!found) throw new ContainerError('container-not-found', { message: `no container "${name}"` });
    return found;
  }

  #call(what: string, subject: string, graceMs?: number): void {
    this.calls.push(`${what} ${subject}${graceMs === undefined ? '' : ` within ${graceMs} ms`}`);
    if (this.#options.fails?.(`${what} ${subject}`)) throw new ContainerError('conmon-failed', { message: 'fault' });
  }
}

const NEW = { status: 'created', exitCode: null, health: 'none', stoppedByUser: false, drift: [] } as const;

function keptFrom({ id, spec, status, health, exitCode, stoppedByUser, drift, ...rest }: ObservedContainer): Kept {
  if (status === 'unknown') throw new Error('what could not be read is in no engine');
  const volumes = new Map(status === 'created' ? [] : anonymousMounts({ id, spec }));
  const intent = rest.traffic ?? (rest.share === undefined ? ('auto' as const) : (`share:${rest.share}` as const));
  const others = { restarts: 0, startedAt: status === 'created' ? null : 0, intent };
  return { id, spec, status, health, exitCode, stoppedByUser, drift, volumes, ...others };
}

/** As far as a snapshot has it. */
function trafficOf(intent: Intent): Pick<ObservedContainer, 'traffic' | 'share'> {
  if (intent === 'held' || intent === 'draining') return { traffic: intent };
  const share = shareOf({ intent });
  return share === null ? {} : { share };
}

/** The volumes that it needs, by mount point. */
function anonymousMounts({ id, spec }: Pick<Kept, 'id' | 'spec'>): [target: string, volume: string][] {
  return spec.mounts.flatMap((mount) =>
    mount.kind === 'anonymous' ? [[mount.target, `${mount.target} of ${id}`]] : [],
  );
}

function end(one: Kept): void {
  if (!isAlive(one)) return;
  Object.assign(one, { status: 'exited', health: 'none', exitCode: 143 });
  one.drift = [];
}

function isAlive({ status }: Kept): boolean {
  return status === 'running' || status === 'restarting';
}

function isAttached({ network }: ContainerSpec, name: string): boolean {
  return network.kind === 'networks' && network.attachments.some((attachment) => attachment.network === name);
}

function viewOf({ id, spec, status, health, exitCode, restarts, startedAt, stoppedByUser }: Kept): ContainerView {
  const record: ContainerRecord = {
    id,
    name: spec.name,
    spec,
    state: stoppedByUser ? 'stopped' : status === 'created' ? 'created' : 'running',
    createdAt: 0,
    run: 1,
    process: null,
    bootId: null,
    startedAt,
    finishedAt: null,
    exitCode,
    oomKilled: false,
    error: null,
    restarts,
  };
  return { record, status, health, healthState: null };
}
