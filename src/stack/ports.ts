// Ports: the short text form, ranges, and what the long form's parts must look like.

import { StackError } from '../core/errors.ts';
import { ipVersion } from '../core/ip-version.ts';
import type { Port, Protocol } from './model/run.ts';

/** The parts of `[IP:][HOST:]CONTAINER[/PROTOCOL]`; ports may be ranges `first-last`. */
export type PortText = {
  readonly hostIp?: string;
  readonly published?: string;
  readonly target: string;
  readonly protocol: string;
  /** What follows the protocol after another `/`: Compose passes over it without a word. */
  readonly ignored?: string;
};
export type PortProblem = { readonly problem: string };
export type PortRange = { readonly first: number; readonly last: number };

const MOST_PORTS = 65536;

/** Every container port of a short port text such as `127.0.0.1:8080-8081:80-81/udp`. Throws `invalid-port`. */
export function parsePortShort(text: string): readonly Port[] {
  const parts = parsePortText(text);
  const ports = 'problem' in parts ? parts : checkPorts(parts, expandPorts(parts));
  if ('problem' in ports) throw new StackError('invalid-port', { message: `invalid port "${text}": ${ports.problem}` });
  return ports;
}

function checkPorts(
  { protocol, ignored }: PortText,
  ports: readonly Port[] | PortProblem,
): readonly Port[] | PortProblem {
  if (ignored !== undefined) return { problem: `"${protocol}/${ignored}" is not one protocol` };
  return noPortZero(ports);
}

/** Compose cuts such a text without a word, too, but no container has the port 0. */
export function noPortZero(ports: readonly Port[] | PortProblem): readonly Port[] | PortProblem {
  const isZero = !('problem' in ports) && ports.some(({ target }) => target === 0);
  return isZero ? { problem: 'container port "0" is not a number from 1 to 65535, or a range of them' } : ports;
}

/** Cuts a short port text into its parts. */
export function parsePortText(text: string): PortText | PortProblem {
  const slash = text.indexOf('/');
  const [protocol = '', ...ignored] =
    slash === -1
      ? []
      : text
          .slice(slash + 1)
          .toLowerCase()
          .split('/');
  const whole = slash === -1 ? text : text.slice(0, slash);
  const targetAt = whole.lastIndexOf(':') + 1;
  const target = whole.slice(targetAt);
  if (target === '') return { problem: 'the container port is missing' };
  const common = {
    target,
    protocol: protocol || 'tcp',
    ...(ignored.length === 0 ? {} : { ignored: ignored.join('/') }),
  };
  if (targetAt === 0) return common;
  const host = whole.slice(0, targetAt - 1);
  const publishedAt = host.lastIndexOf(':') + 1;
  const published = host.slice(publishedAt);
  const address = publishedAt === 0 ? undefined : host.slice(0, publishedAt - 1);
  const hostIp = address === undefined ? undefined : parseHostAddress(address);
  if (typeof hostIp === 'object') return hostIp;
  return {
    ...common,
    ...(published === '' ? {} : { published }),
    ...(hostIp === undefined ? {} : { hostIp }),
  };
}

/** One port for each container port, which may be 0; a host range for one container port is kept as the range to choose from. */
export function expandPorts(parts: PortText): readonly Port[] | PortProblem {
  const { protocol, hostIp } = parts;
  if (!isProtocol(protocol)) return { problem: `protocol "${protocol}" is not "tcp", "udp" or "sctp"` };
  if (hostIp !== undefined && ipVersion(hostIp) === 0) return { problem: `"${hostIp}" is not an IP address` };
  const target = parsePortRange(parts.target, 0);
  if (!target)
    return { problem: `container port "${parts.target}" is not a number from 1 to 65535, or a range of them` };
  const common = { protocol, ...(hostIp === undefined ? {} : { hostIp }) };
  if (parts.published === undefined || parts.published === '')
    return eachPort(target, (port) => ({ target: port, ...common }));
  const published = parsePortRange(parts.published, 0);
  if (!published)
    return { problem: `host port "${parts.published}" is not a number from 0 to 65535, or a range of them` };
  return pairPorts(target, published, common);
}

function pairPorts(
  target: PortRange,
  published: PortRange,
  common: { readonly protocol: Protocol; readonly hostIp?: string },
): readonly Port[] | PortProblem {
  const targets = target.last - target.first;
  if (targets === 0) return [{ target: target.first, ...(published.last === 0 ? {} : { published }), ...common }];
  if (targets !== published.last - published.first) {
    return {
      problem: `host ports ${formatRange(published)} and container ports ${formatRange(target)} are not equally many`,
    };
  }
  const shift = published.first - target.first;
  return eachPort(target, (port) => ({
    target: port,
    published: { first: port + shift, last: port + shift },
    ...common,
  }));
}

/** `80` or `80-90`, or undefined if it is no such thing. */
export function parsePortRange(text: string, least: number): PortRange | undefined {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first >= least && first <= last && last < MOST_PORTS ? { first, last } : undefined;
}

export function formatRange(range: PortRange): string {
  return range.first === range.last ? String(range.first) : `${range.first}-${range.last}`;
}

function parseHostAddress(text: string): string | undefined | PortProblem {
  if (text === '') return undefined;
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  if (bracketed !== undefined)
    return ipVersion(bracketed) === 6 ? bracketed : { problem: `"${text}" is not an IPv6 address in brackets` };
  if (ipVersion(text) === 4) return text;
  return {
    problem: text.includes(':')
      ? `"${text}" is not an address: write IPv6 in brackets, as in "[::1]:80:80"`
      : `"${text}" is not an IP address`,
  };
}

function eachPort(range: PortRange, of: (port: number) => Port): readonly Port[] {
  return Array.from({ length: range.last - range.first + 1 }, (_, index) => of(range.first + index));
}

function isProtocol(text: string): text is Protocol {
  return text === 'tcp' || text === 'udp' || text === 'sctp';
}
