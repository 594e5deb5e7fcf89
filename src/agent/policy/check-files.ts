// Which files of the host a stack uses. Those of its release are its own; for all others there must be a rule.
import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Build } from '../../stack/model/build.ts';
import type { Service, Stack } from '../../stack/model.ts';
import type { TreePath } from '../../stack/tree.ts';
import { isInside } from '../release-reader.ts';
import { isFolder } from './check-resources.ts';
import type { HostPath, PolicyRules } from './rules.ts';
import type { Violation } from './violation.ts';

export type HostFiles = {
  /** The folder that has the commit. */
  readonly release: string;
};

export type FileUse = {
  /** `the mount at "/data" of service "web"` */
  readonly what: string;
  readonly path: string;
  readonly write: boolean;
  readonly at: TreePath;
};

export function checkFiles(stack: Stack, rules: PolicyRules, { release }: HostFiles): readonly Violation[] {
  return [
    ...usesOf(stack)
      .filter(({ path }) => !isInside(release, path))
      .filter((use) => !isAllowed(use, rules.hostPaths))
      .map(({ what, path, write, at }): Violation => {
        const says = `${what} is "${path}", which does not lie in the repository${write ? ', and may be written' : ''}`;
        return { rule: 'hostPaths', path: at, says };
      }),
    ...(rules.sharedPropagation ? [] : Object.values(stack.services).flatMap(sharedMounts)),
  ];
}

/** Every file that the stack names, whether it is mounted, read or built from. */
export function usesOf(stack: Stack): readonly FileUse[] {
  const files = (['secrets', 'configs'] as const).flatMap((kind) =>
    Object.entries(stack[kind]).flatMap(([key, { origin }]): FileUse[] =>
      origin.kind === 'file'
        ? [{ what: `${kind.slice(0, -1)} "${key}"`, path: origin.path, write: false, at: [kind, key, 'file'] }]
        : [],
    ),
  );
  const volumes = Object.entries(stack.volumes).flatMap(([key, { driverOptions }]): FileUse[] => {
    const at = ['volumes', key, 'driver_opts', 'device'];
    const path = driverOptions['device'] ?? '';
    const write = !(driverOptions['o'] ?? '').split(',').includes('ro');
    return isFolder(driverOptions) ? [{ what: `volume "${key}"`, path, write, at }] : [];
  });
  return [...files, ...volumes, ...Object.values(stack.services).flatMap(usesOfService)];
}

function usesOfService({ name, build, volumes, credentialSpec }: Service): readonly FileUse[] {
  const binds = volumes.flatMap((mount, index): FileUse[] => {
    if (mount.kind !== 'bind') return [];
    const what = `the mount at "${mount.target}" of service "${name}"`;
    return [{ what, path: mount.source, write: !mount.readOnly, at: ['services', name, 'volumes', index] }];
  });
  const spec = credentialSpec?.file;
  const at = ['services', name, 'credential_spec', 'file'];
  const credentials = spec ? [{ what: `the credentials of service "${name}"`, path: spec, write: false, at }] : [];
  return [...binds, ...credentials, ...(build ? usesOfBuild(name, build) : [])];
}

function usesOfBuild(
  service: string,
  { context, dockerfile, additionalContexts, ssh = {} }: Build,
): readonly FileUse[] {
  const use = (what: string, path: string, field: TreePath): FileUse => {
    return {
      what: `${what} of service "${service}"`,
      path,
      write: false,
      at: ['services', service, 'build', ...field],
    };
  };
  const contexts = Object.entries(additionalContexts).filter(([, path]) => path.startsWith('/'));
  const keys = Object.entries(ssh);
  return [
    use('the build context', context, ['context']),
    ...(dockerfile ? [use('the Dockerfile', resolve(context, dockerfile), ['dockerfile'])] : []),
    ...contexts.map(([name, path]) => use(`build context "${name}"`, path, ['additional_contexts', name])),
    // Without a path it is the agent of whoever runs the daemon.
    ...keys.map(([id, path]) => use(`the key "${id}" for the build`, path ?? 'SSH_AUTH_SOCK', ['ssh'])),
  ];
}

/**
 * A path without links beneath one that may be read, or the very one that may be written: a container that writes to a
 * folder could turn anything beneath it into a link to anywhere, even after it was looked at.
 */
function isAllowed({ path, write }: FileUse, allowed: readonly HostPath[]): boolean {
  if (realPath(path) !== path) return false;
  const [nearest] = allowed
    .filter((entry) => isInside(entry.path, path))
    .toSorted((a, b) => b.path.length - a.path.length);
  if (!nearest) return false;
  return nearest.write === true ? nearest.path === path : !write && !isSocket(path);
}

/** Who may read a socket may talk to it: a read-only mount keeps nobody from that. */
function isSocket(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function sharedMounts({ name, volumes }: Service): readonly Violation[] {
  return volumes.flatMap((mount, index): Violation[] => {
    if (mount.kind !== 'bind' || !/shared/.test(mount.propagation ?? '')) return [];
    const says = `the mount at "${mount.target}" of service "${name}" is shared with the host`;
    return [{ rule: 'sharedPropagation', path: ['services', name, 'volumes', index], says }];
  });
}
