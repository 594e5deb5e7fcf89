// What a sync session does to containers, through the daemon.
import type { Client } from '../../client/client.ts';
import { ContainerError } from '../../core/errors.ts';
import type { SyncExpectation, SyncFailure } from '../../core/sync-change.ts';
import type { Hook } from '../../stack/model/hooks.ts';
import { withDigest } from './digest-of-change.ts';
import type { Bringing, SyncContainer } from './followed-rule.ts';
import { sentBatches } from './sent-batches.ts';
import type { SyncAction } from './sync-rules.ts';
import type { SyncParts } from './sync-session.ts';

/** So much of what a failing hook wrote is shown. */
const MOST_OUTPUT = 4000;

export function containerSyncer(
  client: Client,
  stack: string,
): Pick<SyncParts, 'listContainers' | 'bring' | 'compare' | 'act'> {
  return {
    listContainers: async () => {
      const containers = await client.call('ps', { stack, all: true });
      return containers.flatMap(({ id, name, service, status }) =>
        service === null ? [] : [{ id, name, service, isRunning: status === 'running' }],
      );
    },
    bring: ({ id }, bringing) => bring(client, id, bringing),
    compare: async ({ id }, { source, target, changes }) => {
      const expected: SyncExpectation[] = [];
      for (const change of changes) expected.push(await withDigest(source, change));
      const answer = await client.call('compare-sync', { container: id, target, expected });
      const different = new Set(answer.different);
      return changes.filter(({ path }) => different.has(path));
    },
    act: (containers, action) => act(client, containers, action),
  };
}

/** A daemon of this machine reads the files itself. */
async function bring(client: Client, container: string, { source, target, changes }: Bringing) {
  if (!client.host) return (await client.call('sync', { container, target, changes, source })).failures;
  const failures: SyncFailure[] = [];
  for await (const { contents, changes: part } of sentBatches(source, changes)) {
    const answer = await client.call('sync', { container, target, changes: part, source: { contents } });
    failures.push(...answer.failures);
  }
  return failures;
}

async function act(client: Client, containers: readonly SyncContainer[], action: SyncAction): Promise<void> {
  if (action.kind === 'exec') await Promise.all(containers.map(({ id }) => runHook(client, id, action.hook)));
  if (action.kind === 'restart' || action.kind === 'signal') {
    await client.stream('lifecycle', {
      stack: null,
      services: [],
      containers: containers.map(({ id }) => id),
      action: action.kind === 'restart' ? 'restart' : 'kill',
      timeoutMs: null,
      signal: action.kind === 'signal' ? action.signal : null,
      volumes: false,
      force: false,
    });
  }
}

/** Throws `sync-exec-failed` with what the command wrote. */
async function runHook(client: Client, container: string, hook: Hook): Promise<void> {
  const command = hook.command ?? [];
  const connection = await client.duplex('exec', {
    container,
    command,
    environment: Object.fromEntries(
      Object.entries(hook.environment ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
    user: hook.user ?? null,
    workingDir: hook.workingDir ?? null,
    privileged: hook.privileged ?? false,
    stdin: false,
  });
  let output = '';
  let exitCode = 0;
  for await (const { kind, payload } of connection.frames) {
    if (kind === 'stdout' || kind === 'stderr') output = (output + payload.toString()).slice(-MOST_OUTPUT);
    if (kind === 'exit') exitCode = exitCodeIn(payload.toString());
  }
  if (exitCode === 0) return;
  throw new ContainerError('sync-exec-failed', {
    message: `"${command.join(' ')}" ended with ${exitCode} after the files were brought`,
    output: output.split('\n').filter((line) => line !== ''),
  });
}

function exitCodeIn(text: string): number {
  const value: unknown = JSON.parse(text);
  const code = typeof value === 'object' && value !== null ? Reflect.get(value, 'exitCode') : undefined;
  return typeof code === 'number' ? code : 125;
}
