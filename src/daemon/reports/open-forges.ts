import { ForgeReporter } from '../../agent/forges/forge-reporter.ts';
import type { ForgeSettings } from '../../agent/forges/forge-settings.ts';
import { sendRequest } from '../../agent/outgoing/send-request.ts';
import { declaredForge } from '../../agent/settings/declared-settings.ts';
import { readSecret } from '../../agent/settings/read-secret.ts';
import { type Hearer, lostBy, OUTSIDE, type ReportParts } from './report-parts.ts';

/** Reports to the forges of the settings, and to those that deployments declare, now or later. */
export function openForges(forges: readonly ForgeSettings[], host: string, parts: ReportParts): Hearer {
  const reporter = new ForgeReporter({
    ...OUTSIDE,
    forges,
    declared: (name) => {
      const deployment = parts.deployments.find(name);
      return deployment ? declaredForge(deployment) : null;
    },
    host,
    readSecret,
    send: sendRequest,
    onLost: lostBy('a forge', parts),
  });
  return {
    hear: (event) => reporter.hear(event),
    settle: () => reporter.settle(),
    [Symbol.dispose]: () => reporter[Symbol.dispose](),
  };
}
