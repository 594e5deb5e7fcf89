// The bus between the loop and whoever listens to it.
import type { DeploymentEvent } from './deployment-event.ts';

export type EventListener = (event: DeploymentEvent) => void;

/** Hands each event to every listener at once, in the order of listening. Emitting never throws and never waits. */
export class DeploymentEvents {
  readonly #listeners = new Set<EventListener>();
  readonly #onBroken: (error: unknown) => void;

  /** `onBroken` hears of a listener that threw: a report that fails must not fail a deployment. */
  constructor(onBroken: (error: unknown) => void) {
    this.#onBroken = onBroken;
  }

  /** Returns how to stop listening. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: DeploymentEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.#onBroken(error);
      }
    }
  }
}
