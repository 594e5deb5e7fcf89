// /etc/hosts, /etc/hostname and /etc/resolv.conf of a container: made for each run, beside its config.json on tmpfs.
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname as hostHostname } from 'node:os';
import { join } from 'node:path';
import type { ContainerRecord } from '../../store/containers.ts';
import { hostsFile, resolvConf } from '../networks/container-files.ts';
import type { NetworkEngine } from '../networks/network-engine.ts';
import type { RuntimeInput } from './runtime-config/runtime-config.ts';

const HOST_RESOLV_CONF = '/etc/resolv.conf';

/** Writes the three. `networkOwner` is the container whose network it shares, or its own id. */
export function writeNetworkFiles(
  record: ContainerRecord,
  directory: string,
  network: { readonly engine: NetworkEngine; readonly owner: string },
): RuntimeInput['files'] {
  const { spec, id } = record;
  const isHost = spec.network.kind === 'host';
  const hostname = spec.hostname ?? (isHost ? hostHostname() : id.slice(0, 12));
  const endpoints = network.engine.endpointsOf(network.owner);
  const usesOurNames = endpoints.length > 0;
  const write = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text, { mode: 0o644 });
    return path;
  };
  return {
    hosts: write(
      'hosts',
      hostsFile({
        hostname,
        domainname: spec.domainname,
        addresses: endpoints.map((endpoint) => endpoint.ipv4),
        extraHosts: spec.extraHosts,
        gateway: endpoints[0]?.gateway ?? null,
      }),
    ),
    hostname: write('hostname', `${hostname}\n`),
    resolvConf: write(
      'resolv.conf',
      resolvConf({
        search: spec.dnsSearch,
        options: spec.dnsOptions,
        host: readHostResolvConf(),
        ...(usesOurNames ? {} : { servers: spec.dns }),
      }),
    ),
  };
}

function readHostResolvConf(): string {
  try {
    return readFileSync(HOST_RESOLV_CONF, 'utf8');
  } catch {
    return '';
  }
}
