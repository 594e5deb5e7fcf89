// What may be said about a host from its name alone.
import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Addresses that a registry on the internet has no business sending us to: this host, private networks, cloud metadata. */
const INTERNAL = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  INTERNAL.addSubnet(address, bits, 'ipv4');
}
for (const [address, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  INTERNAL.addSubnet(address, bits, 'ipv6');

/** `localhost`, 127.0.0.0/8 or ::1, with or without a port. */
export function isLoopbackHost(host: string): boolean {
  return isLocalhost(host) || isIn(LOOPBACK, host);
}

/**
 * Whether a token may be asked for at the realm that a registry names. A realm without TLS is for registries without TLS;
 * an internal address may be named by the registry at that very address only, or any registry could make us call it.
 */
export function isRealmAllowed(realm: URL, registry: { readonly host: string; readonly insecure: boolean }): boolean {
  if (realm.protocol !== 'https:' && !(realm.protocol === 'http:' && registry.insecure)) return false;
  if (realm.host === registry.host) return true;
  return !isLocalhost(realm.host) && !isIn(INTERNAL, realm.host);
}

function isLocalhost(host: string): boolean {
  const name = hostName(host);
  return name === 'localhost' || name.endsWith('.localhost');
}

function isIn(list: BlockList, host: string): boolean {
  const name = hostName(host);
  const version = isIP(name);
  return version !== 0 && list.check(name, version === 4 ? 'ipv4' : 'ipv6');
}

/** Without port and brackets. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host);
  return (bracketed?.[1] ?? host.replace(/^([^:]*):[0-9]+$/, '$1')).toLowerCase();
}
