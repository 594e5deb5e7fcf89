// Where metrics are served: an option of its own, so that nothing is opened by what another one says.
import { BlockList, isIP } from 'node:net';

export type MetricsAddress = { readonly host: string; readonly port: number; readonly isLoopback: boolean };

const LOOPBACK = '127.0.0.1';
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** `9323`, `127.0.0.1:9323` or `[::1]:9323`; a port alone is of the loopback address. Undefined for anything else, names too. */
export function parseMetricsAddress(text: string): MetricsAddress | undefined {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([0-9a-fA-F:]+)\]|([0-9.]+)):)?([0-9]{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? LOOPBACK;
  const port = Number(digits);
  const family = isIP(host);
  if (family === 0 || digits === '' || port < 1 || port > 65_535) return undefined;
  return { host, port, isLoopback: loopback.check(host, family === 6 ? 'ipv6' : 'ipv4') };
}
