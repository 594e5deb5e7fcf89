import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseResolvConf } from '../container-files.ts';

const LOOK_EVERY_MS = 1000;
/** That is ourselves. */
const EMBEDDED_SERVER = '127.0.0.11';

/** The name servers of the host, read again when the file changes. */
export class UpstreamServers {
  readonly #path: string;
  readonly #now: () => number;
  #servers: readonly string[] = [];
  #version = '';
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
  }

  /** At most three, as libc takes; none if the file is missing. */
  current(): readonly string[] {
    if (this.#now() - this.#lookedAt >= LOOK_EVERY_MS) this.#look();
    return this.#servers;
  }

  #look(): void {
    this.#lookedAt = this.#now();
    const stat = statSync(this.#path, { throwIfNoEntry: false });
    const version = stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : '';
    if (version === this.#version) return;
    this.#version = version;
    this.#servers = stat ? usableServers(readFileSync(this.#path, 'utf8')) : [];
  }
}

/** Servers of a resolv.conf that can be asked. */
export function usableServers(text: string): readonly string[] {
  const { servers } = parseResolvConf(text);
  return servers.filter((server) => isIP(server.replace(/%.*$/, '')) !== 0 && server !== EMBEDDED_SERVER).slice(0, 3);
}
