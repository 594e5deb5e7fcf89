// What most services are made of: the attributes beside these need not be looked for, one by one, in a service without them.
import type { Field } from './reading.ts';

/** Of a service with no others, whoever reads settings that are not among these finds none. */
export const PLAIN_KEYS: ReadonlySet<string> = new Set([
  ...[
    'build',
    'command',
    'container_name',
    'depends_on',
    'entrypoint',
    'environment',
    'expose',
    'healthcheck',
    'image',
  ],
  ...['labels', 'networks', 'ports', 'profiles', 'restart', 'tmpfs', 'volumes'],
]);

/** Whoever asks `hasOnlyKeysOf` before reading an attribute must find that it is not among these. */
export const USUAL_KEYS: ReadonlySet<string> = new Set([
  ...[
    'build',
    'cap_add',
    'cap_drop',
    'command',
    'configs',
    'container_name',
    'cpus',
    'depends_on',
    'dns',
    'entrypoint',
  ],
  ...['environment', 'expose', 'extra_hosts', 'healthcheck', 'hostname', 'image', 'init', 'labels', 'mem_limit'],
  ...['network_mode', 'networks', 'platform', 'ports', 'privileged', 'profiles', 'read_only', 'restart', 'secrets'],
  ...['security_opt', 'stdin_open', 'stop_grace_period', 'tmpfs', 'tty', 'ulimits', 'user', 'volumes', 'working_dir'],
]);

export function hasOnlyKeysOf({ node }: Field, keys: ReadonlySet<string>): boolean {
  if (node.kind !== 'map') return false;
  for (const key of node.entries.keys()) if (!keys.has(key)) return false;
  return true;
}
