// What comes to the agent from outside, and what it tells: by the settings of the host, read when the daemon starts.
import { hostname } from 'node:os';
import { hostIdentity } from '../../agent/declaration/host-identity.ts';
import { loadAgentSettings } from '../../agent/settings/load-settings.ts';
import type { WebhookServer } from '../../agent/webhooks/webhook-server.ts';
import { toWireError } from '../../core/errors.ts';
import { openForges } from './open-forges.ts';
import { openNotifiers, tellUnknownChannels } from './open-notifiers.ts';
import { openWebhooks } from './open-webhooks.ts';
import { type Hearer, OUTSIDE, type ReportParts } from './report-parts.ts';

/** What was just told is still sent, but the daemon does not wait for anybody for longer. */
const LAST_WORDS_MS = 2_000;

/** `webhooks` is null where nothing listens. */
export type Reports = AsyncDisposable & { readonly webhooks: Pick<WebhookServer, 'counts'> | null };

/** Does not reject: a mistake in the settings is told, and the deployments go on without. */
export async function openReports(parts: ReportParts): Promise<Reports> {
  const opened = new AsyncDisposableStack();
  let webhooks: WebhookServer | null = null;
  try {
    const settings = await loadAgentSettings(parts.environment);
    const host = settings.host ?? hostIdentity(parts.environment, hostname()).name;
    const hearers = [
      openForges(settings.forges, host, parts),
      ...(await openNotifiers(settings.notifications, host, parts)),
    ];
    for (const hearer of hearers) opened.use(hearer);
    opened.defer(() => settleAll(hearers));
    for (const { hear } of hearers) opened.defer(parts.events.listen(hear));
    opened.defer(parts.events.listen(tellUnknownChannels(settings.notifications, parts)));
    if (settings.webhooks) webhooks = opened.use(await openWebhooks(settings.webhooks, parts));
  } catch (error) {
    tell(parts, error);
  }
  return { webhooks, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function settleAll(hearers: readonly Hearer[]): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const cancel = OUTSIDE.clock.after(LAST_WORDS_MS, patience.resolve);
  await Promise.race([Promise.all(hearers.map(({ settle }) => settle())), patience.promise]);
  cancel();
}

function tell({ warn }: ReportParts, error: unknown): void {
  const { details, ...first } = toWireError(error);
  for (const { code, message, at } of details ?? [first]) {
    warn(code, at ? `${at.file}:${at.line}:${at.column}: ${message}` : message);
  }
}
