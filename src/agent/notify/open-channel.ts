import { sendRequest } from '../outgoing/send-request.ts';
import type { Channel } from './channel.ts';
import { emailChannel } from './channels/email-channel.ts';
import { httpChannel } from './channels/http-channel.ts';
import type { Channel as Settings } from './notify-settings.ts';

type ReadSecret = (path: string, what: string) => Promise<string>;

/** The way to tell somebody that the settings name. */
export function openChannel(settings: Settings, readSecret: ReadSecret): Channel {
  if (settings.kind === 'email') return emailChannel(settings, { readSecret });
  return httpChannel(settings, { readSecret, send: sendRequest, now: Date.now });
}
