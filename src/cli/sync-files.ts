// The part of `watch` that brings files into running containers, with its output.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../client/client.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import { DockrError, errorCode } from '../core/errors.ts';
import type { Stack } from '../stack/model.ts';
import { formatError } from '../ui/format-error.ts';
import { formatSync } from '../ui/watch-lines.ts';
import type { PathWatcher } from '../watch/path-watcher.ts';
import type { SyncBatch, SyncSession } from '../watch/sync/sync-session.ts';
import type { Cli } from './cli.ts';
import { watchContainers } from './watch-containers.ts';

type Running = { readonly session: SyncSession; readonly watcher: PathWatcher };

/** A daemon that was killed is back within a second or so. */
const DAEMON_BACK_MS = 500;

/** Does nothing until a stack has rules. */
export class FileSync implements AsyncDisposable {
  readonly #cli: Cli;
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #told = new Set<string>();
  readonly #failing = Promise.withResolvers<never>();
  readonly #closing = new AbortController();
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

  /** Containers may have been changed by an "up". */
  again(): void {
    this.#running?.session.again();
  }

  #poll(session: SyncSession, reason: string): void {
    this.#warnOnce('watch-limit', `${reason}: they are looked at every second or so instead of being watched`);
    session.poll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
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
        else this.#lookAgain(session, error);
      },
    });
    this.#followContainers(stack, session).catch((error: unknown) => this.#failing.reject(error));
    session.run().catch((error: unknown) => this.#failing.reject(error));
    return { session, watcher };
  }

  /** Changes may have been missed, which is no reason to miss those that come. */
  #lookAgain(session: SyncSession, { message }: Error): void {
    this.#warnOnce('watch-failed', `watching failed in part, and everything is looked at instead: ${message}`);
    session.markAll();
  }

  /** From one daemon to the next: containers go on without it. */
  async #followContainers(stack: string, session: SyncSession): Promise<void> {
    const signal = AbortSignal.any([this.#signal, this.#closing.signal]);
    while (!signal.aborted) {
      const containers = watchContainers(this.#client, stack);
      signal.addEventListener('abort', containers.close, { once: true });
      containers.onEvent(({ action, container }) => {
        if (action === 'started') session.started(container);
      });
      const error: unknown = await containers.ended.catch((each: unknown) => each);
      signal.removeEventListener('abort', containers.close);
      if (signal.aborted) return;
      if (!(error instanceof DockrError)) throw error;
      await sleep(DAEMON_BACK_MS, undefined, { signal }).catch(() => {});
      session.missedStarts();
    }
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
