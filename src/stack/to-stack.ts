// The model of a whole stack from its merged and checked tree.
import { StackError } from '../core/errors.ts';
import { findCycle } from '../core/graph.ts';
import { describePath } from './describe-path.ts';
import type { StackVolume } from './model/resources.ts';
import type { Service, Stack } from './model.ts';
import { suggestName } from './problems.ts';
import {
  defined,
  entriesOf,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readText,
  readTextMap,
  readTexts,
  reject,
  writtenOf,
} from './reading.ts';
import { resolvePath } from './resolve-path.ts';
import { toPosition } from './source-text.ts';
import type { ServiceNames } from './to-dependencies.ts';
import type { EnvFileTexts } from './to-environment.ts';
import { isExternal, toResourceName } from './to-external.ts';
import { toStackFiles } from './to-grants.ts';
import { toStackModels } from './to-models.ts';
import { DEFAULT_NETWORK, toStackNetworks } from './to-networks.ts';
import { toService } from './to-service.ts';

export type StackSetting = {
  readonly files: readonly string[];
  readonly envFiles: EnvFileTexts;
  readonly profiles: readonly string[];
  /** Only these of the services that are on; undefined: all of them. */
  readonly selected?: ReadonlySet<string> | undefined;
  /** Keep networks, volumes, secrets and configs that no service uses. */
  readonly allResources: boolean;
};

/** More services than one machine runs; dependencies are followed recursively, so their number is bounded. */
const MOST_SERVICES = 5000;

/** Fills the model; what is wrong goes to `reading.problems`. */
export function toStack(reading: Reading, root: Field, setting: StackSetting): Stack {
  const { active, inactive } = toServiceNames(root, setting.profiles);
  if (active.length > MOST_SERVICES) throw tooManyServices(root);
  const names: ServiceNames = { active: new Set(active), inactive: new Set(inactive) };
  const services: [string, Service][] = [];
  for (const [name, service] of entriesOf(fieldOf(root, 'services'))) {
    if (names.active.has(name) && (setting.selected?.has(name) ?? true))
      services.push([name, toService(reading, name, { root, names, envFiles: setting.envFiles, service })]);
  }
  const volumes = entriesOf(fieldOf(root, 'volumes')).map(([name, field]): [string, StackVolume] => [
    name,
    toStackVolume(reading, name, field),
  ]);
  const stack: Stack = {
    name: reading.stack,
    directory: reading.directory,
    files: setting.files,
    services: Object.fromEntries(services),
    networks: toStackNetworks(reading, fieldOf(root, 'networks')),
    volumes: Object.fromEntries(volumes),
    secrets: toStackFiles(reading, fieldOf(root, 'secrets')),
    configs: toStackFiles(reading, fieldOf(root, 'configs')),
    ...defined({ models: toStackModels(reading, fieldOf(root, 'models')) }),
    ...extensionsOf(root),
  };
  checkVolumes(reading, root, stack);
  checkContainerNames(reading, root, stack);
  checkCycle(reading, root, stack);
  return withUsedResources(stack, { all: setting.allResources, usesDefault: () => usesDefaultNetwork(root) });
}

/** Whether the network that need not be written is, or a service, on or off, joins it. */
function usesDefaultNetwork(root: Field): boolean {
  if (entriesOf(fieldOf(root, 'networks')).some(([name]) => name === DEFAULT_NETWORK)) return true;
  return entriesOf(fieldOf(root, 'services')).some(([, service]) => {
    if (fieldOf(service, 'network_mode') || fieldOf(service, 'provider')) return false;
    const networks = fieldOf(service, 'networks');
    const named = [...entriesOf(networks).map(([name]) => name), ...readTexts(networks)];
    return named.length === 0 || named.includes(DEFAULT_NETWORK);
  });
}

function tooManyServices(root: Field): StackError {
  const message = `the stack has more than ${MOST_SERVICES} services`;
  return new StackError('too-large', { message, at: toPosition(root.key) });
}

/** The services that are on: without a profile, or with an active one; `*` activates all. */
export function toServiceNames(
  root: Field,
  profiles: readonly string[],
): { readonly active: readonly string[]; readonly inactive: readonly string[] } {
  const active: string[] = [];
  const inactive: string[] = [];
  for (const [name, service] of entriesOf(fieldOf(root, 'services'))) {
    const own = readTexts(fieldOf(service, 'profiles'));
    const isOn = own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile));
    (isOn ? active : inactive).push(name);
  }
  return { active, inactive };
}

function toStackVolume(reading: Reading, name: string, field: Field): StackVolume {
  const driver = readText(fieldOf(field, 'driver')) || 'local';
  return {
    name: toResourceName(reading, name, field),
    external: isExternal(reading, field),
    driver,
    driverOptions: toVolumeOptions(reading, driver, readTextMap(fieldOf(field, 'driver_opts'))),
    labels: readTextMap(fieldOf(field, 'labels')),
    ...extensionsOf(field),
    ...writtenOf(field, ['driver']),
  };
}

/** A local volume that is a folder of the host may name it relative to the stack file. */
function toVolumeOptions(
  reading: Reading,
  driver: string,
  options: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { device, o = '' } = options;
  const isFolder = driver === 'local' && /(^|,)r?bind(,|$)/.test(o);
  return device !== undefined && isFolder ? { ...options, device: resolvePath(reading, device) } : options;
}

function checkVolumes(reading: Reading, root: Field, stack: Stack): void {
  for (const service of Object.values(stack.services)) {
    for (const mount of service.volumes) {
      if (mount.kind !== 'volume' || Object.hasOwn(stack.volumes, mount.source)) continue;
      const item = itemsOf(fieldOf(root, 'services', service.name, 'volumes')).find(
        (field) =>
          readText(fieldOf(field, 'source')) === mount.source || readText(field)?.startsWith(`${mount.source}:`),
      );
      const near = suggestName(reading.problems, mount.source, Object.keys(stack.volumes));
      const message = `${item ? describePath(item.path) : `service "${service.name}"`} refers to volume "${mount.source}", which is not defined`;
      reject(
        reading,
        item ?? root,
        'undefined-volume',
        message,
        near ? `did you mean "${near}"?` : 'define it under "volumes" at the top level, or write "./" before a folder',
      );
    }
  }
}

function checkContainerNames(reading: Reading, root: Field, stack: Stack): void {
  const owners = new Map<string, string>();
  for (const { name, containerName } of Object.values(stack.services)) {
    if (containerName === undefined) continue;
    const owner = owners.get(containerName);
    const field = fieldOf(root, 'services', name, 'container_name');
    if (owner && field)
      reject(
        reading,
        field,
        'duplicate-name',
        `${describePath(field.path)} is "${containerName}", which service "${owner}" uses already`,
      );
    owners.set(containerName, name);
  }
}

function checkCycle(reading: Reading, root: Field, stack: Stack): void {
  const edges = Object.values(stack.services).map(({ name, dependsOn }): [string, readonly string[]] => [
    name,
    Object.keys(dependsOn),
  ]);
  const cycle = findCycle(new Map(edges));
  const [first] = cycle ?? [];
  if (!cycle || first === undefined) return;
  const service = fieldOf(root, 'services', first);
  reject(
    reading,
    fieldOf(service, 'depends_on') ?? service ?? root,
    'dependency-cycle',
    `services wait for each other: ${cycle.join(' -> ')}`,
    'remove one of these dependencies',
  );
}

/** The stack without the resources that none of its services uses. */
export function withUsedResources(
  stack: Stack,
  { all, usesDefault }: { readonly all: boolean; readonly usesDefault: () => boolean },
): Stack {
  const services = Object.values(stack.services);
  const used = {
    networks: new Set(services.flatMap((service) => Object.keys(service.networks))),
    volumes: new Set(
      services.flatMap((service) => service.volumes.map((mount) => (mount.kind === 'volume' ? mount.source : ''))),
    ),
    secrets: new Set(
      services.flatMap(({ secrets, build }) => [...secrets, ...(build?.secrets ?? [])].map((grant) => grant.source)),
    ),
    configs: new Set(services.flatMap((service) => service.configs.map((grant) => grant.source))),
    models: new Set(services.flatMap((service) => Object.keys(service.models ?? {}))),
  };
  const isKept = (name: string): boolean =>
    used.networks.has(name) || (all && (name !== DEFAULT_NETWORK || usesDefault()));
  return {
    ...stack,
    networks: pick(stack.networks, isKept),
    volumes: pick(stack.volumes, (name) => all || used.volumes.has(name)),
    secrets: pick(stack.secrets, (name) => all || used.secrets.has(name)),
    configs: pick(stack.configs, (name) => all || used.configs.has(name)),
    ...(stack.models ? { models: pick(stack.models, (name) => all || used.models.has(name)) } : {}),
  };
}

function pick<T>(record: Readonly<Record<string, T>>, isKept: (name: string) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isKept(name)));
}
