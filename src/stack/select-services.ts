// Which services a command is about: those that are on, or those it names with what they depend on.
import { matchesGlob } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { LoadOptions } from './read-stack-files.ts';
import { entriesOf, type Field, fieldOf, itemsOf, readText, readTexts } from './reading.ts';
import { toServiceNames } from './to-stack.ts';

export type ServiceSelection = {
  /** Those given, and those of the services that are named. */
  readonly profiles: readonly string[];
  /** Undefined: every service that is on. */
  readonly selected: ReadonlySet<string> | undefined;
};

type Choice = Pick<LoadOptions, 'services' | 'switchedOn'> & { readonly profiles: readonly string[] };

/** Naming a service activates its profiles. Throws `no-such-service`. */
export function selectServices(root: Field, { profiles, services = [], switchedOn = [] }: Choice): ServiceSelection {
  if (services.length === 0)
    return { profiles: withProfilesOf(root, new Set(switchedOn), profiles), selected: undefined };
  const known = entriesOf(fieldOf(root, 'services')).map(([name]) => name);
  const named = new Set(services.flatMap((service) => findServices(service, known)));
  const active = withProfilesOf(root, named, profiles);
  const { active: on } = toServiceNames(root, active);
  return { profiles: active, selected: withDependencies(root, named, new Set(on)) };
}

function withProfilesOf(root: Field, named: ReadonlySet<string>, profiles: readonly string[]): readonly string[] {
  const own = [...named].flatMap((name) => readTexts(fieldOf(root, 'services', name, 'profiles')));
  return [...new Set([...profiles, ...own])];
}

/** The services of a name or a pattern. */
function findServices(name: string, known: readonly string[]): readonly string[] {
  if (known.includes(name)) return [name];
  const matching = /[*?[]/.test(name) ? known.filter((each) => matchesGlob(each, name)) : [];
  if (matching.length > 0) return matching;
  const near = suggest(name, known);
  throw new UsageError('no-such-service', {
    message: `the stack has no service "${name}", there are ${known.join(', ')}`,
    hint: near && `did you mean "${near}"?`,
  });
}

function withDependencies(root: Field, named: ReadonlySet<string>, active: ReadonlySet<string>): ReadonlySet<string> {
  const selected = new Set(named);
  // Sets go through what is added to them on the way.
  for (const name of selected) {
    for (const other of namedServices(fieldOf(root, 'services', name))) if (active.has(other)) selected.add(other);
  }
  return selected;
}

const JOINED: readonly string[] = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];

/** The services that a service depends on, said or implied. */
function namedServices(service: Field | undefined): readonly string[] {
  const dependsOn = fieldOf(service, 'depends_on');
  const texts = [fieldOf(service, 'links'), fieldOf(service, 'volumes_from')].flatMap((list) =>
    itemsOf(list).map((item) => readText(item)?.split(':')[0] ?? ''),
  );
  const joined = JOINED.flatMap((key) => /^service:(.+)$/.exec(readText(fieldOf(service, key)) ?? '')?.[1] ?? []);
  return [...entriesOf(dependsOn).map(([name]) => name), ...readTexts(dependsOn), ...texts, ...joined];
}
