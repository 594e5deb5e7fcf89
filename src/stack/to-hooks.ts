// Commands at certain moments of a service's life, and `develop`.
import { describePath } from './describe-path.ts';
import type { Develop, Hook, InitContainer, WatchAction, WatchRule } from './model/hooks.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readFlag,
  readPairs,
  readSomeTexts,
  readText,
  reject,
  someEntries,
  variableFor,
} from './reading.ts';
import { resolvePath } from './resolve-path.ts';
import { toCommand } from './to-command.ts';

/** The commands of `post_start` or `pre_stop`. */
export function toHooks(reading: Reading, service: Field, key: 'post_start' | 'pre_stop'): readonly Hook[] | undefined {
  const hooks = itemsOf(fieldOf(service, key)).map((item) => {
    const hook = toHook(reading, item);
    if (!hook.command?.length)
      reject(reading, item, 'missing-key', `key "command" is missing in ${describePath(item.path)}`);
    return hook;
  });
  return hooks.length > 0 ? hooks : undefined;
}

/** Containers that run before the service, of its image where they have none of their own. */
export function toInitContainers(
  reading: Reading,
  service: Field,
  image: string | undefined,
): readonly InitContainer[] | undefined {
  const containers = itemsOf(fieldOf(service, 'pre_start')).map((item) => ({
    ...toHook(reading, item),
    ...defined({
      image: readText(fieldOf(item, 'image')) || image,
      perReplica: readFlag(reading, fieldOf(item, 'per_replica')) || undefined,
    }),
  }));
  return containers.length > 0 ? containers : undefined;
}

function toHook(reading: Reading, item: Field): Hook {
  return {
    ...defined({
      command: toCommand(reading, item, 'command'),
      user: readText(fieldOf(item, 'user')) || undefined,
      privileged: readFlag(reading, fieldOf(item, 'privileged')) || undefined,
      workingDir: readText(fieldOf(item, 'working_dir')) || undefined,
      environment: toHookEnvironment(reading, fieldOf(item, 'environment')),
    }),
    ...extensionsOf(item),
  };
}

function toHookEnvironment(reading: Reading, field: Field | undefined): Hook['environment'] {
  const pairs = [...readPairs(field)].map(([name, pair]) => [
    name,
    pair.value ?? variableFor(reading, pair.field, name) ?? null,
  ]);
  return someEntries(Object.fromEntries(pairs));
}

export function toDevelop(reading: Reading, service: Field): Develop | undefined {
  const field = fieldOf(service, 'develop');
  if (!field) return undefined;
  const watch = itemsOf(fieldOf(field, 'watch')).flatMap((item) => toWatchRule(reading, item) ?? []);
  return { watch, ...extensionsOf(field) };
}

const ACTIONS: readonly WatchAction[] = ['rebuild', 'restart', 'sync', 'sync+restart', 'sync+exec'];

function toWatchRule(reading: Reading, item: Field): WatchRule | undefined {
  const path = readText(fieldOf(item, 'path'));
  const text = readText(fieldOf(item, 'action'));
  const action = ACTIONS.find((known) => known === text);
  // What is missing or unknown here, the schema has said.
  if (path === undefined || action === undefined) return undefined;
  const target = readText(fieldOf(item, 'target')) || undefined;
  if (target === undefined && action.startsWith('sync'))
    reject(
      reading,
      item,
      'missing-key',
      `key "target" is missing in ${describePath(item.path)}, which has action "${action}"`,
      'name the place in the container to which the files go',
    );
  const exec = fieldOf(item, 'exec');
  return {
    path: resolvePath(reading, path),
    action,
    ...defined({
      target,
      ignore: readSomeTexts(fieldOf(item, 'ignore')),
      include: readSomeTexts(fieldOf(item, 'include')),
      initialSync: readFlag(reading, fieldOf(item, 'initial_sync')) || undefined,
      exec: exec && toHook(reading, exec),
    }),
    ...extensionsOf(item),
  };
}
