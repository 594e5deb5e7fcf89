// Stage: each service that extends another one becomes that one with its own attributes over it.
import { dirname, resolve } from 'node:path';
import { StackError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { mergeTrees, settleTags } from './merge-trees.ts';
import { prepareDocument } from './prepare-document.ts';
import { addError, gather } from './problems.ts';
import { readDocuments, withoutKey } from './read-document.ts';
import { type ExtendsReference, readExtends } from './read-extends.ts';
import { shownPath } from './read-stack-files.ts';
import { toPosition } from './source-text.ts';
import { isNull, type MapEntry, type MapNode, type TreeNode } from './tree.ts';
import { spendNodes } from './tree-budget.ts';
import type { FileScope, TreeLoading } from './tree-loading.ts';

/** Longer chains than people write; each link is followed recursively. */
const LONGEST_CHAIN = 100;

/** The document with `extends` of its services carried out. */
export async function applyExtends(tree: MapNode, scope: FileScope, loading: TreeLoading): Promise<MapNode> {
  const services = tree.entries.get('services');
  if (services?.value.kind !== 'map' || ![...services.value.entries.values()].some(isExtending)) return tree;
  const file = scope.chain.at(-1) ?? '-';
  const own: ServiceFile = { file, directory: scope.directory, services: services.value.entries, done: new Map() };
  const extending: Extending = { scope, loading, files: new Map() };
  const entries = new Map(services.value.entries);
  // By name, so that which error is found first is not up to the order of the file.
  for (const name of [...entries.keys()].sort()) {
    const entry = entries.get(name);
    if (!entry || !isExtending(entry)) continue;
    const { node } = await resolveService(own, { name, service: entry.value }, { extending, trail: [] });
    entries.set(name, { ...entry, value: node });
  }
  const value = { ...services.value, entries };
  return { ...tree, entries: new Map(tree.entries).set('services', { ...services, value }) };
}

/** Services as a file has them; those that are extended already are in `done`. */
type ServiceFile = {
  readonly file: string;
  /** Where the files that its services extend are looked for. */
  readonly directory: string;
  readonly services: ReadonlyMap<string, MapEntry>;
  readonly done: Map<string, Extended>;
};

type Named = { readonly name: string; readonly service: TreeNode };

/** `length` counts the services that it comes of. */
type Extended = { readonly node: TreeNode; readonly length: number };

type Extending = {
  readonly scope: FileScope;
  readonly loading: TreeLoading;
  readonly files: Map<string, ServiceFile>;
};

/** The services that extend each other down to here. */
type Way = { readonly extending: Extending; readonly trail: readonly Step[] };
type Step = { readonly file: ServiceFile; readonly name: string };

function isExtending(entry: MapEntry): boolean {
  return entry.value.kind === 'map' && entry.value.entries.has('extends');
}

async function resolveService(file: ServiceFile, { name, service }: Named, way: Way): Promise<Extended> {
  const known = file.done.get(name);
  if (known) return known;
  // Only a map can extend; what else stands there is for the schema to refuse, in the service that comes of it.
  const extended =
    service.kind === 'map' ? await extendService(file, { name, service }, way) : { node: service, length: 1 };
  file.done.set(name, extended);
  return extended;
}

async function extendService(
  file: ServiceFile,
  { name, service }: { readonly name: string; readonly service: MapNode },
  way: Way,
): Promise<Extended> {
  const entry = service.entries.get('extends');
  if (!entry) return { node: service, length: 1 };
  const own = withoutKey(service, 'extends');
  const { loading } = way.extending;
  const reference = isNull(entry.value) ? undefined : readExtends(name, entry, loading.problems);
  const target = reference && (await findTarget(file, { name, reference }, way));
  if (!reference || !target) return { node: own, length: 1 };
  const trail = [...way.trail, { file, name }];
  checkTrail(trail, { file: target.file, name: reference.service }, { reference, loading });
  const base = await resolveService(
    target.file,
    { name: reference.service, service: target.service },
    { ...way, trail },
  );
  if (base.length >= LONGEST_CHAIN) throw tooLong(reference);
  return { node: mergeService(base.node, own, { name, loading }), length: base.length + 1 };
}

/** `!override` on the service itself is about earlier files, not about what it extends. */
function mergeService(
  base: TreeNode,
  service: MapNode,
  { name, loading }: { readonly name: string; readonly loading: TreeLoading },
): TreeNode {
  if (base.kind !== 'map') return service;
  const { tag, ...over } = service;
  try {
    const merged = mergeTrees(settleTags(base), over, ['services', name]);
    spendNodes(loading.budget, merged, service.at);
    return tag ? { ...merged, tag } : merged;
  } catch (error) {
    if (error instanceof StackError && error.code === 'too-large') throw error;
    gather(loading.problems, error);
    return service;
  }
}

type Target = { readonly file: ServiceFile; readonly service: TreeNode };

/** The service that is named, and its file; reports that there is none. */
async function findTarget(
  file: ServiceFile,
  { name, reference }: { readonly name: string; readonly reference: ExtendsReference },
  { extending }: Way,
): Promise<Target | undefined> {
  const named =
    reference.file === undefined ? file : await openFile(resolve(file.directory, reference.file), reference, extending);
  const service = named.services.get(reference.service)?.value;
  if (service) return { file: named, service };
  const { problems, cwd } = extending.loading;
  const near = suggest(
    reference.service,
    [...named.services.keys()].filter((known) => known !== name),
  );
  addError(
    problems,
    'undefined-service',
    `service "${name}" extends service "${reference.service}", which is not defined in "${shownPath(cwd, named.file)}"`,
    reference.at.at,
    near && `did you mean "${near}"?`,
  );
  return undefined;
}

async function openFile(file: string, { fileAt }: ExtendsReference, extending: Extending): Promise<ServiceFile> {
  const known = extending.files.get(file);
  if (known) return known;
  const { scope, loading } = extending;
  const documents = await readDocuments(file, fileAt.at, { scope, loading, purpose: 'extended file' });
  const directory = dirname(file);
  let services: TreeNode | undefined;
  for (const { tree } of documents) {
    const prepared = prepareDocument(tree, { directory, variables: scope.variables }, loading);
    const own = prepared.entries.get('services')?.value;
    services = services && own ? mergeTrees(services, own, ['services']) : (own ?? services);
  }
  const opened: ServiceFile = {
    file,
    directory,
    services: services?.kind === 'map' ? services.entries : new Map(),
    done: new Map(),
  };
  extending.files.set(file, opened);
  return opened;
}

type Checking = { readonly reference: ExtendsReference; readonly loading: TreeLoading };

/** Throws `extends-cycle`. */
function checkTrail(trail: readonly Step[], next: Step, { reference, loading }: Checking): void {
  const from = trail.findIndex((step) => step.name === next.name && step.file.file === next.file.file);
  if (trail.length > LONGEST_CHAIN) throw tooLong(reference);
  if (from === -1) return;
  const steps = [...trail.slice(from), next].map(
    ({ file, name }) => `"${name}" of "${shownPath(loading.cwd, file.file)}"`,
  );
  throw new StackError('extends-cycle', {
    message: `services extend each other: ${steps.join(' -> ')}`,
    at: toPosition(reference.at.at),
    hint: 'remove one of these "extends"',
  });
}

function tooLong({ at }: ExtendsReference): StackError {
  return new StackError('too-deep', {
    message: `more than ${LONGEST_CHAIN} services extend each other in a row`,
    at: toPosition(at.at),
  });
}
