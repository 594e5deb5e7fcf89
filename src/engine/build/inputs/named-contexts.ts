// The contexts that the caller named: directories and images that stand for names in the Dockerfile.
import { BuildError } from '../../../core/errors.ts';
import { type FileTree, openDirectoryTree } from '../copy/file-tree.ts';
import { checkContext, loadIgnore } from './load-dockerfile.ts';

export type NamedContext =
  | { readonly kind: 'directory'; readonly name: string; readonly path: string }
  | { readonly kind: 'image'; readonly name: string; readonly reference: string }
  /** The image of a service, which only the caller knows: it can be asked what the build depends on, but not built. */
  | { readonly kind: 'service'; readonly name: string; readonly service: string };

const IMAGE = 'docker-image://';
const SERVICE = 'service:';

/** Contexts by the names that `resolveStages` looks for. Nothing is read yet. */
export function parseNamedContexts(contexts: Readonly<Record<string, string>>): ReadonlyMap<string, NamedContext> {
  const parsed = Object.entries(contexts).map(([name, value]) => [shortName(name), parseContext(name, value)] as const);
  return new Map(parsed);
}

/** The files of a named directory. */
export function openNamedContext({ name, path }: NamedContext & { readonly kind: 'directory' }): FileTree {
  checkContext(path, name);
  return openDirectoryTree(path, { ignore: loadIgnore([path]), label: `context "${name}"` });
}

/** Throws where a context is a service's, of which the caller has to give the image. */
export function checkNoServices(contexts: ReadonlyMap<string, NamedContext>): void {
  for (const context of contexts.values()) {
    if (context.kind !== 'service') continue;
    throw new BuildError('unknown-service', {
      message: `build context "${context.name}" is the image of service "${context.service}", which is not known here`,
    });
  }
}

function parseContext(name: string, value: string): NamedContext {
  if (value.startsWith(IMAGE)) return { kind: 'image', name, reference: value.slice(IMAGE.length) };
  if (value.startsWith(SERVICE)) return { kind: 'service', name, service: value.slice(SERVICE.length) };
  if (value.startsWith('/')) return { kind: 'directory', name, path: value };
  throw new BuildError('not-supported', {
    message: `build context "${name}" is "${value}", expected a directory or ${IMAGE}<image>`,
  });
}

/** Docker's own names of an image mean the same as its short one. */
function shortName(name: string): string {
  return name.replace(/^(docker\.io\/)?(library\/)?/, '').replace(/:latest$/, '');
}
