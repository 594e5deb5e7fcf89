// Anonymous volumes: one per container and mount point, kept when the container is recreated.
import { randomBytes } from 'node:crypto';
import { ANONYMOUS_TARGET } from '../../store/volumes.ts';
import type { VolumeEngine } from '../volumes/volume-engine.ts';

export class AnonymousVolumes {
  readonly #volumes: VolumeEngine;

  constructor(volumes: VolumeEngine) {
    this.#volumes = volumes;
  }

  /** The volume's name, made on first use. */
  async ensure(containerId: string, target: string): Promise<string> {
    const known = this.#volumes
      .anonymousOf(containerId)
      .find((volume) => volume.spec.labels[ANONYMOUS_TARGET] === target);
    if (known) return known.name;
    const name = randomBytes(32).toString('hex');
    await this.#volumes.ensure(
      { name, stack: null, key: null, driver: 'local', options: {}, labels: { [ANONYMOUS_TARGET]: target } },
      containerId,
    );
    return name;
  }

  async removeAll(containerId: string): Promise<void> {
    for (const volume of this.#volumes.anonymousOf(containerId)) await this.#volumes.remove(volume.name);
  }
}
