// Volumes on the simulated disk: records and directories, which a crash may part.
import { VolumeError } from '../../../src/core/errors.ts';
import type { VolumeSpec } from '../../../src/core/specs.ts';
import { type VolumeRecord, VolumeTable } from '../../../src/store/volumes.ts';
import type { SimulatedDatabase } from '../machine/disk.ts';
import type { Life } from '../machine/life.ts';
import type { Machine } from '../machine/machine.ts';

const TARGET_LABEL = 'io.dockr.anonymous.target';

export class SimulatedVolumes {
  readonly #machine: Machine;
  readonly #life: Life;
  readonly #database: SimulatedDatabase;
  readonly #table: VolumeTable;
  /** Told of each that goes, before it goes. */
  onRemove: (volume: VolumeRecord) => void = () => {};

  constructor(machine: Machine, life: Life, database: SimulatedDatabase) {
    this.#machine = machine;
    this.#life = life;
    this.#database = database;
    this.#table = new VolumeTable(database);
  }

  find(name: string): VolumeRecord | undefined {
    return this.#table.find(name);
  }

  list(): VolumeRecord[] {
    return this.#table.list();
  }

  path(name: string): string {
    return `/volumes/${name}/_data`;
  }

  async ensure(spec: VolumeSpec, anonymousOf: string | null = null): Promise<void> {
    if (!this.#table.find(spec.name)) this.#table.insert(spec, anonymousOf, this.#machine.time.now);
    await this.#life.work('volume:create', this.#machine.around(1));
    this.#machine.disk.makeVolume(spec.name);
  }

  async remove(name: string): Promise<void> {
    const known = this.#table.find(name);
    if (!known) throw new VolumeError('volume-not-found', { message: `no volume "${name}"` });
    await this.#life.work('volume:remove', this.#machine.around(3));
    this.onRemove(known);
    this.#machine.disk.volumes.delete(name);
    this.#table.delete(name);
    await this.#database.flush();
  }

  handOver(from: string, to: string): void {
    this.#table.handOver(from, to);
  }

  /** What a container finds at its mounts is made where it is not there. */
  async provide(containerId: string, targets: readonly string[]): Promise<void> {
    for (const target of targets) {
      const known = this.#table.anonymousOf(containerId).some(({ spec }) => spec.labels[TARGET_LABEL] === target);
      if (known) continue;
      const labels = { [TARGET_LABEL]: target };
      const spec = {
        name: this.#machine.newId(),
        stack: null,
        key: null,
        driver: 'local',
        options: {},
        labels,
      } as const;
      await this.ensure(spec, containerId);
    }
  }

  async removeAnonymous(containerId: string): Promise<void> {
    for (const { name } of this.#table.anonymousOf(containerId)) await this.remove(name);
  }

  /** Somebody who has it mounted has written to it. */
  write(containerId: string, named: readonly string[]): void {
    const anonymous = this.#table.anonymousOf(containerId).map(({ name }) => name);
    for (const name of [...named, ...anonymous]) {
      this.#machine.disk.makeVolume(name);
      const volume = this.#machine.disk.volumes.get(name);
      if (volume) volume.hasData = true;
    }
  }
}
