// What `dockr config` prints, for each of its options.
import { digestOf } from '../core/hash.ts';
import type { LoadedStack } from '../stack/load-stack.ts';
import type { Service, Stack } from '../stack/model.ts';
import { getChild, type TreeNode } from '../stack/tree.ts';
import type { Cli } from './cli.ts';
import { type ConfigOptions, skippedStages } from './config-options.ts';
import { toLines } from './listing.ts';
import { loadModel, loadUnfilled } from './project.ts';
import { checkServices } from './stack-request.ts';

/** Loads as much as the options need. */
export async function configText(cli: Cli, options: ConfigOptions, services: readonly string[]): Promise<string> {
  const format = options.format ?? (cli.globals.json ? 'json' : 'yaml');
  if (options.schema) return schemaText();
  if (options.variables) return variablesText(cli, options.format);
  if (options['no-interpolate']) return treeText(cli, format);
  const loaded = await loadModel(cli, undefined, { services, skip: skippedStages(options) });
  if (options.quiet) return '';
  const names = namesOf(loaded, options);
  if (names) return toLines(names);
  if (options.hash !== undefined) return hashLines(loaded.stack, options.hash);
  if (options.origin) return originText(loaded, format);
  return modelText(loaded, options, format);
}

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
function hashLines(stack: Stack, wanted: string): string {
  const names = wanted === '*' ? Object.keys(stack.services).sort() : wanted.split(',').map((name) => name.trim());
  checkServices(stack, names);
  return toLines(
    names.flatMap((name) => {
      const service = stack.services[name];
      return service ? `${name} ${hashOf(service)}` : [];
    }),
  );
}

function hashOf(service: Service): string {
  const { build: _build, pullPolicy: _pull, scale: _scale, dependsOn: _needs, profiles: _profiles, ...own } = service;
  return digestOf(own).replace('sha256:', '');
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
async function treeText(cli: Cli, format: 'yaml' | 'json'): Promise<string> {
  const [{ formatShape }, { toPlain }] = await Promise.all([
    import('../stack/format-stack.ts'),
    import('../stack/tree.ts'),
  ]);
  const { tree, name } = await loadUnfilled(cli);
  const shape = toPlain(tree);
  return formatShape({ name, ...(typeof shape === 'object' ? shape : {}) }, format);
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
