// Notifications by mail: text alone, to the addresses of the settings, with TLS unless it stays on this machine.
import { AgentError, errorCode, toWireError } from '../../../core/errors.ts';
import type { Sent } from '../../outgoing/outbox.ts';
import { isLoopback } from '../../settings/addresses.ts';
import type { Channel } from '../channel.ts';
import type { Notification } from '../notification.ts';
import type { EmailChannel } from '../notify-settings.ts';
import { mailText } from './messages.ts';

export type EmailParts = {
  readonly readSecret: (path: string, what: string) => Promise<string>;
  /** PEM of authorities to trust beside those of the system. */
  readonly authorities?: string;
};

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 20_000;

export function emailChannel(settings: EmailChannel, parts: EmailParts): Channel {
  return { send: (notification) => sendMail(settings, notification, parts) };
}

async function sendMail(settings: EmailChannel, notification: Notification, parts: EmailParts): Promise<Sent> {
  // Loaded when the first mail is sent.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(await transportOptions(settings, parts));
  try {
    await transport.sendMail({
      from: settings.from,
      to: [...settings.to],
      ...mailText(notification),
      messageId: `<${notification.id}@dockr.invalid>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    return { kind: 'done' };
  } catch (error) {
    return failed(settings.server, error);
  } finally {
    transport.close();
  }
}

async function transportOptions({ server, login }: EmailChannel, { readSecret, authorities }: EmailParts) {
  const { hostname, port, protocol } = new URL(server);
  const secure = protocol === 'smtps:';
  const pass = login && (await readSecret(login.passwordFile, 'the password for mail'));
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isLoopback(hostname),
    ...(login && pass !== null ? { auth: { user: login.user, pass } } : {}),
    ...(authorities === undefined ? {} : { tls: { ca: authorities } }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
    // Nothing of a message names a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A server that says no for good is not asked again. What it wrote is not repeated. */
function failed(server: string, error: unknown): Sent {
  const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  const said = answer > 0 ? `it answered ${answer}` : (errorCode(error) ?? 'it did not answer');
  const code = answer >= 500 ? 'report-refused' : 'report-not-sent';
  const why = toWireError(new AgentError(code, { message: `no mail could be sent by "${server}": ${said}` }));
  return answer >= 500 ? { kind: 'refused', why } : { kind: 'again', afterMs: null, why };
}
