import type { Channel } from '../../../src/agent/notify/channel.ts';
import type { Notification } from '../../../src/agent/notify/notification.ts';
import { Notifier } from '../../../src/agent/notify/notifier.ts';
import type { NotificationSettings } from '../../../src/agent/notify/notify-settings.ts';
import type { WireError } from '../../../src/core/errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A notifier with a clock that stands; without a channel of its own it keeps what it would send. */
export class NotifyRig implements Disposable {
  readonly clock = new FakeClock();
  readonly sent: Notification[] = [];
  readonly lost: WireError[] = [];
  readonly notifier: Notifier;

  /** What deployments declare of this notifier, by name. */
  readonly declared = new Map<string, readonly string[]>();

  constructor(change: Partial<NotificationSettings> = {}, channel?: Channel) {
    const keeping: Channel = {
      send: async (notification) => {
        this.sent.push(notification);
        return { kind: 'done' };
      },
    };
    this.notifier = new Notifier({
      settings: { name: 'ops', deployments: ['**'], wanted: { kind: 'severity', least: 'warning' }, ...change },
      channel: channel ?? keeping,
      host: 'web-1',
      declared: (deployment) => this.declared.get(deployment) ?? null,
      clock: this.clock,
      random: () => 0.5,
      onLost: (why) => this.lost.push(why),
    });
  }

  get titles(): readonly string[] {
    return this.sent.map(({ title }) => title);
  }

  [Symbol.dispose](): void {
    this.notifier[Symbol.dispose]();
  }
}
