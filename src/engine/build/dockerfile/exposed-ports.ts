// The ports of EXPOSE: `80`, `80/udp`, `8000-8010`, and, as `docker run -p` has them, `[ip:][host:]container`, of which
// only the container's part counts.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';

type Protocol = 'tcp' | 'udp' | 'sctp';
type Range = { readonly first: number; readonly last: number };

/** `80/tcp` */
export type ExposedPort = `${number}/${Protocol}`;

/** Every single port of expanded EXPOSE words, in their order, ranges spread out, none twice. */
export function parseExposedPorts(words: readonly string[], at?: SourcePosition): readonly ExposedPort[] {
  return [...new Set(words.flatMap((word) => parsePorts(word, at)))];
}

function parsePorts(word: string, at: SourcePosition | undefined): readonly ExposedPort[] {
  const { ip, host, container, protocol: written } = splitPort(word);
  if (container === '') throw badPort(word, 'has no port number', at);
  const protocol = parseProtocol(written);
  if (!protocol) throw badPort(word, `has the protocol "${written}", expected tcp, udp or sctp`, at);
  const ports = parseRange(container);
  if (!ports) throw badPort(word, 'is no number from 0 to 65535 and no range of them', at);
  if (ip !== '' && !isIpAddress(ip)) throw badPort(word, `has "${ip}" where an IP address belongs`, at);
  if (host !== '' && !fits(host, ports)) throw badPort(word, `has host ports "${host}" that do not fit its own`, at);
  return Array.from(
    { length: ports.last - ports.first + 1 },
    (_, index): ExposedPort => `${ports.first + index}/${protocol}`,
  );
}

/** The last colon ends the host's port, the one before it the address, which may be IPv6 without brackets. */
function splitPort(word: string): { ip: string; host: string; container: string; protocol: string } {
  const slash = word.lastIndexOf('/');
  const address = slash < 0 ? word : word.slice(0, slash);
  const protocol = (slash < 0 ? '' : word.slice(slash + 1)) || 'tcp';
  const parts = address.split(':');
  const container = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  const ip = parts.join(':').replace(/^\[(.*)\]$/, '$1');
  return { ip, host, container, protocol };
}

function parseProtocol(text: string): Protocol | undefined {
  const lower = text.toLowerCase();
  return lower === 'tcp' || lower === 'udp' || lower === 'sctp' ? lower : undefined;
}

function parseRange(text: string): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  return first <= last && last <= 65_535 ? { first, last } : undefined;
}

/** Host ports must be as many as the container's; one container port may have a range of them to choose from. */
function fits(host: string, container: Range): boolean {
  const range = parseRange(host);
  if (!range) return false;
  return container.first === container.last || range.last - range.first === container.last - container.first;
}

function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')];
  const last = groups.at(-1);
  const hasIpv4 = last !== undefined && isIpv4(last);
  const hex = hasIpv4 ? groups.slice(0, -1) : groups;
  const count = hex.length + (hasIpv4 ? 2 : 0);
  return hex.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (tail === undefined ? count === 8 : count < 8);
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}

function badPort(word: string, problem: string, at: SourcePosition | undefined): BuildError {
  return new BuildError('bad-port', {
    message: `port "${word}" ${problem}`,
    at,
    hint: 'write <port>, <port>/udp or <first>-<last>/tcp',
  });
}
