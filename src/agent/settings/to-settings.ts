// Settings that fit the schema, with what no schema can tell checked: addresses, paths, one channel each.
import type { TreePath } from '../../stack/tree.ts';
import type { EventKind } from '../events/deployment-event.ts';
import type { ForgeKind, ForgeSettings } from '../forges/forge-settings.ts';
import type { Channel, NotificationSettings, Severity } from '../notify/notify-settings.ts';
import type { Hook, WebhookSender, WebhookSettings } from '../webhooks/webhook-settings.ts';
import { isMailAddress, isMailServer, isWebAddress, parseListen } from './addresses.ts';
import type { AgentSettings } from './agent-settings.ts';
import type { Report } from './report.ts';

type HookText = {
  readonly from: WebhookSender;
  readonly secretFile: string;
  readonly deployments?: readonly string[];
};
type ForgeText = {
  readonly kind: ForgeKind;
  readonly api: string;
  readonly repositories: readonly string[];
  readonly tokenFile: string;
  readonly statuses?: boolean;
  readonly comments?: boolean;
};
type NotificationText = {
  readonly deployments?: readonly string[];
  readonly severity?: Severity;
  readonly events?: readonly EventKind[];
  readonly webhook?: { readonly url: string; readonly secretFile: string };
  readonly slack?: { readonly urlFile: string };
  readonly discord?: { readonly urlFile: string };
  readonly ntfy?: { readonly url: string; readonly topic: string; readonly tokenFile?: string };
  readonly email?: EmailText;
};
type EmailText = {
  readonly server: string;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly from: string;
  readonly to: readonly string[];
};

/** What the schema lets through. */
export type SettingsText = {
  readonly host?: string;
  readonly webhooks?: { readonly listen: string | number; readonly hooks?: Readonly<Record<string, HookText>> };
  readonly forges?: readonly ForgeText[];
  readonly notifications?: Readonly<Record<string, NotificationText>>;
};

/** Reports each value that cannot be used; then the result is not to be used either. */
export function toSettings(
  { host = '', webhooks, forges = [], notifications = {} }: SettingsText,
  report: Report,
): AgentSettings {
  return {
    host: host === '' ? null : host,
    webhooks: webhooks ? toWebhooks(webhooks, report) : null,
    forges: forges.map((forge, index) => toForge(forge, at(report, ['forges', index]))),
    notifications: Object.entries(notifications).map(([name, text]) =>
      toNotification(name, text, at(report, ['notifications', name])),
    ),
  };
}

function toWebhooks(text: NonNullable<SettingsText['webhooks']>, report: Report): WebhookSettings {
  const address = parseListen(text.listen);
  if (!address) report(['webhooks', 'listen'], `"listen" must be like "127.0.0.1:9080", but is "${text.listen}"`);
  const hooks = Object.entries(text.hooks ?? {}).map(([name, hook]): Hook => {
    checkPath(hook, 'secretFile', at(report, ['webhooks', 'hooks', name]));
    return { name, from: hook.from, secretFile: hook.secretFile, deployments: hook.deployments ?? [name] };
  });
  return { host: address?.host ?? '', port: address?.port ?? 0, hooks };
}

function toForge({ statuses = true, comments = true, api, repositories, ...rest }: ForgeText, report: Report) {
  checkWebAddress({ api }, 'api', report);
  checkPath(rest, 'tokenFile', report);
  const patterns = repositories.map((pattern) => pattern.toLowerCase());
  const forge: ForgeSettings = { ...rest, api: api.replace(/\/+$/, ''), repositories: patterns, statuses, comments };
  return forge;
}

function toNotification(name: string, text: NotificationText, report: Report): NotificationSettings {
  const { deployments = ['**'], severity, events } = text;
  if (severity !== undefined && events !== undefined)
    report(['severity'], '"severity" and "events" exclude each other');
  const channels = toChannels(text, report);
  const [channel] = channels;
  if (channels.length !== 1 || !channel) {
    report([], `notification "${name}" needs one of "webhook", "slack", "discord", "ntfy" and "email"`);
  }
  return {
    name,
    deployments,
    wanted: events ? { kind: 'events', kinds: new Set(events) } : { kind: 'severity', least: severity ?? 'warning' },
    channel: channel ?? { kind: 'slack', urlFile: '' },
  };
}

function toChannels({ webhook, slack, discord, ntfy, email }: NotificationText, report: Report): readonly Channel[] {
  const channels: Channel[] = [];
  if (webhook) {
    checkWebAddress(webhook, 'url', at(report, ['webhook']));
    checkPath(webhook, 'secretFile', at(report, ['webhook']));
    channels.push({ kind: 'webhook', ...webhook });
  }
  for (const [kind, room] of [['slack', slack] as const, ['discord', discord] as const]) {
    if (!room) continue;
    checkPath(room, 'urlFile', at(report, [kind]));
    channels.push({ kind, ...room });
  }
  if (ntfy) {
    checkWebAddress(ntfy, 'url', at(report, ['ntfy']));
    if (ntfy.tokenFile !== undefined) checkPath({ tokenFile: ntfy.tokenFile }, 'tokenFile', at(report, ['ntfy']));
    channels.push({
      kind: 'ntfy',
      url: ntfy.url.replace(/\/+$/, ''),
      topic: ntfy.topic,
      tokenFile: ntfy.tokenFile ?? null,
    });
  }
  if (email) channels.push(toEmail(email, at(report, ['email'])));
  return channels;
}

function toEmail({ server, user, passwordFile, from, to }: EmailText, report: Report): Channel {
  if (!isMailServer(server)) {
    report(['server'], `"server" must be like "smtps://mail.example.org", but is "${server}"`);
  }
  if ((user === undefined) !== (passwordFile === undefined)) report([], '"user" and "passwordFile" need each other');
  if (passwordFile !== undefined) checkPath({ passwordFile }, 'passwordFile', report);
  if (!isMailAddress(from)) report(['from'], `"${from}" is not an address of mail`);
  for (const [index, one] of to.entries()) {
    if (!isMailAddress(one)) report(['to', index], `"${one}" is not an address of mail`);
  }
  if (to.length === 0) report(['to'], '"to" must have an address of mail');
  const login = user === undefined || passwordFile === undefined ? null : { user, passwordFile };
  return { kind: 'email', server, login, from, to };
}

function checkPath<K extends string>(value: Readonly<Record<K, string>>, key: K, report: Report): void {
  if (!value[key].startsWith('/')) report([key], `"${key}" must be an absolute path, but is "${value[key]}"`);
}

function checkWebAddress<K extends string>(value: Readonly<Record<K, string>>, key: K, report: Report): void {
  if (isWebAddress(value[key])) return;
  report([key], `"${key}" must be an address with https, or with http on this machine, but is "${value[key]}"`);
}

function at(report: Report, path: TreePath): Report {
  return (inside, message) => report([...path, ...inside], message);
}
