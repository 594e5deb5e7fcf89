// `x-dockr: {drift: report|repair|ignore, ignoreDrift: [SERVICE.FIELD, …]}` of a stack or a service.
import type { Stack } from '../stack/model.ts';
import type { DriftFinding } from './drift.ts';

/** `default`: nothing was said. Networks are mended, as they always were, and nothing else is looked at. */
export type DriftMode = 'default' | 'report' | 'repair' | 'ignore';

export const DRIFT_MODES: readonly string[] = ['report', 'repair', 'ignore'];

export type DriftSettings = {
  readonly mode: DriftMode;
  readonly services: Readonly<Record<string, DriftMode>>;
  /** `web.limits.memory`; `*.limits`; without a service by kind: `network.bridge`. */
  readonly ignored: readonly string[];
};

export const DEFAULT_DRIFT: DriftSettings = { mode: 'default', services: {}, ignored: [] };

/** What a stack says of drift. Unknown words were warned of when it was loaded, and say nothing. */
export function driftSettings(stack: Pick<Stack, 'services' | 'extensions'>): DriftSettings {
  const mode = modeIn(stack.extensions) ?? 'default';
  const services = Object.values(stack.services);
  return {
    mode,
    services: Object.fromEntries(services.map(({ name, extensions }) => [name, modeIn(extensions) ?? mode])),
    ignored: [
      ...rulesIn(stack.extensions),
      ...services.flatMap(({ name, extensions }) => rulesIn(extensions).map((rule) => `${name}.${rule}`)),
    ],
  };
}

/** How a finding is to be dealt with. */
export function driftModeOf(finding: DriftFinding, settings: DriftSettings): DriftMode {
  const { service } = finding;
  if (service !== null && Object.hasOwn(settings.services, service)) return settings.services[service] ?? settings.mode;
  return settings.mode;
}

/** Whether a rule leaves it out: the rule names its field, or one that it is a part of. */
export function isIgnored({ service, resource, field }: DriftFinding, { ignored }: DriftSettings): boolean {
  const owner = service ?? resource.split(' ')[0] ?? '';
  const names = [`${owner}.${field}`, `*.${field}`];
  return ignored.some((rule) => names.some((name) => name === rule || name.startsWith(`${rule}.`)));
}

/** Whether anything of the stack is to be looked at beyond its networks. */
export function watchesDrift({ mode, services }: DriftSettings): boolean {
  return [mode, ...Object.values(services)].some((one) => one === 'report' || one === 'repair');
}

function modeIn(extensions: Stack['extensions']): DriftMode | undefined {
  const value = settingIn(extensions, 'drift');
  return value === 'report' || value === 'repair' || value === 'ignore' ? value : undefined;
}

function rulesIn(extensions: Stack['extensions']): string[] {
  const value = settingIn(extensions, 'ignoreDrift');
  return Array.isArray(value) ? value.filter((rule) => typeof rule === 'string') : [];
}

function settingIn(extensions: Stack['extensions'], key: string): unknown {
  const own = extensions?.['x-dockr'];
  return typeof own === 'object' && own !== null ? Reflect.get(own, key) : undefined;
}
