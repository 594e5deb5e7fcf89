// What a host's kernel knows of containers on other hosts, as the programs of iproute2 show it.
import type { LabHost } from './lab-host.ts';

type Neighbour = { readonly dst: string; readonly lladdr?: string; readonly state: readonly string[] };
type Forwarding = { readonly mac: string; readonly dst?: string; readonly master?: string };

/** Which host has which address, sorted; a word where one of the three entries that it takes is missing or left over. */
export function remoteEntries(host: LabHost, { device = 'dktv001001' } = {}): readonly string[] {
  const forwarding = list<Forwarding>(host, 'bridge', '-j', 'fdb', 'show', 'dev', device);
  const bridge = host.link(device)?.master;
  const name = host.run('ip', '-o', 'link').match(new RegExp(`^${bridge}: ([^:@]+)`, 'm'))?.[1] ?? '';
  const neighbours = list<Neighbour>(host, 'ip', '-j', 'neigh', 'show', 'dev', name).filter(({ state }) =>
    state.includes('PERMANENT'),
  );
  const hostOf = new Map(forwarding.flatMap(({ mac, dst }) => (dst === undefined ? [] : [[mac, dst] as const])));
  const behind = new Set(forwarding.flatMap(({ mac, dst, master }) => (master && dst === undefined ? [mac] : [])));
  const macs = new Set(neighbours.map(({ lladdr = '' }) => lladdr));
  const leftOver = [...hostOf.keys()].filter((mac) => !macs.has(mac));
  return [
    ...neighbours.map(({ dst, lladdr = '' }) => {
      if (!behind.has(lladdr)) return `${dst} is not behind the device`;
      return `${dst} ${hostOf.get(lladdr) ?? 'is on no host'}`;
    }),
    ...leftOver.map((mac) => `${mac} has no address`),
  ].sort();
}

function list<T>(host: LabHost, ...argv: readonly string[]): readonly T[] {
  return JSON.parse(host.run(...argv) || '[]') as T[];
}
