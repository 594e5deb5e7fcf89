// The sockets of one container's resolver, and the small table in its namespace that leads port 53 to them.
import { boundPort, openInetSocket } from '../../../os/inet-socket.ts';
import { closeDescriptor } from '../../../os/libc.ts';
import { insideNetworkNamespace } from '../../../os/network-namespace.ts';
import { Nftables } from '../../../os/nftables.ts';

/** Descriptors. */
export type ResolverSockets = { readonly udp: number; readonly tcp: number };

type Ports = { readonly udp: number; readonly tcp: number };

const ADDRESS = '127.0.0.11';
const TABLE = 'ip dockr_dns';
const CHOSEN_BY_KERNEL: Ports = { udp: 0, tcp: 0 };

/** Opens the sockets inside the namespace, whose loopback must be up, and leads port 53 to them. */
export function openResolverSockets(namespace: string): ResolverSockets {
  return insideNetworkNamespace(namespace, () => {
    const nft = new Nftables();
    // Looked for, not tried: what the kernel refuses or deletes makes it wait some 12 ms for its readers, with this thread.
    const earlier = nft.listText(`list table ${TABLE}`);
    const kept = earlier === undefined ? undefined : openAgain(earlier);
    if (kept) {
      nft[Symbol.dispose]();
      return kept;
    }
    return openAnew(nft, earlier === undefined ? 'create' : 'delete');
  });
}

/** On the ports that an earlier daemon's table leads to, if it is as it should be and they are free. */
function openAgain(table: string): ResolverSockets | undefined {
  const ports = portsOf(table);
  if (!ports) return undefined;
  try {
    return openPair(ports);
  } catch {
    // Whatever is wrong with these: others are tried next.
    return undefined;
  }
}

function openAnew(nft: Nftables, first: 'create' | 'delete'): ResolverSockets {
  const sockets = openPair(CHOSEN_BY_KERNEL);
  try {
    const ports = { udp: boundPort(sockets.udp), tcp: boundPort(sockets.tcp) };
    nft.run(`${first} table ${TABLE}\n${redirection(ports)}`);
  } catch (error) {
    closeDescriptor(sockets.udp);
    closeDescriptor(sockets.tcp);
    throw error;
  } finally {
    if (first === 'create') nft[Symbol.dispose]();
    else void nft[Symbol.asyncDispose]();
  }
  return sockets;
}

function openPair(ports: Ports): ResolverSockets {
  const udp = openInetSocket({ protocol: 'udp', address: ADDRESS, port: ports.udp });
  try {
    return { udp, tcp: openInetSocket({ protocol: 'tcp', address: ADDRESS, port: ports.tcp }) };
  } catch (error) {
    closeDescriptor(udp);
    throw error;
  }
}

/** Of a table as nft lists it; undefined unless it is word for word what it would be for its ports. */
function portsOf(table: string): Ports | undefined {
  const [udp, tcp] = [/udp dport 53 dnat to \S+:(\d{1,5})$/m, /tcp dport 53 dnat to \S+:(\d{1,5})$/m].map((pattern) =>
    Number(pattern.exec(table)?.[1] ?? 0),
  );
  if (!udp || !tcp) return undefined;
  return wordsOf(table) === wordsOf(redirection({ udp, tcp })) ? { udp, tcp } : undefined;
}

function wordsOf(text: string): string {
  return text.trim().split(/\s+/).join(' ');
}

/** Replies find their way back by conntrack. */
function redirection({ udp, tcp }: Ports): string {
  return [
    `table ${TABLE} {`,
    '  chain output {',
    '    type nat hook output priority -100; policy accept;',
    `    ip daddr ${ADDRESS} udp dport 53 dnat to ${ADDRESS}:${udp}`,
    `    ip daddr ${ADDRESS} tcp dport 53 dnat to ${ADDRESS}:${tcp}`,
    '  }',
    '}',
    '',
  ].join('\n');
}
