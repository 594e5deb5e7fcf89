// What compose-go prints and what we print, brought to one form: both sides go through the same steps.

type Json = null | boolean | number | string | readonly Json[] | JsonMap;
type JsonMap = { readonly [key: string]: Json };

/** Paths in the shape, `*` being any key or index, that hold a path of the machine. */
const PATHS = [
  'services.*.build.context',
  'services.*.build.additional_contexts',
  'services.*.build.ssh',
  'services.*.develop.watch.*.path',
  'services.*.env_file.*.path',
  'services.*.label_file',
  'services.*.volumes.*.source',
  'secrets.*.file',
  'configs.*.file',
  'volumes.*.driver_opts.device',
];

/** Texts that the reference does not print where they are empty. */
const OMITTED_WHEN_EMPTY = ['services.*.build.dockerfile', 'networks.*.name', 'volumes.*.name'];

export type ShapeOptions = { readonly withoutPaths: boolean; readonly isNormalized: boolean };

/** Without empty lists and maps; without what only normalization adds, where compose-go was told to leave it out. */
export function toComparable(shape: unknown, options: ShapeOptions): Json {
  const plain = shape as JsonMap;
  return clean(options.isNormalized ? plain : withoutNormalization(plain), [], options) ?? null;
}

function clean(value: Json, path: readonly string[], options: ShapeOptions): Json | undefined {
  if (options.withoutPaths && matches(path, PATHS)) return undefined;
  if (isList(value)) {
    const written = path.at(-1) === 'ssh' ? value.map(toSshKey) : value;
    const items = written.map((item, index) => clean(item, [...path, String(index)], options) ?? null);
    const isCommand = path.at(-1) === 'command' || path.at(-1) === 'entrypoint';
    return items.length === 0 && !isCommand ? undefined : items;
  }
  if (value === '' && matches(path, OMITTED_WHEN_EMPTY)) return undefined;
  if (!isMap(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const cleaned = clean(path.at(-1) === 'ulimits' ? toUlimit(item) : item, [...path, key], options);
    return cleaned === undefined ? [] : [[key, cleaned]];
  });
  // Names of resources stay though they say nothing more.
  return entries.length === 0 && path.length !== 2 ? undefined : Object.fromEntries(entries);
}

function matches(path: readonly string[], patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('.');
    return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
  });
}

/** One number says the same as two equal ones. */
function toUlimit(value: Json): Json {
  return isMap(value) && value['soft'] === value['hard'] ? (value['soft'] ?? null) : value;
}

/** The reference prints keys as `id: path` and reads `id=path`: the model has an id and a path. */
function toSshKey(value: Json): Json {
  return typeof value === 'string' ? value.replace(': ', '=') : value;
}

function withoutNormalization(shape: JsonMap): JsonMap {
  const stack = String(shape['name']);
  return mapEntries(shape, (kind, value) => {
    if (!isMap(value)) return value;
    if (kind === 'services') return mapEntries(value, (_, service) => plainService(service));
    if (!['networks', 'volumes', 'secrets', 'configs'].includes(kind)) return value;
    const plain = mapEntries(value, (key, resource) => withoutName(resource, [`${stack}_${key}`, key]));
    return mapEntries(plain, (key, resource) =>
      kind === 'networks' && key === 'default' && isEmptyMap(resource) ? undefined : resource,
    );
  });
}

function withoutName(resource: Json, names: readonly string[]): Json {
  if (!isMap(resource)) return resource;
  return mapEntries(resource, (key, value) => (key === 'name' && names.includes(String(value)) ? undefined : value));
}

function plainService(service: Json): Json {
  if (!isMap(service)) return service;
  const implied = impliedServices(service);
  return mapEntries(service, (key, value) => {
    if (key === 'networks' && isMap(value) && Object.keys(value).join() === 'default' && value['default'] === null)
      return undefined;
    if (key === 'depends_on' && isMap(value))
      return mapEntries(value, (name, dependency) => (implied.includes(name) ? undefined : dependency));
    if (key === 'build' && isMap(value))
      return mapEntries(value, (name, part) => (name === 'dockerfile' && part === 'Dockerfile' ? undefined : part));
    if (key === 'pre_start' && isList(value))
      return value.map((hook) => (isMap(hook) && hook['image'] === service['image'] ? omitImage(hook) : hook));
    return value;
  });
}

function omitImage(hook: JsonMap): JsonMap {
  return mapEntries(hook, (key, value) => (key === 'image' ? undefined : value));
}

function impliedServices(service: JsonMap): readonly string[] {
  const texts = [service['links'], service['volumes_from']].flatMap((list) => (isList(list) ? list : []));
  const shared = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'].map((key) =>
    String(service[key] ?? '').replace(/^service:/, ''),
  );
  return [...texts.map((text) => String(text).split(':')[0] ?? ''), ...shared];
}

function mapEntries(map: JsonMap, change: (key: string, value: Json) => Json | undefined): JsonMap {
  const entries = Object.entries(map).flatMap(([key, value]): [string, Json][] => {
    const changed = change(key, value);
    return changed === undefined ? [] : [[key, changed]];
  });
  return Object.fromEntries(entries);
}

function isEmptyMap(value: Json): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
