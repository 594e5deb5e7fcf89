// What somebody was told is wrong: the same is not told again, and that it is over is told to who was told of it.
import type { DeploymentEvent } from '../events/deployment-event.ts';
import { isTrouble } from './severity.ts';

const MOST_DEPLOYMENTS = 1000;
const MOST_OF_A_DEPLOYMENT = 20;

export class TroubleMemory {
  /** By deployment, the troubles that were told since it was well. Two that take turns are told once each. */
  readonly #told = new Map<string, Set<string>>();

  isKnown(event: DeploymentEvent): boolean {
    return this.#told.get(event.deployment)?.has(signatureOf(event)) ?? false;
  }

  hasTrouble(deployment: string): boolean {
    return this.#told.has(deployment);
  }

  /** To be called for what was told. */
  note(event: DeploymentEvent): void {
    const { deployment, kind } = event;
    if (kind === 'recovered' || kind === 'removed') this.#told.delete(deployment);
    if (!isTrouble(kind)) return;
    const troubles = this.#told.get(deployment) ?? new Set();
    troubles.add(signatureOf(event));
    forgetOldest(troubles, MOST_OF_A_DEPLOYMENT);
    this.#told.delete(deployment);
    this.#told.set(deployment, troubles);
    forgetOldest(this.#told, MOST_DEPLOYMENTS);
  }
}

function forgetOldest<T>(known: { readonly size: number; keys(): Iterable<T>; delete(key: T): boolean }, most: number) {
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
}

/** The words of an error may differ each time, as with a time in them; its code does not. */
function signatureOf(event: DeploymentEvent): string {
  const code = 'error' in event ? event.error.code : '';
  return JSON.stringify([event.kind, event.commit, code]);
}
