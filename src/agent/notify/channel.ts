import type { Sent } from '../outgoing/outbox.ts';
import type { Notification } from './notification.ts';

/** One way to tell somebody. It reads its secrets anew each time, so that they can be exchanged. */
export type Channel = {
  readonly send: (notification: Notification, signal: AbortSignal) => Promise<Sent>;
  readonly close?: () => void;
};
