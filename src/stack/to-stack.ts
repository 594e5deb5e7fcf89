// The model of a whole stack from its merged and checked tree.
import { StackError } from '../core/errors.ts';
import { findCycle } from '../core/graph.ts';
import { suggest } from '../core/suggest.ts';
import { describePath } from './describe-path.ts';
import type { Service, Stack, StackVolume } from './model.ts';
import {
  entriesOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readText,
  readTextMap,
  readTexts,
  reject,
} from './reading.ts';
import { toPosition } from './source-text.ts';
import { resolvePath } from './to-build.ts';
import type { ServiceNames } from './to-dependencies.ts';
import type { EnvFileTexts } from './to-environment.ts';
import { isExternal, toResourceName } from './to-external.ts';
import { toStackFiles } from './to-grants.ts';
import { toStackNetworks } from './to-networks.ts';
import { toService } from './to-service.ts';

export type StackSetting = {
  readonly files: readonly string[];
  readonly envFiles: EnvFileTexts;
  readonly profiles: readonly string[];
  /** Keep networks, volumes, secrets and configs that no service uses. */
  readonly allResources: boolean;
};

/** More services than one machine runs; dependencies are followed recursively, so their number is bounded. */
const MOST_SERVICES = 5000;

/** Fills the model; what is wrong goes to `reading.problems`. */
export function toStack(reading: Reading, root: Field, setting: StackSetting): Stack {
  const names = toServiceNames(root, setting.profiles);
  if (names.active.length > MOST_SERVICES) throw tooManyServices(root);
  const services: [string, Service][] = [];
  for (const [name, service] of entriesOf(fieldOf(root, 'services'))) {
    if (names.active.includes(name))
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
  };
  checkVolumes(reading, root, stack);
  checkContainerNames(reading, root, stack);
  checkCycle(reading, root, stack);
  return withUsedResources(stack, setting.allResources);
}

function tooManyServices(root: Field): StackError {
  const message = `the stack has more than ${MOST_SERVICES} services`;
  return new StackError('too-large', { message, at: toPosition(root.key) });
}

/** The services that are on: without a profile, or with an active one; `*` activates all. */
export function toServiceNames(root: Field, profiles: readonly string[]): ServiceNames {
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
  const known = Object.keys(stack.volumes);
  for (const service of Object.values(stack.services)) {
    const items = itemsOf(fieldOf(root, 'services', service.name, 'volumes'));
    for (const mount of service.volumes) {
      if (mount.kind !== 'volume' || known.includes(mount.source)) continue;
      const item = items.find(
        (field) =>
          readText(fieldOf(field, 'source')) === mount.source || readText(field)?.startsWith(`${mount.source}:`),
      );
      const near = suggest(mount.source, known);
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

/** Networks, volumes, secrets and configs that no service uses are not made. */
function withUsedResources(stack: Stack, allResources: boolean): Stack {
  const services = Object.values(stack.services);
  const used = {
    networks: new Set(services.flatMap((service) => Object.keys(service.networks))),
    volumes: new Set(
      services.flatMap((service) => service.volumes.map((mount) => (mount.kind === 'volume' ? mount.source : ''))),
    ),
    secrets: new Set(services.flatMap((service) => service.secrets.map((grant) => grant.source))),
    configs: new Set(services.flatMap((service) => service.configs.map((grant) => grant.source))),
  };
  const isKept = (name: string, names: ReadonlySet<string>): boolean =>
    names.has(name) || (allResources && name !== 'default');
  return {
    ...stack,
    networks: pick(stack.networks, (name) => isKept(name, used.networks)),
    volumes: pick(stack.volumes, (name) => allResources || used.volumes.has(name)),
    secrets: pick(stack.secrets, (name) => allResources || used.secrets.has(name)),
    configs: pick(stack.configs, (name) => allResources || used.configs.has(name)),
  };
}

function pick<T>(record: Readonly<Record<string, T>>, isKept: (name: string) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => isKept(name)));
}
