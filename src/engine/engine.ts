// The engine: everything one machine has of dockr's, put together. It decides nothing and prints nothing.
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Emitter } from '../core/emitter.ts';
import { ImageError, VolumeError } from '../core/errors.ts';
import { SealedBox } from '../core/sealed-box.ts';
import type { BridgeNetworkSpec } from '../core/specs.ts';
import { Tracer } from '../core/trace.ts';
import { removeCgroup } from '../os/cgroups.ts';
import { type SealedProgram, sealProgram } from '../os/sealed-program.ts';
import type { Overlay } from '../overlay/overlay.ts';
import type { ContainerRecord } from '../store/containers.ts';
import { Database } from '../store/database.ts';
import { QuarantineTable } from '../store/quarantine.ts';
import { RevisionTable } from '../store/revisions.ts';
import { SecretValueTable } from '../store/secret-values.ts';
import { Journal, StackTable } from '../store/stacks.ts';
import { Builder } from './build/builder.ts';
import { ContainerEngine } from './containers/container-engine.ts';
import type { ContainerEvent } from './containers/container-options.ts';
import { resolveArguments } from './containers/runtime-config/environment.ts';
import { observeHost } from './containers/runtime-config/host-facts.ts';
import type { ImageDefaults } from './containers/runtime-config/image-defaults.ts';
import { probeRuntime, type RuntimeProbe } from './containers/runtime-config/probe-runtime.ts';
import { runtimeFacts } from './containers/runtime-facts.ts';
import { imageDefaults } from './image-defaults.ts';
import { ImagePuller, type PullOptions } from './images/image-puller.ts';
import { ImageStore } from './images/image-store.ts';
import { LayerStore } from './images/layer-store.ts';
import { RegistryClient } from './images/registry/registry-client.ts';
import { NetworkEngine } from './networks/network-engine.ts';
import type { Traffic } from './networks/traffic/traffic.ts';
import { VolumeEngine } from './volumes/volume-engine.ts';

export const DEFAULT_NETWORK = 'bridge';
const CGROUP_PARENT = '/dockr';
const LINK_GROUP = 0xd0c;

export type EnginePaths = { readonly state: string; readonly run: string };

export type EngineOptions = {
  readonly paths: EnginePaths;
  /** `DOCKR_*` settings; tests give each daemon its own names so that several run on one machine. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly warn: (code: string, message: string) => void;
  /** Networks over several hosts; whoever opened it closes it. */
  readonly overlay?: Overlay | undefined;
};

type EngineParts = {
  readonly options: EngineOptions;
  readonly database: Database;
  readonly runtime: RuntimeProbe;
  readonly sealedRuntime: SealedProgram;
  readonly tracer: Tracer;
  readonly images: ImageStore;
  readonly puller: ImagePuller;
  readonly registry: RegistryClient;
  readonly builder: Builder;
  readonly networks: NetworkEngine;
  readonly volumes: VolumeEngine;
  readonly containers: ContainerEngine;
  readonly containerEvents: Emitter<ContainerEvent>;
  readonly cgroupParent: string;
  readonly secretValues: SecretValueTable;
  /** Of this machine. */
  readonly key: () => Buffer;
};

/** By what things of ours in the kernel are told from those of others. */
export function kernelNames(environment: EngineOptions['environment']): {
  readonly linkPrefix: string;
  readonly linkGroup: number;
  readonly tableName: string;
} {
  return {
    linkPrefix: environment['DOCKR_BRIDGE_PREFIX'] || 'dk',
    linkGroup: Number(environment['DOCKR_LINK_GROUP'] || LINK_GROUP),
    tableName: environment['DOCKR_NFT_TABLE'] || 'dockr',
  };
}

/** One per machine (or per state directory). */
export class Engine {
  readonly #parts: EngineParts;
  readonly stacks: StackTable;
  readonly revisions: RevisionTable;
  readonly quarantine: QuarantineTable;
  readonly secretValues: SecretValueTable;
  readonly journal: Journal;
  /** How each pull ended. */
  readonly pulls = new Emitter<'done' | 'failed'>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.stacks = new StackTable(parts.database);
    this.revisions = new RevisionTable(parts.database);
    this.quarantine = new QuarantineTable(parts.database);
    this.secretValues = parts.secretValues;
    this.journal = new Journal(parts.database);
  }

  /** Opens what is there. Nothing is changed before `restore`. */
  static async open(options: EngineOptions): Promise<Engine> {
    return new Engine(await openParts(options));
  }

  /** For tables that are not the engine's own. */
  get database(): Database {
    return this.#parts.database;
  }
  get images(): ImageStore {
    return this.#parts.images;
  }
  /** For questions about images that are not pulled yet. */
  get registry(): RegistryClient {
    return this.#parts.registry;
  }
  get builder(): Builder {
    return this.#parts.builder;
  }
  get networks(): NetworkEngine {
    return this.#parts.networks;
  }
  /** Who gets new connections to published ports and names. */
  get traffic(): Traffic {
    return this.#parts.networks.traffic;
  }
  get volumes(): VolumeEngine {
    return this.#parts.volumes;
  }
  get containers(): ContainerEngine {
    return this.#parts.containers;
  }
  get containerEvents(): Emitter<ContainerEvent> {
    return this.#parts.containerEvents;
  }
  get tracer(): Tracer {
    return this.#parts.tracer;
  }
  get runtime(): RuntimeProbe {
    return this.#parts.runtime;
  }
  get paths(): EnginePaths {
    return this.#parts.options.paths;
  }
  get cgroupParent(): string {
    return this.#parts.cgroupParent;
  }
  get warn(): EngineOptions['warn'] {
    return this.#parts.options.warn;
  }

  /** After a start of the daemon: what runs is taken up again, what was cut short is finished or undone. */
  async restore(): Promise<void> {
    const { networks, containers, images, builder, volumes } = this.#parts;
    // Not waited for: a large volume takes long, and nobody needs what is on its way out.
    volumes.sweep().catch((error: unknown) => this.warn('volumes-not-swept', String(error)));
    await Promise.all([images.layers.sweep(), builder.sweep()]);
    await networks.restore(containers.survivors());
    await containers.restore();
  }

  /** Takes off the machine what no container is left to need: the default network, the control group. Both come back on demand. */
  async withdraw(): Promise<void> {
    await this.networks.removeNetwork(DEFAULT_NETWORK);
    await removeCgroup(this.cgroupParent);
  }

  /** What was recorded outlasts a power cut from here on: before a command is told that it is done. */
  flush(): Promise<void> {
    return this.#parts.database.flush();
  }

  /** Lets go; containers run on. */
  async close(): Promise<void> {
    const { containers, networks, images, builder, database, sealedRuntime } = this.#parts;
    containers.close();
    await builder.close();
    await networks.close();
    await images.layers[Symbol.asyncDispose]();
    database[Symbol.dispose]();
    sealedRuntime[Symbol.dispose]();
  }

  /** Pulls an image, or finds that what the name stands for is here. */
  async pull(reference: string, options: PullOptions): Promise<{ imageId: string }> {
    try {
      const pulled = await this.#parts.puller.pull(reference, options);
      this.pulls.emit('done');
      return pulled;
    } catch (error) {
      this.pulls.emit('failed');
      throw error;
    }
  }

  /** The id of an image that is here afterwards. Throws `image-not-here` when it may not be pulled. */
  async provideImage(reference: string, policy: 'always' | 'missing' | 'never', options: PullOptions): Promise<string> {
    const known = this.#parts.images.find(reference);
    if (known && policy !== 'always') return known.id;
    if (policy === 'never')
      throw new ImageError('image-not-here', {
        message: `image "${reference}" is not here, and may not be pulled`,
        hint: `dockr pull ${reference}`,
      });
    return (await this.pull(reference, options)).imageId;
  }

  /** Removes an image or one of its names, and the layers that nobody needs then. */
  async removeImage(reference: string, force = false): Promise<readonly string[]> {
    const usedBy = (imageId: string): string[] =>
      this.containers.list().flatMap(({ record }) => (record.spec.imageId === imageId ? [record.name] : []));
    const removed = this.images.remove(reference, { usedBy, force });
    await this.collectGarbage();
    return removed;
  }

  /** Layers of containers stay, their image's name or not. */
  async collectGarbage(): Promise<void> {
    await this.images.collectGarbage(this.builder.cachedLayers());
  }

  /** Throws `volume-in-use` with the names of the containers that use it. */
  async removeVolume(name: string): Promise<void> {
    const users = this.containersUsingVolume(name, this.volumes.find(name)?.anonymousOf ?? null);
    if (users.length > 0) {
      throw new VolumeError('volume-in-use', {
        message: `cannot remove volume "${name}": used by ${users.map((user) => `"${user}"`).join(', ')}`,
      });
    }
    await this.volumes.remove(name);
  }

  containersUsingVolume(name: string, anonymousOf: string | null): string[] {
    const uses = ({ record }: { record: ContainerRecord }): boolean =>
      record.id === anonymousOf || record.spec.mounts.some((mount) => mount.kind === 'volume' && mount.volume === name);
    return this.containers
      .list()
      .filter(uses)
      .map(({ record }) => record.name);
  }

  containersOnNetwork(name: string): string[] {
    const isOn = ({ record: { spec } }: { record: ContainerRecord }): boolean =>
      spec.network.kind === 'networks' && spec.network.attachments.some((attachment) => attachment.network === name);
    return this.containers
      .list()
      .filter(isOn)
      .map(({ record }) => record.name);
  }

  /** What the container runs, as one list. */
  containerCommand(record: ContainerRecord): readonly string[] {
    try {
      return resolveArguments(record.spec, imageDefaults(this.images.config(record.spec.imageId)));
    } catch {
      return record.spec.command ?? [];
    }
  }

  /** The network of containers that name none. */
  async ensureDefaultNetwork(): Promise<void> {
    await this.networks.createNetwork(DEFAULT_NETWORK_SPEC);
  }

  /** A digest of a secret's bytes that tells nothing to whoever lacks this machine's key. */
  keyedDigest(bytes: Uint8Array): string {
    return `hmac-sha256:${createHmac('sha256', this.#parts.key()).update(bytes).digest('hex')}`;
  }
}

const DEFAULT_NETWORK_SPEC: BridgeNetworkSpec = {
  name: DEFAULT_NETWORK,
  stack: null,
  key: null,
  driver: 'bridge',
  internal: false,
  subnet: null,
  gateway: null,
  ipRange: null,
  options: {},
  labels: {},
};

/** Made once; without it, nothing that is sealed can be opened again, so that it has to outlast a power cut. */
function loadKey(path: string): Buffer {
  if (!existsSync(path)) {
    const fresh = `${path}.new`;
    writeFileSync(fresh, randomBytes(32), { mode: 0o600, flush: true });
    renameSync(fresh, path);
  }
  return readFileSync(path);
}

async function openParts(options: EngineOptions): Promise<EngineParts> {
  const { paths, environment, warn } = options;
  const database = new Database(join(paths.state, 'dockr.db'));
  let machineKey: Buffer | undefined;
  const key = (): Buffer => {
    machineKey ??= loadKey(join(paths.state, 'key'));
    return machineKey;
  };
  const secretValues = new SecretValueTable(database, new SealedBox(key));
  const runtime = await probeRuntime({ environment, directory: paths.run });
  const tracer = new Tracer();
  const containerEvents = new Emitter<ContainerEvent>();
  const layers = new LayerStore(database, { stateDirectory: paths.state });
  const images = new ImageStore(database, layers);
  const registry = new RegistryClient({ environment });
  const puller = new ImagePuller(registry, images);
  const volumes = new VolumeEngine(database, paths.state);
  const names = kernelNames(environment);
  const networks = new NetworkEngine({
    database,
    runDir: paths.run,
    overlay: options.overlay,
    bridgePrefix: names.linkPrefix,
    tableName: names.tableName,
    pools: environment['DOCKR_ADDRESS_POOLS']?.split(',') ?? [
      '10.89.0.0/16',
      '10.90.0.0/16',
      '10.91.0.0/16',
      '10.92.0.0/16',
    ],
    linkGroup: names.linkGroup,
    onWarning: warn,
  });
  const sealedRuntime = sealProgram(runtime.path, paths.run);
  const ociRuntime = { path: sealedRuntime.path, name: runtime.name, stateDirectory: join(paths.run, 'runtime') };
  const host = observeHost();
  const cgroupParent = environment['DOCKR_CGROUP_PARENT'] || CGROUP_PARENT;
  const facts = runtimeFacts({
    host,
    seccompBpf: runtime.seccompBpf,
    seccompCache: join(paths.state, 'seccomp'),
    recursiveReadOnly: runtime.recursiveReadOnly,
  });
  const defaults = (imageId: string): ImageDefaults => imageDefaults(images.config(imageId));
  const containers: ContainerEngine = new ContainerEngine({
    database,
    stateDirectory: paths.state,
    runDirectory: paths.run,
    runtime: ociRuntime,
    conmonPath: runtime.conmonPath,
    // DOCKR_BOOT_ID is for tests, which cannot reboot the machine.
    bootId: environment['DOCKR_BOOT_ID'] || readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    prepare: {
      cgroupParent,
      runtimeFacts: facts,
      containerId: (name) => containers.find(name)?.record.id,
      secretValue: (digest) => secretValues.find(digest),
    },
    images: { layerPaths: (imageId) => images.layerPaths(imageId), defaults },
    networks,
    volumes,
    tracer,
    onEvent: (event) => containerEvents.emit(event),
    onWarning: warn,
  });
  const builder = new Builder({
    stateDirectory: paths.state,
    runDirectory: paths.run,
    database,
    images,
    networks,
    runtime: ociRuntime,
    facts,
    cgroupParent,
    tracer,
    network: DEFAULT_NETWORK_SPEC,
    provideImage: async (reference, policy, pull) => {
      const known = images.find(reference);
      return known && policy !== 'always' ? known.id : (await puller.pull(reference, pull)).imageId;
    },
  });
  return {
    options,
    database,
    runtime,
    sealedRuntime,
    tracer,
    images,
    puller,
    registry,
    builder,
    networks,
    volumes,
    containers,
    containerEvents,
    cgroupParent,
    secretValues,
    key,
  };
}
