// A stack for a daemon of another machine: what it points to on this one is sent along, and what cannot be is refused.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Client } from '../../client/client.ts';
import { BuildError, errorCode, StackError } from '../../core/errors.ts';
import type { Build } from '../../stack/model/build.ts';
import type { StackFile } from '../../stack/model/resources.ts';
import type { Service, Stack } from '../../stack/model.ts';
import { contextTree, namedTree } from './context-tree.ts';
import { sendTree } from './send-tree.ts';

/** The stack as the daemon there can carry it out. `keepImages`: services that are not built. */
export async function remoteStack(client: Client, stack: Stack, keepImages: readonly string[]): Promise<Stack> {
  const services: Record<string, Service> = {};
  for (const [name, service] of Object.entries(stack.services)) {
    checkMounts(client, stack, service);
    const isBuilt = service.build !== undefined && !keepImages.includes(name);
    services[name] = isBuilt && service.build ? { ...service, build: await sendBuild(client, service.build) } : service;
  }
  return {
    ...stack,
    services,
    secrets: withContents('secret', stack.secrets),
    configs: withContents('config', stack.configs),
  };
}

/** A path of the stack's own folder means the files here; any other is one of the daemon's machine, as with Docker. */
function checkMounts(client: Client, { directory }: Stack, { name, volumes }: Service): void {
  for (const mount of volumes) {
    if (mount.kind !== 'bind') continue;
    const way = relative(directory, mount.source);
    if (way === '..' || way.startsWith('../')) continue;
    throw new StackError('remote-bind-mount', {
      message: `service "${name}" mounts "${mount.source}" of this machine, but its daemon is on "${client.host?.name}"`,
      hint: 'bring the files with "develop.watch" and "initial_sync: true", as a config, or in a volume',
    });
  }
}

function withContents(kind: string, files: Readonly<Record<string, StackFile>>): Readonly<Record<string, StackFile>> {
  return Object.fromEntries(Object.entries(files).map(([key, file]) => [key, withContent(kind, key, file)]));
}

function withContent(kind: string, key: string, file: StackFile): StackFile {
  if (file.origin.kind !== 'file') return file;
  const { path } = file.origin;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new StackError('file-not-found', {
      message: `cannot read "${path}" of ${kind} "${key}": ${errorCode(cause) ?? cause}`,
      cause,
    });
  }
  const content = bytes.toString();
  if (Buffer.from(content).equals(bytes)) return { ...file, origin: { kind: 'content', content } };
  throw new StackError('remote-binary-file', {
    message: `"${path}" of ${kind} "${key}" is not text, and cannot be sent to the daemon of another machine`,
    hint: 'encode it, for example with base64',
  });
}

async function sendBuild(client: Client, build: Build): Promise<Build> {
  const { path: file, text } = readDockerfile(build);
  const ignoreFiles = [...(file === undefined ? [] : [`${file}.dockerignore`]), join(build.context, '.dockerignore')];
  const isInside = file !== undefined && !relative(build.context, file).startsWith('..');
  const tree = await contextTree(build.context, ignoreFiles, isInside ? [file] : []);
  const context = await sendTree(client, tree);
  const sent = { ...build, context, additionalContexts: await sendNamed(client, build, text) };
  if (isInside) return { ...sent, dockerfile: relative(build.context, file) };
  const { dockerfile: _, ...inline } = { ...sent, dockerfileInline: text };
  return inline;
}

/** A directory is sent as far as the Dockerfile takes something of it: `/usr` may be one. */
async function sendNamed(client: Client, build: Build, text: string): Promise<Build['additionalContexts']> {
  const named = Object.entries(build.additionalContexts);
  if (!named.some(([, value]) => value.startsWith('/'))) return build.additionalContexts;
  const { dockerfile: _, ...inline } = { ...build, dockerfileInline: text };
  const { sources } = await client.call('build-needs', { build: inline });
  const sent: Record<string, string> = {};
  for (const [name, value] of named)
    sent[name] = value.startsWith('/') ? await sendTree(client, await namedTree(value, sources[name] ?? [])) : value;
  return sent;
}

function readDockerfile({ context, dockerfile, dockerfileInline }: Build): {
  readonly path?: string;
  readonly text: string;
} {
  if (dockerfileInline !== undefined) return { text: dockerfileInline };
  const names = dockerfile ? [dockerfile] : ['Dockerfile', 'dockerfile'];
  const path = names.map((name) => resolve(context, name)).find((each) => existsSync(each));
  if (path !== undefined) return { path, text: readFileSync(path, 'utf8') };
  throw new BuildError('dockerfile-not-found', { message: `no Dockerfile at "${resolve(context, names[0] ?? '')}"` });
}
