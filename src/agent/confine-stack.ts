// A deployed stack may use the files of its release and nothing else of the host.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DockrError, ErrorList, StackError } from '../core/errors.ts';
import type { LoadedStack } from '../stack/load-stack.ts';
import type { Build } from '../stack/model/build.ts';
import type { Mount } from '../stack/model/run.ts';
import type { Service, Stack } from '../stack/model.ts';
import type { TreePath } from '../stack/tree.ts';
import { isInside } from './release-reader.ts';

type Use = { readonly what: string; readonly path: string; readonly at: TreePath };

/** The stack with its binds read-only, for the release is shared by all that run from it. Throws for every path outside. */
export function confineStack({ stack, positions }: LoadedStack, release: string): Stack {
  const errors: DockrError[] = [];
  for (const use of usesOf(stack)) {
    const problem = problemOf(use.path, release);
    if (problem) errors.push(toError(use, { ...problem, at: positions(use.at) }));
  }
  for (const [key, volume] of Object.entries(stack.volumes)) {
    const { device, o = '' } = volume.driverOptions;
    if (device === undefined || !/(^|,)r?bind(,|$)/.test(o)) continue;
    errors.push(hostVolume(key, device, positions(['volumes', key])));
  }
  const [first, ...rest] = errors;
  if (first) throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
  return { ...stack, services: mapValues(stack.services, withReadOnlyBinds) };
}

function usesOf(stack: Stack): readonly Use[] {
  const files = (['secrets', 'configs'] as const).flatMap((kind) =>
    Object.entries(stack[kind]).flatMap(([key, { origin }]): Use[] =>
      origin.kind === 'file' ? [{ what: `${kind.slice(0, -1)} "${key}"`, path: origin.path, at: [kind, key] }] : [],
    ),
  );
  return [...files, ...Object.values(stack.services).flatMap(usesOfService)];
}

function usesOfService({ name, build, volumes }: Service): readonly Use[] {
  const binds = volumes.flatMap((mount): Use[] =>
    mount.kind === 'bind'
      ? [
          {
            what: `the mount at "${mount.target}" of service "${name}"`,
            path: mount.source,
            at: ['services', name, 'volumes'],
          },
        ]
      : [],
  );
  return build ? [...binds, ...usesOfBuild(name, build)] : binds;
}

function usesOfBuild(service: string, { context, dockerfile, additionalContexts }: Build): readonly Use[] {
  const at: TreePath = ['services', service, 'build'];
  const named = Object.entries(additionalContexts).flatMap(([name, path]): Use[] =>
    path.startsWith('/') ? [{ what: `build context "${name}" of service "${service}"`, path, at }] : [],
  );
  const file = dockerfile === undefined ? [] : [resolve(context, dockerfile)];
  return [
    { what: `the build context of service "${service}"`, path: context, at },
    ...file.map((path): Use => ({ what: `the Dockerfile of service "${service}"`, path, at })),
    ...named,
  ];
}

type Problem = { readonly code: string; readonly says: string; readonly hint: string };

function problemOf(path: string, release: string): Problem | undefined {
  if (!isInside(release, path)) {
    const hint = 'use a file of the repository, or a named volume for data';
    return { code: 'path-outside-release', says: 'which does not lie in the repository', hint };
  }
  if (existsSync(path)) return undefined;
  const hint = 'commit it, or use a named volume for data';
  return { code: 'file-not-found', says: 'which is not in the repository', hint };
}

function toError(
  { what, path }: Use,
  { code, says, hint, at }: Problem & { readonly at: StackError['at'] },
): StackError {
  return new StackError(code, { message: `${what} is "${path}", ${says}`, at, hint });
}

function hostVolume(key: string, device: string, at: StackError['at']): StackError {
  return new StackError('path-outside-release', {
    message: `volume "${key}" is the folder "${device}" of the host, which a deployed stack may not use`,
    at,
    hint: 'leave "driver_opts" out',
  });
}

function withReadOnlyBinds(service: Service): Service {
  return {
    ...service,
    volumes: service.volumes.map((mount): Mount => (mount.kind === 'bind' ? readOnly(mount) : mount)),
  };
}

function readOnly(mount: Extract<Mount, { readonly kind: 'bind' }>): Mount {
  return { ...mount, readOnly: true, createSource: false };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
