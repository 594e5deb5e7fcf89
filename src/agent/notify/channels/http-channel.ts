// Channels that take one HTTP request for a notification.
import { AgentError } from '../../../core/errors.ts';
import { deliver } from '../../outgoing/deliver.ts';
import type { OutgoingRequest, SendRequest } from '../../outgoing/send-request.ts';
import { isWebAddress } from '../../settings/addresses.ts';
import { standardHeaders } from '../../webhooks/standard-signature.ts';
import type { Channel } from '../channel.ts';
import type { Notification } from '../notification.ts';
import type { EmailChannel, Channel as Settings } from '../notify-settings.ts';
import { discordBody, ntfyBody, slackBody, webhookBody } from './messages.ts';

export type HttpParts = {
  readonly readSecret: (path: string, what: string) => Promise<string>;
  readonly send: SendRequest;
  readonly now: () => number;
};

export type HttpSettings = Exclude<Settings, EmailChannel>;

export function httpChannel(settings: HttpSettings, parts: HttpParts): Channel {
  return {
    send: async (notification, signal) => {
      const request = await requestFor(settings, notification, parts);
      const delivered = await deliver(request, { ...parts, signal });
      return delivered.kind === 'answered' ? { kind: 'done' } : delivered;
    },
  };
}

async function requestFor(
  settings: HttpSettings,
  notification: Notification,
  parts: HttpParts,
): Promise<OutgoingRequest> {
  switch (settings.kind) {
    case 'webhook': {
      const secret = await parts.readSecret(settings.secretFile, 'the secret of a notification');
      const body = webhookBody(notification);
      return post(settings.url, body, standardHeaders(secret, { id: notification.id, at: parts.now(), body }));
    }
    case 'slack':
      return post(await addressIn(settings.urlFile, parts), slackBody(notification));
    case 'discord':
      return post(await addressIn(settings.urlFile, parts), discordBody(notification));
    case 'ntfy': {
      const { url, topic, tokenFile } = settings;
      const token = tokenFile === null ? null : await parts.readSecret(tokenFile, 'the token of a notification');
      const headers = token === null ? {} : { authorization: `Bearer ${token}` };
      return post(url, ntfyBody(topic, notification), headers);
    }
  }
}

function post(url: string, body: string, headers: Readonly<Record<string, string>> = {}): OutgoingRequest {
  return { method: 'POST', url, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** An address that is a secret itself. */
async function addressIn(file: string, { readSecret }: HttpParts): Promise<string> {
  const url = await readSecret(file, 'the address of a notification');
  if (isWebAddress(url)) return url;
  throw new AgentError('host-file-not-read', {
    message: `the address of a notification in "${file}" is none with https, or with http on this machine`,
  });
}
