// Words on the line → containers: a service of the stack, else a container by name or the start of its id.
import type { AnswerOf, Client } from '../client/client.ts';
import { type DockrError, UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';

export type Container = AnswerOf<'ps'>[number];

export type Targets = {
  readonly services: readonly string[];
  readonly containers: readonly string[];
  /** The containers of both; of the whole stack if no word was given. */
  readonly chosen: readonly Container[];
};

const MIN_ID_LENGTH = 4;

/** Which of the words are services of the stack, and which are containers. */
export async function resolveTargets(client: Client, stack: string | null, words: readonly string[]): Promise<Targets> {
  const all = await client.call('ps', { stack: null, all: true });
  const services = words.filter((word) => isService(word, stack, all));
  const containers = words
    .filter((word) => !isService(word, stack, all))
    .map((word) => findByName(word, all)?.name ?? fail(unknownTarget(word, stack, all)));
  const chosen = all.filter((container) => {
    if (containers.includes(container.name)) return true;
    if (stack === null || container.stack !== stack) return false;
    return words.length === 0 || services.includes(container.service ?? '');
  });
  return { services, containers, chosen: chosen.sort(byReplica) };
}

export type OneTarget = { readonly stack: string | null; readonly word: string; readonly index: string | undefined };

/** The one container that a word names: of a service its first, or the one with `--index`. */
export async function resolveContainer(client: Client, target: OneTarget): Promise<Container> {
  const { stack, word, index } = target;
  const all = await client.call('ps', { stack: null, all: true });
  if (!isService(word, stack, all)) return findByName(word, all) ?? fail(unknownTarget(word, stack, all));
  const replicas = all.filter((container) => container.stack === stack && container.service === word).sort(byReplica);
  if (index === undefined) return replicas.find(isRunning) ?? replicas[0] ?? fail(unknownTarget(word, stack, all));
  const chosen = replicas.find((container) => container.name.endsWith(`-${index}`));
  return chosen ?? fail(noReplica(word, index, replicas));
}

/** By name, numbers in it as numbers: `web-2` before `web-10`. */
export function byReplica(a: Container, b: Container): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

export function isRunning(container: Container): boolean {
  return container.status === 'running';
}

function isService(word: string, stack: string | null, all: readonly Container[]): boolean {
  return stack !== null && all.some((container) => container.stack === stack && container.service === word);
}

function findByName(word: string, all: readonly Container[]): Container | undefined {
  const named = all.find((container) => container.name === word);
  if (named || word.length < MIN_ID_LENGTH) return named;
  const byId = all.filter((container) => container.id.startsWith(word));
  return byId.length === 1 ? byId[0] : undefined;
}

function unknownTarget(word: string, stack: string | null, all: readonly Container[]): DockrError {
  const services = all.flatMap((container) =>
    container.stack === stack && container.service ? [container.service] : [],
  );
  const near = suggest(word, [...services, ...all.map((container) => container.name)]);
  const where = stack === null ? 'on this machine' : `in stack "${stack}" or on this machine`;
  return new UsageError('no-such-container', {
    message: `no container of a service "${word}", and none of this name, ${where}`,
    hint: near ? `did you mean "${near}"?` : 'see "dockr ps --all"',
  });
}

function noReplica(word: string, index: string, replicas: readonly Container[]): DockrError {
  return new UsageError('no-such-replica', {
    message: `service "${word}" has no replica ${index}, there are ${replicas.map(({ name }) => name).join(', ')}`,
  });
}

function fail(error: DockrError): never {
  throw error;
}
