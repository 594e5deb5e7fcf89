// Where a registry is reached: its mirrors first, then itself; https, or http where that is allowed.
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { errorCode } from '../../../core/errors.ts';
import type { Environment } from './credential.ts';
import { isLoopbackHost } from './hosts.ts';
import type { HttpAgents } from './http-exchange.ts';

export type EndpointOptions = {
  /** Hosts that may be spoken to over http, or with any certificate. Loopback hosts always may. */
  readonly insecureRegistries: readonly string[];
  /** Mirrors by registry (`docker.io`): hosts, or URLs with a path. */
  readonly mirrors: Readonly<Record<string, readonly string[]>>;
  /** `<directory>/<host>/` holds `*.crt` (CAs) and `*.cert` with `*.key` (our own), as Docker has it. */
  readonly certificateDirectory: string;
  /** For `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`. */
  readonly environment: Environment;
};

export type Endpoint = {
  readonly host: string;
  /** `https://host`, perhaps with a path; what the API's `/v2/` is added to. */
  readonly base: URL;
  readonly isMirror: boolean;
  readonly isInsecure: boolean;
  readonly agents: HttpAgents;
};

const HUB = 'docker.io';
const HUB_HOST = 'registry-1.docker.io';
const SOCKETS_PER_HOST = 8;

/** The host that serves a registry's API. */
export function apiHost(registry: string): string {
  return registry === HUB ? HUB_HOST : registry;
}

/** Knows the endpoints of registries; connections are kept open between requests. */
export class Endpoints implements Disposable {
  readonly #options: EndpointOptions;
  readonly #agents = new Map<string, HttpAgents>();

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  /** In the order in which they are to be tried. */
  of(registry: string): readonly Endpoint[] {
    const mirrors = (this.#options.mirrors[registry] ?? []).map((mirror) => this.#endpoint(mirror, true));
    return [...mirrors, this.#endpoint(apiHost(registry), false)];
  }

  [Symbol.dispose](): void {
    for (const { plain, secure } of this.#agents.values()) {
      plain.destroy();
      secure.destroy();
    }
    this.#agents.clear();
  }

  #endpoint(place: string, isMirror: boolean): Endpoint {
    const base = new URL(/^https?:\/\//.test(place) ? place : `https://${place}`);
    const isInsecure =
      isLoopbackHost(base.host) || base.protocol === 'http:' || this.#options.insecureRegistries.includes(base.host);
    return { host: base.host, base, isMirror, isInsecure, agents: this.#agentsFor(base.host, isInsecure) };
  }

  #agentsFor(host: string, isInsecure: boolean): HttpAgents {
    const known = this.#agents.get(host);
    if (known) return known;
    const common = {
      keepAlive: true,
      maxSockets: SOCKETS_PER_HOST,
      ...(isLoopbackHost(host) ? {} : { proxyEnv: proxyVariables(this.#options.environment) }),
    };
    const agents = {
      plain: new http.Agent(common),
      secure: new https.Agent({
        ...common,
        ...readCertificates(join(this.#options.certificateDirectory, host)),
        rejectUnauthorized: !isInsecure,
      }),
    };
    this.#agents.set(host, agents);
    return agents;
  }
}

function proxyVariables(environment: Environment): Record<string, string> {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

function readCertificates(directory: string): {
  readonly ca?: Buffer[];
  readonly cert?: Buffer[];
  readonly key?: Buffer[];
} {
  const files = listFiles(directory);
  const read = (suffix: string): Buffer[] =>
    files.filter((name) => name.endsWith(suffix)).map((name) => readFileSync(join(directory, name)));
  const [ca, cert, key] = [read('.crt'), read('.cert'), read('.key')];
  return { ...(ca.length > 0 ? { ca } : {}), ...(cert.length > 0 ? { cert, key } : {}) };
}

function listFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return [];
    throw error;
  }
}
