// What a service waits for: `depends_on`, and what `links`, `network_mode` and build contexts imply.
import { suggest } from '../core/suggest.ts';
import { describePath } from './describe-path.ts';
import type { Dependency, NetworkMode } from './model.ts';
import { entriesOf, type Field, fieldOf, itemsOf, type Reading, readFlag, readText, reject } from './reading.ts';

/** Names of the services there are: those that are on, and those that a profile switches off. */
export type ServiceNames = { readonly active: readonly string[]; readonly inactive: readonly string[] };

const STARTED: Dependency = { condition: 'service_started', restart: false, required: true };
const CONDITIONS: readonly Dependency['condition'][] = [
  'service_started',
  'service_healthy',
  'service_completed_successfully',
];

export function toDependencies(
  reading: Reading,
  service: Field,
  known: { readonly names: ServiceNames; readonly networkMode: NetworkMode },
): Readonly<Record<string, Dependency>> {
  const dependencies = new Map<string, Dependency>();
  const add = (field: Field, name: string, dependency: Dependency): void => {
    if (
      checkService(reading, field, { name, names: known.names, isRequired: dependency.required }) &&
      !dependencies.has(name)
    )
      dependencies.set(name, dependency);
  };
  const dependsOn = fieldOf(service, 'depends_on');
  for (const item of itemsOf(dependsOn)) add(item, readText(item) ?? '', STARTED);
  for (const [name, entry] of entriesOf(dependsOn)) add(entry, name, toDependency(reading, entry));
  for (const item of itemsOf(fieldOf(service, 'links')))
    add(item, linkedService(reading, item), { ...STARTED, restart: true });
  const mode = fieldOf(service, 'network_mode');
  if (mode && known.networkMode.kind === 'service') add(mode, known.networkMode.service, { ...STARTED, restart: true });
  return Object.fromEntries([...dependencies].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Reference = { readonly name: string; readonly names: ServiceNames; readonly isRequired: boolean };

/** Whether the service is there and on; reports it if it has to be. */
export function checkService(reading: Reading, field: Field, { name, names, isRequired }: Reference): boolean {
  if (names.active.includes(name)) return true;
  if (!isRequired) return false;
  const place = { ...field, node: field.node.kind === 'scalar' ? field.node : { ...field.node, at: field.key } };
  if (names.inactive.includes(name)) {
    reject(
      reading,
      place,
      'inactive-service',
      `${describePath(field.path)} refers to service "${name}", which is off because none of its profiles is active`,
      'activate one of its profiles with "--profile"',
    );
    return false;
  }
  const near = suggest(name, names.active);
  reject(
    reading,
    place,
    'undefined-service',
    `${describePath(field.path)} refers to service "${name}", which is not defined`,
    near && `did you mean "${near}"?`,
  );
  return false;
}

function toDependency(reading: Reading, entry: Field): Dependency {
  const text = readText(fieldOf(entry, 'condition'));
  return {
    condition: CONDITIONS.find((condition) => condition === text) ?? 'service_started',
    restart: readFlag(reading, fieldOf(entry, 'restart')) ?? false,
    required: readFlag(reading, fieldOf(entry, 'required')) ?? true,
  };
}

/** `SERVICE` or `SERVICE:ALIAS`; an alias that only this service sees is more than a name on a network. */
function linkedService(reading: Reading, item: Field): string {
  const [name = '', alias] = (readText(item) ?? '').split(':');
  if (alias !== undefined && alias !== name) {
    reject(
      reading,
      item,
      'not-supported',
      `${describePath(item.path)} gives "${name}" another name, which is not supported by this version of dockr`,
      `use "aliases" under the networks of "${name}"`,
    );
  }
  return name;
}
