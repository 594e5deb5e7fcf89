// What compose-go prints and what we print, brought to one form: only what is said in both languages is compared.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonMap = { readonly [key: string]: Json };

/** Keys that compose-go prints and that our model has no need of: resolved already, documentation, or without effect. */
const DROPPED = ['env_file', 'develop', 'links', 'mode', 'app_protocol', 'create_host_path'];
const PATHS = ['context', 'file', 'source', 'device', 'additional_contexts'];

export type ShapeOptions = { readonly withoutPaths: boolean; readonly isNormalized: boolean };

/** Without empty values, extensions, and what `DROPPED` names; `deploy` in the service's own terms. */
export function toComparable(shape: unknown, options: ShapeOptions): Json {
  return clean(shape as Json, [], options) ?? null;
}

function clean(value: Json, path: readonly string[], options: ShapeOptions): Json | undefined {
  if (value === false || value === '') return undefined;
  if (isList(value)) {
    const items = value.map((item, index) => clean(item, [...path, String(index)], options) ?? null);
    return items.length === 0 && path.at(-1) !== 'command' && path.at(-1) !== 'entrypoint' ? undefined : items;
  }
  if (value === null || typeof value !== 'object') return value;
  const map = path[0] === 'services' && path.length === 2 ? flatService(value) : value;
  const entries = Object.entries(map).flatMap(([key, item]): [string, Json][] => {
    if (isDropped(key, path, options)) return [];
    const cleaned = clean(simplify(key, item, path), [...path, key], options);
    return cleaned === undefined || isEmpty(cleaned, path) ? [] : [[key, cleaned]];
  });
  return Object.fromEntries(entries);
}

function isDropped(key: string, path: readonly string[], options: ShapeOptions): boolean {
  const inFree = path.length > 2 && ['environment', 'labels', 'driver_opts', 'args'].includes(path.at(-1) ?? '');
  if (inFree) return options.withoutPaths && key === 'device';
  if (key.startsWith('x-') || (path.length > 1 && DROPPED.includes(key))) return true;
  if (options.withoutPaths && PATHS.includes(key)) return true;
  if (options.isNormalized) return false;
  return (
    ['networks', 'depends_on', 'dockerfile'].includes(key) ||
    (key === 'name' && path.length === 2) ||
    path[0] === 'networks'
  );
}

/** Defaults that one side writes out. */
function simplify(key: string, value: Json, path: readonly string[]): Json {
  if (key === 'driver' && (value === 'local' || value === 'bridge' || value === 'default')) return '';
  if (key === 'tmpfs' && typeof value === 'object' && path.length === 2)
    return isList(value) ? [...value].sort() : value;
  if (key === 'attach' && value === true) return '';
  if (path.at(-2) === 'ulimits' || path.at(-1) === 'ulimits')
    return isMap(value) && value['soft'] === value['hard'] ? (value['soft'] ?? '') : value;
  return value;
}

/** Names of resources stay though they say nothing more. */
function isEmpty(value: Json, path: readonly string[]): boolean {
  const isResource = path.length === 1 && path[0] !== 'services';
  return !isResource && isMap(value) && Object.keys(value).length === 0;
}

function flatService(service: JsonMap): JsonMap {
  const { deploy, volumes, tmpfs, ...rest } = service;
  const limits = at(deploy, 'resources', 'limits');
  const reservations = at(deploy, 'resources', 'reservations');
  const mounts = isList(volumes) ? volumes : [];
  const texts = [
    ...(isList(tmpfs) ? tmpfs : []),
    ...mounts.filter((mount) => at(mount, 'type') === 'tmpfs').map(tmpfsText),
  ];
  return {
    ...rest,
    ...given('scale', at(deploy, 'replicas')),
    ...given('cpus', at(limits, 'cpus')),
    ...given('mem_limit', at(limits, 'memory')),
    ...given('pids_limit', at(limits, 'pids')),
    ...given('mem_reservation', at(reservations, 'memory')),
    ...given('restart', restartText(at(deploy, 'restart_policy'))),
    ...given('volumes', volumes === undefined ? undefined : mounts.filter((mount) => at(mount, 'type') !== 'tmpfs')),
    ...given('tmpfs', texts.length > 0 ? texts : undefined),
  };
}

function tmpfsText(mount: Json): string {
  const size = at(mount, 'tmpfs', 'size');
  const mode = at(mount, 'tmpfs', 'mode');
  const options = [
    size === undefined ? [] : [`size=${size}`],
    mode === undefined ? [] : [`mode=${Number.parseInt(String(mode), 8).toString(8)}`],
  ].flat();
  return options.length === 0 ? `${at(mount, 'target')}` : `${at(mount, 'target')}:${options.join(',')}`;
}

function restartText(policy: Json | undefined): string | undefined {
  if (!isMap(policy)) return undefined;
  const condition = policy['condition'] ?? 'any';
  if (condition === 'none') return '';
  if (condition === 'any') return 'always';
  return policy['max_attempts'] === undefined ? 'on-failure' : `on-failure:${policy['max_attempts']}`;
}

function given(key: string, value: Json | undefined): JsonMap {
  return value === undefined ? {} : { [key]: value };
}

function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let current = value;
  for (const key of keys) current = isMap(current) ? current[key] : undefined;
  return current;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
