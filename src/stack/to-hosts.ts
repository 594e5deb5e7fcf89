// `extra_hosts`: names with their addresses.
import { ipVersion } from '../core/ip-version.ts';
import { describePath } from './describe-path.ts';
import { entriesOf, type Field, fieldOf, itemsOf, type Reading, readText, readTexts, reject } from './reading.ts';

const HOST_GATEWAY = 'host-gateway';

/** Addresses by name; `host-gateway` stays as it is, for the engine to fill in. */
export function toExtraHosts(reading: Reading, service: Field): Readonly<Record<string, readonly string[]>> {
  const field = fieldOf(service, 'extra_hosts');
  const hosts = new Map<string, string[]>();
  const add = (item: Field, name: string, address: string): void => {
    const clean = checkAddress(reading, item, name, address);
    if (clean !== undefined && !hosts.get(name)?.includes(clean)) hosts.set(name, [...(hosts.get(name) ?? []), clean]);
  };
  for (const [name, entry] of entriesOf(field)) for (const address of readTexts(entry)) add(entry, name, address);
  for (const item of itemsOf(field)) {
    const { name, addresses } = parseHost(readText(item) ?? '');
    for (const address of addresses) add(item, name, address);
  }
  return Object.fromEntries(hosts);
}

/** `NAME=ADDRESS[,ADDRESS]` or `NAME:ADDRESS`. */
export function parseHost(text: string): { readonly name: string; readonly addresses: readonly string[] } {
  const cut = text.includes('=') ? text.indexOf('=') : text.indexOf(':');
  if (cut === -1) return { name: text, addresses: [''] };
  return {
    name: text.slice(0, cut),
    addresses: text
      .slice(cut + 1)
      .split(',')
      .map(withoutBrackets),
  };
}

function withoutBrackets(address: string): string {
  return /^\[(.*)\]$/.exec(address)?.[1] ?? address;
}

function checkAddress(reading: Reading, item: Field, name: string, address: string): string | undefined {
  const clean = withoutBrackets(address);
  if (name === '') return reject(reading, item, 'invalid-host', `${describePath(item.path)} has no host name`);
  if (clean === HOST_GATEWAY || ipVersion(clean) !== 0) return clean;
  const problem =
    clean === ''
      ? `is "${readText(item) ?? ''}", which has no address`
      : `has "${clean}", which is neither an IP address nor "host-gateway"`;
  return reject(reading, item, 'invalid-host', `${describePath(item.path)} ${problem}`, 'write it as "name=192.0.2.1"');
}
