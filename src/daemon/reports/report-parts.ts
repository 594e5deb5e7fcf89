// What the parts of the reports share.
import type { Agent } from '../../agent/agent.ts';
import type { DeploymentEvent } from '../../agent/events/deployment-event.ts';
import type { DeploymentEvents } from '../../agent/events/deployment-events.ts';
import type { WebhookServerParts } from '../../agent/webhooks/webhook-server.ts';
import { SYSTEM_CLOCK } from '../../core/clock.ts';
import type { WireError } from '../../core/errors.ts';
import type { Database } from '../../store/database.ts';
import type { DeploymentTable } from '../../store/deployments.ts';

export type ReportParts = {
  readonly environment: NodeJS.ProcessEnv;
  readonly agent: Pick<Agent, 'hint'>;
  readonly database: Database;
  readonly deployments: Pick<DeploymentTable, 'find' | 'list'>;
  /** What the loop tells of. */
  readonly events: DeploymentEvents;
  readonly warn: (code: string, message: string) => void;
  /** Hears of every request to the listener for webhooks. */
  readonly onDelivery: NonNullable<WebhookServerParts['onOutcome']>;
  /** Hears of every deployment that a webhook wakes. */
  readonly onWake?: (deployment: string) => void;
};

/** Hears events at once, and resolves `settle` when all that can be told now was told. */
export type Hearer = Disposable & {
  readonly hear: (event: DeploymentEvent) => void;
  readonly settle: () => Promise<void>;
};

export const OUTSIDE = { clock: SYSTEM_CLOCK, random: Math.random };

/** The same reason is told once, until there is another. */
export function lostBy(who: string, { warn }: ReportParts): (why: WireError) => void {
  let last = '';
  return ({ code, message }) => {
    if (message !== last) warn(code, `${who}: ${message}`);
    last = message;
  };
}
