// Addresses in settings: what may be listened on, and where anything may be sent.
import { isIPv4, isIPv6 } from 'node:net';

/** Only this machine's own; a name in front could lead elsewhere one day. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** By https; by http only what does not leave this machine. No credentials: they would be shown. */
export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text) || /[\p{Cc}\s]/u.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** With TLS from the start, or begun with STARTTLS; on this machine without. */
export function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, pathname, search } = new URL(text);
  const isPlain = username === '' && password === '' && pathname.length <= 1 && search === '';
  return (protocol === 'smtps:' || protocol === 'smtp:') && hostname !== '' && isPlain;
}

/** Whether mail to it stays on this machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** One address and nothing else: what a header takes must not become two. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"\\[\]\p{Cc}]+@[^\s@<>(),;:"\\[\]\p{Cc}]+$/u.test(text);
}

/** `HOST:PORT` with an address of IPv4, or one of IPv6 in brackets; a port alone is one of 127.0.0.1. */
export function parseListen(value: string | number): { readonly host: string; readonly port: number } | undefined {
  const [, host, port = ''] = /^(?:(.*):)?(\d{1,5})$/.exec(String(value)) ?? [];
  const number = Number(port);
  if (port === '' || number > 65_535) return undefined;
  if (host === undefined) return { host: '127.0.0.1', port: number };
  const bare = /^\[(.+)\]$/.exec(host)?.[1];
  if (bare !== undefined) return isIPv6(bare) ? { host: bare, port: number } : undefined;
  return isIPv4(host) ? { host, port: number } : undefined;
}
