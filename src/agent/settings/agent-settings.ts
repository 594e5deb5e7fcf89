// Whom this host listens to, and whom it tells of its deployments.
import type { ForgeSettings } from '../forges/forge-settings.ts';
import type { NotificationSettings } from '../notify/notify-settings.ts';
import type { WebhookSettings } from '../webhooks/webhook-settings.ts';

export type AgentSettings = {
  /** The name of this host in reports; null for its host name. */
  readonly host: string | null;
  readonly webhooks: WebhookSettings | null;
  readonly forges: readonly ForgeSettings[];
  readonly notifications: readonly NotificationSettings[];
};
