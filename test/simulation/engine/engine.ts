// The engine of one simulated daemon: real tables over a disk that forgets, everything else over a kernel that is noted down.
import type { EnginePort } from '../../../src/apply/engine-port.ts';
import { Emitter } from '../../../src/core/emitter.ts';
import { sha256 } from '../../../src/core/hash.ts';
import { SealedBox } from '../../../src/core/sealed-box.ts';
import { Tracer } from '../../../src/core/trace.ts';
import type { ContainerEvent } from '../../../src/engine/containers/container-options.ts';
import { isCanaryName } from '../../../src/reconcile/replacement-names.ts';
import type { ContainerRecord } from '../../../src/store/containers.ts';
import { QuarantineTable } from '../../../src/store/quarantine.ts';
import { RevisionTable } from '../../../src/store/revisions.ts';
import { SecretValueTable } from '../../../src/store/secret-values.ts';
import { Journal, StackTable } from '../../../src/store/stacks.ts';
import { SimulatedDatabase } from '../machine/disk.ts';
import type { Life } from '../machine/life.ts';
import type { Machine } from '../machine/machine.ts';
import { SimulatedContainers } from './containers.ts';
import { SimulatedImages } from './images.ts';
import { SimulatedNetworks } from './networks.ts';
import type { Parts } from './runs.ts';
import { SimulatedVolumes } from './volumes.ts';

const NO_NETWORK_SPEC = { stack: null, key: null, driver: 'bridge', internal: false, subnet: null } as const;
const DEFAULT_NETWORK = { ...NO_NETWORK_SPEC, name: 'bridge', gateway: null, ipRange: null, options: {}, labels: {} };

export type Watch = Pick<Parts, 'onBegin'> & {
  readonly beginStep: (seq: number, entry: JournalEntry) => void;
  readonly endStep: (seq: number, outcome: string) => void;
};

type JournalEntry = { readonly operation: string; readonly stack: string; readonly step: string };

/** The journal, read aloud. */
class WatchedJournal extends Journal {
  readonly #watch: Watch;

  constructor(database: SimulatedDatabase, watch: Watch) {
    super(database);
    this.#watch = watch;
  }

  override begin(operation: string, stack: string, step: string): number {
    const seq = super.begin(operation, stack, step);
    this.#watch.beginStep(seq, { operation, stack, step });
    return seq;
  }

  override end(seq: number, outcome: string): void {
    super.end(seq, outcome);
    this.#watch.endStep(seq, outcome);
  }
}

export class SimulatedEngine implements EnginePort {
  readonly database: SimulatedDatabase;
  readonly stacks: StackTable;
  readonly revisions: RevisionTable;
  readonly quarantine: QuarantineTable;
  readonly secretValues: SecretValueTable;
  readonly journal: Journal;
  readonly tracer = new Tracer();
  readonly containerEvents = new Emitter<ContainerEvent>();
  readonly images: SimulatedImages;
  readonly builder: SimulatedImages & EnginePort['builder'];
  readonly networks: SimulatedNetworks;
  readonly volumes: SimulatedVolumes;
  readonly containers: SimulatedContainers;

  constructor(machine: Machine, life: Life, watch: Watch) {
    const database = SimulatedDatabase.open(machine.disk, life);
    this.database = database;
    this.stacks = new StackTable(database);
    this.revisions = new RevisionTable(database);
    this.quarantine = new QuarantineTable(database);
    this.secretValues = new SecretValueTable(database, new SealedBox(() => Buffer.alloc(32)));
    this.journal = new WatchedJournal(database, watch);
    this.images = new SimulatedImages(machine, life, database);
    this.builder = this.images;
    this.networks = new SimulatedNetworks(machine, life, database);
    this.volumes = new SimulatedVolumes(machine, life, database);
    const onEvent = (event: ContainerEvent): void => this.containerEvents.emit(event);
    const { networks, volumes } = this;
    this.containers = new SimulatedContainers({
      machine,
      life,
      database,
      networks,
      volumes,
      onEvent,
      onBegin: watch.onBegin,
    });
  }

  get traffic(): SimulatedNetworks['traffic'] {
    return this.networks.traffic;
  }

  async restore(): Promise<void> {
    await this.networks.restore(this.containers.survivors());
    await this.containers.restore();
  }

  flush(): Promise<void> {
    return this.database.flush();
  }

  pull(reference: string, options: { readonly signal?: AbortSignal }): Promise<{ imageId: string }> {
    return this.images.pull(reference, options);
  }

  async removeImage(reference: string): Promise<readonly string[]> {
    this.images.removeName(reference);
    return [reference];
  }

  containersUsingVolume(name: string, anonymousOf: string | null): string[] {
    const uses = (record: ContainerRecord): boolean =>
      record.id === anonymousOf || record.spec.mounts.some((mount) => mount.kind === 'volume' && mount.volume === name);
    return this.#named(uses);
  }

  containersOnNetwork(name: string): string[] {
    return this.#named(
      ({ spec: { network } }) =>
        network.kind === 'networks' && network.attachments.some((attachment) => attachment.network === name),
    );
  }

  containerCommand({ spec }: ContainerRecord): readonly string[] {
    return spec.command ?? [];
  }

  async ensureDefaultNetwork(): Promise<void> {
    this.networks.createNetwork(DEFAULT_NETWORK);
  }

  keyedDigest(bytes: Uint8Array): string {
    return sha256(Buffer.concat([Buffer.from('key'), bytes])).replace('sha256', 'hmac-sha256');
  }

  /** What there is of nobody's, in words. */
  leaks(): string[] {
    const views = this.containers.list();
    // One that is about to be restarted keeps what it has.
    const live = views.filter(({ status }) => status === 'running' || status === 'restarting');
    const waitsInVain = views.filter(({ record }) => {
      const intent = this.traffic.intentOf(record.id);
      return intent !== 'auto' && !(isCanaryName(record.name) && intent !== 'held' && intent !== 'draining');
    });
    return [
      ...this.containers.leaks(),
      ...this.networks.leaks(new Set(live.map(({ record }) => record.id))),
      ...waitsInVain.map(({ record }) => `${record.name} is kept out of the traffic`),
    ];
  }

  #named(matches: (record: ContainerRecord) => boolean): string[] {
    return this.containers.list().flatMap(({ record }) => (matches(record) ? [record.name] : []));
  }
}
