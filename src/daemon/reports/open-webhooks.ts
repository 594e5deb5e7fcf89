import { declaredHooks, followedBy } from '../../agent/settings/declared-settings.ts';
import { readSecret } from '../../agent/settings/read-secret.ts';
import type { WebhookServer } from '../../agent/webhooks/webhook-server.ts';
import type { WebhookSettings } from '../../agent/webhooks/webhook-settings.ts';
import { WebhookDeliveryTable } from '../../store/webhook-deliveries.ts';
import { OUTSIDE, type ReportParts } from './report-parts.ts';

/** Listens for deliveries, to the hooks of the settings and those that deployments declare. */
export async function openWebhooks(
  { hooks, ...address }: WebhookSettings,
  { agent, database, deployments, warn, onDelivery, onWake }: ReportParts,
): Promise<WebhookServer> {
  // Loaded when they are needed: most hosts have none.
  const [{ WebhookReceiver }, { listenForWebhooks }, { WakePace }] = await Promise.all([
    import('../../agent/webhooks/webhook-receiver.ts'),
    import('../../agent/webhooks/webhook-server.ts'),
    import('../../agent/webhooks/wake-pace.ts'),
  ]);
  const { clock } = OUTSIDE;
  const wake = (name: string): void => {
    agent.hint(name, 'webhook');
    onWake?.(name);
  };
  const pace = new WakePace({ clock, wake });
  const receiver = new WebhookReceiver({
    hooks: () => [...hooks, ...declaredHooks(deployments.list())],
    readSecret,
    deliveries: new WebhookDeliveryTable(database),
    followed: () => deployments.list().flatMap(followedBy),
    now: clock.now,
    warn,
  });
  const server = await listenForWebhooks(address, {
    receiver,
    wake: (name) => pace.wake(name),
    now: clock.now,
    onOutcome: onDelivery,
  });
  return {
    port: server.port,
    counts: server.counts,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      pace[Symbol.dispose]();
    },
  };
}
