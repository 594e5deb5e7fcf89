// Who has a port: the process behind a listening socket, by way of its inode.
import { readdir, readFile, readlink } from 'node:fs/promises';

export type PortOwner = { readonly pid: number; readonly command: string };

/** The process that has the port of this network namespace open, or undefined if none shows. */
export async function findPortOwner(protocol: 'tcp' | 'udp' | 'sctp', port: number): Promise<PortOwner | undefined> {
  if (protocol === 'sctp') return undefined;
  const inodes = new Set<string>();
  // thread-self: a pool thread is always at home; /proc/net means the main thread, wherever that is.
  for (const file of [protocol, `${protocol}6`]) {
    const table = await readFile(`/proc/thread-self/net/${file}`, 'utf8').catch(() => '');
    for (const inode of socketInodes(table, { port, protocol })) inodes.add(inode);
  }
  return inodes.size === 0 ? undefined : findProcess(inodes);
}

/** Inodes of the sockets of /proc/net/tcp or udp that are bound to the port (for TCP: that listen on it). */
export function socketInodes(
  table: string,
  wanted: { readonly port: number; readonly protocol: 'tcp' | 'udp' },
): string[] {
  const suffix = `:${wanted.port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const isListening = wanted.protocol === 'udp' || fields[3] === '0A';
      return fields[1]?.endsWith(suffix) && isListening && fields[9] ? [fields[9]] : [];
    });
}

async function findProcess(inodes: ReadonlySet<string>): Promise<PortOwner | undefined> {
  const names = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (!names.has(target)) continue;
      const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '?');
      return { pid: Number(pid), command: command.trim() };
    }
  }
  return undefined;
}
