import type { NotificationSettings } from '../../agent/notify/notify-settings.ts';
import { readSecret } from '../../agent/settings/read-secret.ts';
import { type Hearer, lostBy, OUTSIDE, type ReportParts } from './report-parts.ts';

/** One for each notification of the settings. */
export async function openNotifiers(
  notifications: readonly NotificationSettings[],
  host: string,
  parts: ReportParts,
): Promise<readonly Hearer[]> {
  if (notifications.length === 0) return [];
  // Loaded when they are needed: most hosts have none.
  const [{ Notifier }, { openChannel }] = await Promise.all([
    import('../../agent/notify/notifier.ts'),
    import('../../agent/notify/open-channel.ts'),
  ]);
  return notifications.map((settings) => {
    const notifier = new Notifier({
      ...OUTSIDE,
      settings,
      channel: openChannel(settings.channel, readSecret),
      declared: (deployment) => declaredEvents(deployment, settings.name, parts),
      host,
      onLost: lostBy(`notification "${settings.name}"`, parts),
    });
    return {
      hear: (event) => notifier.hear(event),
      settle: () => notifier.settle(),
      [Symbol.dispose]: () => notifier[Symbol.dispose](),
    };
  });
}

/** Tells of a channel that a deployment declares and the host has none of, once each. */
export function tellUnknownChannels(
  notifications: readonly NotificationSettings[],
  parts: ReportParts,
): Hearer['hear'] {
  const known = new Set(notifications.map(({ name }) => name));
  const told = new Set<string>();
  return ({ deployment }) => {
    for (const { channel } of parts.deployments.find(deployment)?.declaration.notify ?? []) {
      const what = `deployment "${deployment}" declares to notify "${channel}", which this host has no settings for`;
      if (known.has(channel) || told.has(what)) continue;
      told.add(what);
      parts.warn('channel-unknown', what);
    }
  };
}

function declaredEvents(name: string, channel: string, { deployments }: ReportParts): readonly string[] | null {
  const declared = deployments.find(name)?.declaration.notify.filter((one) => one.channel === channel) ?? [];
  if (declared.length === 0) return null;
  return declared.some(({ events }) => events.length === 0) ? [] : declared.flatMap(({ events }) => events);
}
