// Stack files and happenings for histories that are written down instead of drawn.
import type { Action, Happening } from './history.ts';
import { FINAL_OPTIONS } from './history.ts';
import type { ServiceDraft, StackDraft } from './stack-draft.ts';

const SERVICE: ServiceDraft = {
  program: 'good',
  tag: 1,
  builds: false,
  level: 1,
  scale: 1,
  checked: false,
  network: 'default',
  volume: 'none',
  containerName: null,
  port: null,
  restart: 'no',
  order: 'none',
  parallelism: 1,
  failureAction: 'rollback',
  delayMs: 0,
  tried: 'no',
  dependsOn: [],
};

export type ServicesGiven = Readonly<Record<string, Partial<ServiceDraft>>>;

/** A stack file of which only what matters is said. */
export function draftOf(services: ServicesGiven, drift: StackDraft['drift'] = 'default'): StackDraft {
  const entries = Object.entries(services).map(([key, given]) => [key, { ...SERVICE, ...given }] as const);
  return { services: Object.fromEntries(entries), isInternal: false, isTogether: false, drift };
}

export function needs(service: string): ServiceDraft['dependsOn'] {
  return [{ service, healthy: true, restart: false, required: true }];
}

export function up(draft: StackDraft): Action {
  return { kind: 'up', draft, options: FINAL_OPTIONS };
}

/** And what comes next waits until it has ended. */
export function done(action: Action): Happening {
  return { action, thenMs: null };
}

export function soon(action: Action, thenMs: number): Happening {
  return { action, thenMs };
}
