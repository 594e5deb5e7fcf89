// The part of `watch` that brings files into running containers, with its output.
import type { Client } from '../client/client.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import { errorCode } from '../core/errors.ts';
import type { Stack } from '../stack/model.ts';
import { formatError } from '../ui/format-error.ts';
import { formatSync } from '../ui/watch-lines.ts';
import type { PathWatcher } from '../watch/path-watcher.ts';
import type { SyncBatch, SyncSession } from '../watch/sync/sync-session.ts';
import type { Cli } from './cli.ts';
import { type ContainerWatch, watchContainers } from './watch-containers.ts';

type Running = { readonly session: SyncSession; readonly watcher: PathWatcher; readonly containers: ContainerWatch };

/** Does nothing until a stack has rules. */
export class FileSync implements AsyncDisposable {
  readonly #cli: Cli;
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #told = new Set<string>();
  readonly #failing = Promise.withResolvers<never>();
  #running: Running | undefined;

  constructor(cli: Cli, client: Client, signal: AbortSignal) {
    this.#cli = cli;
    this.#client = client;
    this.#signal = signal;
    this.#failing.promise.catch(() => {});
  }

  /** Rejects when files can no longer be brought. */
  get failed(): Promise<never> {
    return this.#failing.promise;
  }

  /** Follows the rules of this stack, and of no other, from now on. */
  async follow(stack: Stack): Promise<void> {
    const { rulesOf } = await import('../watch/sync/sync-rules.ts');
    const { sync, covered } = rulesOf(stack);
    for (const { service, path } of covered) {
      const what = `"${path}" is mounted into service "${service}"`;
      this.#warnOnce('watched-mount', `${what}: it is there as soon as it is saved, and need not be synced`);
    }
    if (sync.length === 0 && !this.#running) return;
    this.#running ??= await this.#start(stack.name);
    const { session, watcher } = this.#running;
    const folders = await session.follow(sync);
    const { fitsWatchLimit } = await import('../watch/sync/watch-limit.ts');
    if (fitsWatchLimit(folders)) await watcher.follow(sync.map((rule) => ({ kind: 'tree', rule })));
    else this.#poll(session, `${folders} folders are more than this machine lets somebody watch`);
    session.markAll();
  }

  #poll(session: SyncSession, reason: string): void {
    this.#warnOnce('watch-limit', `${reason}: they are looked at every second or so instead of being watched`);
    session.poll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#running?.containers.close();
    this.#running?.session[Symbol.dispose]();
    await this.#running?.watcher[Symbol.asyncDispose]();
  }

  async #start(stack: string): Promise<Running> {
    const [{ SyncSession }, { containerSyncer }, { PathWatcher }] = await Promise.all([
      import('../watch/sync/sync-session.ts'),
      import('../watch/sync/container-syncer.ts'),
      import('../watch/path-watcher.ts'),
    ]);
    const session = new SyncSession({
      ...containerSyncer(this.#client, stack),
      clock: SYSTEM_CLOCK,
      signal: this.#signal,
      report: (batch) => report(this.#cli, batch),
    });
    const watcher = new PathWatcher({
      onPath: (path) => session.changed(path),
      onError: (error) => {
        if (errorCode(error) === 'watch-limit') this.#poll(session, error.message);
        else this.#failing.reject(error);
      },
    });
    const containers = watchContainers(this.#client, stack);
    containers.onEvent(({ action, container }) => {
      if (action === 'started') session.started(container);
    });
    containers.ended.catch((error: unknown) => this.#failing.reject(error));
    session.run().catch((error: unknown) => this.#failing.reject(error));
    return { session, watcher, containers };
  }

  #warnOnce(code: string, message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#cli.warn({ code, message });
  }
}

const EVENTS = { none: 'synced', signal: 'synced', exec: 'synced', restart: 'restarted' } as const;

function report({ output, globals, cwd }: Cli, batch: SyncBatch): void {
  const { paint } = output.stderr;
  if (globals.json) {
    const { service, paths, containers, actions, failures, ms } = batch;
    const type = failures.length > 0 ? 'failed' : EVENTS[actions.at(-1)?.kind ?? 'none'];
    output.stdout.write(`${JSON.stringify({ type, service, paths, containers, actions, failures, ms })}\n`);
    return;
  }
  for (const error of batch.failures) output.stderr.write(formatError(error, { paint, cwd }));
  if (!globals.quiet) output.stderr.write(formatSync(batch, { time: new Date(), cwd, paint }));
}
