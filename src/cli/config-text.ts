// What `dockr config` prints, for each of its options.
import type { LoadedStack } from '../stack/load-stack.ts';
import type { Service, Stack } from '../stack/model.ts';
import { getChild, type MapEntry, type TreeNode } from '../stack/tree.ts';
import type { Cli } from './cli.ts';
import { type ConfigOptions, skippedStages } from './config-options.ts';
import { toLines } from './listing.ts';
import { checkConflicts } from './parse-values.ts';
import { loadModel, loadUnfilled } from './project.ts';
import { checkServices } from './stack-request.ts';

/** Loads as much as the options need. */
export async function configText(cli: Cli, options: ConfigOptions, services: readonly string[]): Promise<string> {
  const format = options.format ?? (cli.globals.json ? 'json' : 'yaml');
  if (options.schema) return schemaText();
  if (options.variables) return variablesText(cli, options.format);
  checkShown(options);
  if (options['no-interpolate'] && !NAMES.some((kind) => options[kind])) return treeText(cli, format, services);
  const loaded = await loadModel(cli, undefined, { services, skip: skippedStages(options) });
  if (options.quiet) return '';
  const names = namesOf(loaded, options);
  if (names) return toLines(names);
  if (options.hash !== undefined) return hashLines(loaded.stack, options.hash);
  if (options.origin) return originText(loaded, format);
  return modelText(loaded, options, format);
}

/** Throws for what only the model can tell. */
function checkShown({ 'no-interpolate': unfilled, images, hash, origin }: ConfigOptions): void {
  checkConflicts({ 'no-interpolate': unfilled, images, hash: hash !== undefined, origin }, [
    ['no-interpolate', 'images'],
    ['no-interpolate', 'hash'],
    ['no-interpolate', 'origin'],
  ]);
}

/** What is listed by keys, in which no variable is filled in. */
const NAMES = ['services', 'volumes', 'networks', 'models', 'profiles', 'environment'] as const;

function namesOf({ stack, tree, variables }: LoadedStack, kinds: ConfigOptions): readonly string[] | undefined {
  if (kinds.services) return Object.keys(stack.services).sort();
  if (kinds.volumes) return Object.keys(stack.volumes).sort();
  if (kinds.networks) return Object.keys(stack.networks).sort();
  if (kinds.models) return Object.keys(stack.models ?? {}).sort();
  if (kinds.profiles) return profilesIn(tree);
  if (kinds.images) return imagesOf(stack);
  if (kinds.environment) return [...variables].map(([name, value]) => `${name}=${value}`).sort();
  return undefined;
}

/** Those of services that are off too. */
function profilesIn(tree: TreeNode): readonly string[] {
  const services = getChild(tree, 'services');
  const entries = services?.kind === 'map' ? [...services.entries.values()] : [];
  const texts = entries.flatMap(({ value }) => {
    const profiles = getChild(value, 'profiles');
    return profiles?.kind === 'list'
      ? profiles.items.map((item) => (item.kind === 'scalar' ? String(item.value) : ''))
      : [];
  });
  return [...new Set(texts)].sort();
}

function imagesOf(stack: Stack): readonly string[] {
  return Object.values(stack.services).map(({ name, image }) => image ?? `${stack.name}-${name}`);
}

/** A digest of all that makes a container of the service what it is. */
async function hashLines(stack: Stack, wanted: string): Promise<string> {
  const { digestOf } = await import('../core/hash.ts');
  const names = wanted === '*' ? Object.keys(stack.services).sort() : wanted.split(',').map((name) => name.trim());
  checkServices(stack, names);
  return toLines(
    names.flatMap((name) => {
      const service = stack.services[name];
      return service ? `${name} ${digestOf(hashedOf(service)).replace('sha256:', '')}` : [];
    }),
  );
}

function hashedOf(service: Service): Partial<Service> {
  const { build: _build, pullPolicy: _pull, scale: _scale, dependsOn: _needs, profiles: _profiles, ...own } = service;
  return own;
}

async function modelText(loaded: LoadedStack, options: ConfigOptions, format: 'yaml' | 'json'): Promise<string> {
  const [{ formatShape, toPrintedShape }, { withoutNormalization, withWrittenPaths }] = await Promise.all([
    import('../stack/format-stack.ts'),
    import('../stack/as-written.ts'),
  ]);
  const { stack, tree } = loaded;
  let shape = toPrintedShape(stack, { withEnvFiles: options['no-env-resolution'] });
  if (options['no-normalize']) shape = withoutNormalization(shape, tree);
  if (options['no-path-resolution']) shape = withWrittenPaths(shape, { tree, directory: stack.directory });
  return formatShape(shape, format);
}

async function originText(loaded: LoadedStack, format: 'yaml' | 'json'): Promise<string> {
  const { formatOrigins, listOrigins } = await import('../stack/format-origins.ts');
  if (format === 'yaml') return formatOrigins(loaded);
  return toLines(listOrigins(loaded).map((origin) => JSON.stringify(origin)));
}

async function schemaText(): Promise<string> {
  const { default: schema } = await import('../../schemas/stack.schema.json', { with: { type: 'json' } });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** The merged file as it is written: with variables in it, no attribute can be brought to its long form. */
async function treeText(cli: Cli, format: 'yaml' | 'json', services: readonly string[]): Promise<string> {
  const [{ formatShape }, { toPlain }, { selectServices }] = await Promise.all([
    import('../stack/format-stack.ts'),
    import('../stack/tree.ts'),
    import('../stack/select-services.ts'),
  ]);
  const { tree, name } = await loadUnfilled(cli);
  const { selected } = selectServices({ node: tree, path: [], key: tree.at }, { profiles: ['*'], services });
  const shape = toPlain(selected ? withServices(tree, selected) : tree);
  return formatShape({ name, ...(typeof shape === 'object' ? shape : {}) }, format);
}

/** The tree without the services that are not wanted. */
function withServices(tree: TreeNode, wanted: ReadonlySet<string>): TreeNode {
  if (tree.kind !== 'map') return tree;
  const entries = [...tree.entries].map(([key, entry]): [string, MapEntry] => {
    if (key !== 'services' || entry.value.kind !== 'map') return [key, entry];
    const kept = new Map([...entry.value.entries].filter(([name]) => wanted.has(name)));
    return [key, { ...entry, value: { ...entry.value, entries: kept } }];
  });
  return { ...tree, entries: new Map(entries) };
}

async function variablesText(cli: Cli, format: ConfigOptions['format']): Promise<string> {
  const { tree } = await loadUnfilled(cli);
  const { extractVariables } = await import('../stack/extract-variables.ts');
  const variables = extractVariables(tree);
  if (format === undefined && !cli.globals.json) {
    const { formatTable } = await import('../ui/format-table.ts');
    const rows = variables.map(({ name, required, fallback, alternate }) => [
      name,
      String(required),
      fallback,
      alternate,
    ]);
    return formatTable({ head: ['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], rows });
  }
  const { formatShape } = await import('../stack/format-stack.ts');
  const shape = variables.map(({ name, required, fallback, alternate }) => [
    name,
    { Name: name, DefaultValue: fallback, PresenceValue: alternate, Required: required },
  ]);
  return formatShape(Object.fromEntries(shape), format ?? 'json');
}
