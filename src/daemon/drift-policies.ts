// What each stack said of drift when it was applied.

import type { EnginePort as Engine } from '../apply/engine-port.ts';
import { readSealed } from '../apply/seal-stack.ts';
import { DEFAULT_DRIFT, type DriftMode, type DriftSettings, driftSettings } from '../reconcile/drift-settings.ts';
import type { Stack } from '../stack/model.ts';
import { UntilWritten } from '../store/until-written.ts';

export class DriftPolicies {
  readonly #engine: Engine;
  readonly #known = new Map<string, { readonly model: string; readonly settings: DriftSettings }>();
  readonly #read: UntilWritten<ReadonlyMap<string, DriftSettings>>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#read = new UntilWritten(engine.database);
  }

  /** Of every stack that is applied, by name. */
  all(): ReadonlyMap<string, DriftSettings> {
    return this.#read.of('all', () => this.#readAll());
  }

  #readAll(): ReadonlyMap<string, DriftSettings> {
    const records = this.#engine.stacks.list();
    const names = new Set(records.map(({ name }) => name));
    for (const name of this.#known.keys()) if (!names.has(name)) this.#known.delete(name);
    return new Map(records.map(({ name, model }) => [name, this.#settingsOf(name, model)]));
  }

  /** Of a container or network; null is of no stack. */
  modeOf(stack: string | null, service: string | null): DriftMode {
    const settings = (stack === null ? undefined : this.all().get(stack)) ?? DEFAULT_DRIFT;
    return (service === null ? undefined : settings.services[service]) ?? settings.mode;
  }

  /** The rules are the machine's: they are put back as long as anybody there wants them put back, or nobody is there. */
  mayRepairFirewall(): boolean {
    const stacks = [...this.all().values()];
    if (stacks.length === 0 || stacks.some(({ mode }) => mode === 'default' || mode === 'repair')) return true;
    return this.#engine.containers.list().some(({ record }) => record.spec.stack === null);
  }

  /** Models are only read again when they changed. */
  #settingsOf(name: string, model: string): DriftSettings {
    const known = this.#known.get(name);
    if (known?.model === model) return known.settings;
    const settings = driftSettings(readSealed(model) as unknown as Stack);
    this.#known.set(name, { model, settings });
    return settings;
  }
}
