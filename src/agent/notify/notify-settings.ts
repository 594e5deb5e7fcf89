// What the host's administrator says about notifications. Repositories have no say in any of it.
import type { EventKind } from '../events/deployment-event.ts';

export type Severity = 'info' | 'warning' | 'error';

/** Addresses that are secrets themselves are in files; all paths are absolute. */
export type Channel =
  | { readonly kind: 'webhook'; readonly url: string; readonly secretFile: string }
  | { readonly kind: 'slack'; readonly urlFile: string }
  | { readonly kind: 'discord'; readonly urlFile: string }
  | { readonly kind: 'ntfy'; readonly url: string; readonly topic: string; readonly tokenFile: string | null }
  | EmailChannel;

export type EmailChannel = {
  readonly kind: 'email';
  readonly server: string;
  readonly login: { readonly user: string; readonly passwordFile: string } | null;
  readonly from: string;
  readonly to: readonly string[];
};

export type NotificationSettings = {
  readonly name: string;
  /** Patterns of deployments. */
  readonly deployments: readonly string[];
  readonly wanted:
    | { readonly kind: 'severity'; readonly least: Severity }
    | { readonly kind: 'events'; readonly kinds: ReadonlySet<EventKind> };
  readonly channel: Channel;
};
