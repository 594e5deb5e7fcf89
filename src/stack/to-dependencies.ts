// What a service waits for: `depends_on`, and what `links`, `network_mode` and build contexts imply.
import { describePath } from './describe-path.ts';
import type { Dependency } from './model/run.ts';
import { addWarning, suggestName } from './problems.ts';
import {
  entriesOf,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  rangeOf,
  readFlag,
  readText,
  refuse,
  reject,
} from './reading.ts';

/** Names of the services there are: those that are on, and those that a profile switches off. */
export type ServiceNames = { readonly active: ReadonlySet<string>; readonly inactive: ReadonlySet<string> };

const STARTED: Dependency = { condition: 'service_started', restart: false, required: true };
const CONDITIONS: readonly Dependency['condition'][] = [
  'service_started',
  'service_healthy',
  'service_completed_successfully',
];

export type Dependencies = {
  readonly dependsOn: Readonly<Record<string, Dependency>>;
  /** Those whose service is not there or not on. */
  readonly absent: Readonly<Record<string, Dependency>>;
};

export function toDependencies(
  reading: Reading,
  service: Field,
  { names }: { readonly names: ServiceNames },
): Dependencies {
  const dependencies = new Map<string, Dependency>();
  const absent = new Map<string, Dependency>();
  const add = (field: Field, name: string, dependency: Dependency): void => {
    const isFound = checkService(reading, field, { name, names, isRequired: dependency.required });
    const isThere = isFound || (dependency.required && reading.skip.includes('consistency'));
    if (!isThere && !absent.has(name)) absent.set(name, dependency);
    if (isThere && !dependencies.has(name)) dependencies.set(name, dependency);
  };
  const dependsOn = fieldOf(service, 'depends_on');
  for (const item of itemsOf(dependsOn)) add(item, readText(item) ?? '', STARTED);
  for (const [name, entry] of entriesOf(dependsOn)) add(entry, name, toDependency(reading, entry));
  for (const { field, name, restart } of impliedServices(reading, service)) add(field, name, { ...STARTED, restart });
  return { dependsOn: byName(dependencies), absent: byName(absent) };
}

function byName(dependencies: ReadonlyMap<string, Dependency>): Readonly<Record<string, Dependency>> {
  return Object.fromEntries([...dependencies].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
}

/** Namespaces that a service can share with another one. */
const SHARED: readonly string[] = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];

type Implied = { readonly field: Field; readonly name: string; readonly restart: boolean };

/** The services that other attributes name. */
function impliedServices(reading: Reading, service: Field): readonly Implied[] {
  const links = itemsOf(fieldOf(service, 'links')).map((field): Implied => {
    const [name = '', alias = name] = (readText(field) ?? '').split(':');
    if (alias !== name) refuseAlias(reading, field, name);
    return { field, name, restart: true };
  });
  const shared = SHARED.flatMap((key): Implied[] => {
    const field = fieldOf(service, key);
    if (!field) return [];
    const [, name] = /^service:(.+)$/.exec(readText(field) ?? '') ?? [];
    return name ? [{ field, name, restart: true }] : [];
  });
  const volumes = itemsOf(fieldOf(service, 'volumes_from')).flatMap((field): Implied[] => {
    const text = readText(field) ?? '';
    const [name = ''] = text.split(':');
    return text.startsWith('container:') ? [] : [{ field, name, restart: false }];
  });
  return [...links, ...shared, ...volumes];
}

/** An alias that only this service sees is more than a name on a network. */
function refuseAlias(reading: Reading, field: Field, name: string): void {
  const hint = `use "aliases" under the networks of "${name}"`;
  refuse(reading, field, `${describePath(field.path)} gives "${name}" another name, which`, hint);
}

type Reference = { readonly name: string; readonly names: ServiceNames; readonly isRequired: boolean };

/** Whether the service is there and on; reports it if it is not there, or is off and has to be on. */
export function checkService(reading: Reading, field: Field, { name, names, isRequired }: Reference): boolean {
  if (names.active.has(name)) return true;
  if (!isRequired && names.inactive.has(name)) return false;
  const place = { ...field, node: field.node.kind === 'scalar' ? field.node : { ...field.node, at: field.key } };
  if (names.inactive.has(name)) {
    reject(
      reading,
      place,
      'inactive-service',
      `${describePath(field.path)} refers to service "${name}", which is off because none of its profiles is active`,
      'activate one of its profiles with "--profile"',
    );
    return false;
  }
  const message = `${describePath(field.path)} refers to service "${name}", which is not defined`;
  // "required: false" asks for no more than a warning (Compose specification, depends_on).
  if (!isRequired) {
    addWarning(reading.problems, 'undefined-service', message, rangeOf(place));
    return false;
  }
  const near = suggestName(reading.problems, name, [...names.active]);
  reject(reading, place, 'undefined-service', message, near && `did you mean "${near}"?`);
  return false;
}

function toDependency(reading: Reading, entry: Field): Dependency {
  const text = readText(fieldOf(entry, 'condition'));
  return {
    condition: CONDITIONS.find((condition) => condition === text) ?? 'service_started',
    restart: readFlag(reading, fieldOf(entry, 'restart')) ?? false,
    required: readFlag(reading, fieldOf(entry, 'required')) ?? true,
    ...extensionsOf(entry),
  };
}
