// Tells one receiver of the events it wants to hear: each trouble once, its end, and not more than anybody can read.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import type { WireError } from '../../core/errors.ts';
import type { DeploymentEvent } from '../events/deployment-event.ts';
import { Outbox } from '../outgoing/outbox.ts';
import { TokenBuckets } from '../outgoing/token-bucket.ts';
import { matchesAny } from '../policy/match-pattern.ts';
import type { Channel } from './channel.ts';
import { type Notification, notificationOf } from './notification.ts';
import type { NotificationSettings } from './notify-settings.ts';
import { isTrouble, isWanted } from './severity.ts';
import { TroubleMemory } from './trouble-memory.ts';

export type NotifierParts = {
  readonly settings: Pick<NotificationSettings, 'name' | 'deployments' | 'wanted'>;
  readonly channel: Channel;
  /** The kinds of events that a deployment itself wants told here; none for all, null where it says nothing. */
  readonly declared: (deployment: string) => readonly string[] | null;
  /** The name of this host, as people know it. */
  readonly host: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onLost: (why: WireError) => void;
};

/** Ten at once, then one a minute: nobody who is told of many deployments hears of one alone. */
const OF_ONE = { burst: 10, perSecond: 1 / 60, keys: 1000 };
const OF_ALL = { burst: 30, perSecond: 1 / 10, keys: 1 };
const SUMMARY_AFTER_MS = 5 * 60_000;

export class Notifier implements Disposable {
  readonly #parts: NotifierParts;
  readonly #outbox: Outbox;
  readonly #troubles = new TroubleMemory();
  readonly #ofOne = new TokenBuckets(OF_ONE);
  readonly #ofAll = new TokenBuckets(OF_ALL);
  #leftOut = 0;
  #cancelSummary: (() => void) | undefined;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#outbox = new Outbox(parts);
  }

  /** Notifications that wait, the one under way included. */
  get size(): number {
    return this.#outbox.size;
  }

  /** Returns at once. */
  hear(event: DeploymentEvent): void {
    const { settings, clock, host } = this.#parts;
    // That of a commit which is about to be deployed goes with `attempted`.
    if (event.kind === 'planned' && event.pullRequest === null) return;
    if (!matchesAny(settings.deployments, event.deployment) || !this.#isNews(event)) return;
    this.#troubles.note(event);
    if (this.#mayTell(event.deployment, clock.now())) this.#post(notificationOf(event, { id: randomUUID(), host }));
    else this.#leaveOut();
  }

  /** Resolves when all that can be sent now was sent. */
  settle(): Promise<void> {
    return this.#outbox.settle();
  }

  [Symbol.dispose](): void {
    this.#cancelSummary?.();
    this.#outbox[Symbol.dispose]();
    this.#parts.channel.close?.();
  }

  #isNews(event: DeploymentEvent): boolean {
    // Who heard that something is wrong hears that it is over, whatever else is wanted.
    if (event.kind === 'recovered' && this.#troubles.hasTrouble(event.deployment)) return true;
    const { settings, declared } = this.#parts;
    const kinds = declared(event.deployment);
    const isAsked = kinds ? kinds.length === 0 || kinds.includes(event.kind) : isWanted(event, settings.wanted);
    return isAsked && !(isTrouble(event.kind) && this.#troubles.isKnown(event));
  }

  #mayTell(deployment: string, now: number): boolean {
    return this.#ofOne.take(deployment, now) && this.#ofAll.take('', now);
  }

  /** What was too much is told as a number. */
  #leaveOut(): void {
    this.#leftOut++;
    this.#cancelSummary ??= this.#parts.clock.after(SUMMARY_AFTER_MS, () => this.#summarise());
  }

  #summarise(): void {
    const { clock, host } = this.#parts;
    const count = this.#leftOut;
    this.#leftOut = 0;
    this.#cancelSummary = undefined;
    this.#post({
      id: randomUUID(),
      at: clock.now(),
      severity: 'warning',
      title: `${count} notifications of ${host} were left out`,
      lines: ['see "dockr deploy list" there'],
      facts: { kind: 'left-out', host, count },
    });
  }

  #post(notification: Notification): void {
    const { channel } = this.#parts;
    this.#outbox.post({ key: null, send: (signal) => channel.send(notification, signal) });
  }
}
