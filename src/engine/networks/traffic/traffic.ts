// Who gets new connections, as the runner tells it: published ports and names follow together. What is open goes on.
import type { BackendState, Intent } from './backend-state.ts';
import { type DrainLook, type DrainOptions, type DrainResult, waitDrained } from './drain.ts';

export type TrafficChange = { readonly containerId: string; readonly intent: Intent };

/** What the network engine does for it. */
export type TrafficParts = {
  /** Records all changes in one transaction and applies them in one of the firewall. */
  readonly change: (changes: readonly TrafficChange[]) => Promise<void>;
  readonly stateOf: (containerId: string) => BackendState;
  readonly intentOf: (containerId: string) => Intent;
  readonly look: (containerId: string) => DrainLook;
  /** The ports of the one are taken for the other when it is attached. */
  readonly succeed: (containerId: string, inPlaceOf: string) => void;
};

export class Traffic {
  readonly #parts: TrafficParts;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
  }

  /**
   * Keeps a container from getting connections while another one can have them, until `switch` says otherwise; best told
   * before its start. In place of another of its service it gets that one's host ports, also those that the engine chose
   * from a range.
   */
  async hold(containerId: string, options: { readonly inPlaceOf?: string } = {}): Promise<void> {
    if (options.inPlaceOf !== undefined) this.#parts.succeed(containerId, options.inPlaceOf);
    await this.#parts.change([{ containerId, intent: 'held' }]);
  }

  /** Lets it have so many thousandths of the new connections, while there are others to have the rest. */
  async share(containerId: string, thousandths: number): Promise<void> {
    await this.#parts.change([{ containerId, intent: `share:${thousandths}` }]);
  }

  /** From one instant to the next: `to` get the new connections, as their health allows, and `from` none. */
  async switch({ to, from }: { readonly to: readonly string[]; readonly from: readonly string[] }): Promise<void> {
    await this.#parts.change([
      ...from.map((containerId): TrafficChange => ({ containerId, intent: 'draining' })),
      ...to.map((containerId): TrafficChange => ({ containerId, intent: 'auto' })),
    ]);
  }

  /** Lets a container have no new connection (unless nobody else can), and waits until none is left or the grace is over. */
  async drain(containerId: string, options: DrainOptions): Promise<DrainResult> {
    await this.#parts.change([{ containerId, intent: 'draining' }]);
    return waitDrained(() => this.#parts.look(containerId), options);
  }

  stateOf(containerId: string): BackendState {
    return this.#parts.stateOf(containerId);
  }

  /** What was told last, also by a runner before this one. */
  intentOf(containerId: string): Intent {
    return this.#parts.intentOf(containerId);
  }
}
