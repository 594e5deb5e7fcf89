// Events as the loop gives them, for tests of those who hear them.
import type { DeploymentEvent, EventFacts, Happening } from '../../../src/agent/events/deployment-event.ts';
import type { WireError } from '../../../src/core/errors.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

export function wireError(code: string, message = 'it did not work'): WireError {
  return { kind: 'agent', code, message };
}

export function eventOf(happening: Happening, facts: Partial<EventFacts> = {}): DeploymentEvent {
  return {
    at: 1_700_000_000_000,
    deployment: 'shop',
    url: 'https://git.example.org/acme/shop.git',
    trigger: 'poll',
    actor: null,
    commit: COMMIT,
    signer: null,
    ...facts,
    ...happening,
  };
}

export const ATTEMPTED: Happening = { kind: 'attempted', plan: '1  create network x', planId: null };
export const APPLIED: Happening = { kind: 'applied', previous: null, planId: null };
export const FAILED: Happening = { kind: 'failed', error: wireError('image-not-found'), failures: 1 };
export const RECOVERED: Happening = { kind: 'recovered', since: 1_699_999_000_000 };
