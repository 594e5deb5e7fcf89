import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, StreamRequestOf } from '../client/client.ts';
import type { LogEvent, LogPrinter } from '../ui/log-printer.ts';

/** So long without a line, and what was written before is taken to have arrived. */
const QUIET_MS = 60;
const MAX_WAIT_MS = 1000;

export type FollowOptions = {
  /** Undefined where there is nothing to follow. */
  readonly request: StreamRequestOf<'logs'> | undefined;
  readonly printer: LogPrinter;
  readonly onFailure: (error: unknown) => void;
};

/** Prints what containers write, and goes on after the stream ends because all of them had ended for a while. */
export class LogFollower {
  readonly #client: Client;
  readonly #options: FollowOptions;
  readonly #closing = new AbortController();
  /** Time of the last line of each container, and whether to leave lines up to it out: they were printed already. */
  readonly #lastTimes = new Map<string, string>();
  #resumed: ReadonlyMap<string, string> = new Map();
  #lastLineMs = 0;
  #stream: Promise<void> | undefined;

  constructor(client: Client, options: FollowOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Opens the stream unless it is open. */
  start(): void {
    const { request } = this.#options;
    if (!request || this.#stream || this.#closing.signal.aborted) return;
    this.#resumed = new Map(this.#lastTimes);
    const options = { onEvent: this.#onEvent.bind(this), signal: this.#closing.signal };
    this.#stream = this.#client.stream('logs', request, options).then(
      () => this.#ended(undefined),
      (error: unknown) => this.#ended(error),
    );
  }

  /** Waits until nothing has come for a moment, or a second has gone by. */
  async settle(): Promise<void> {
    const end = performance.now() + MAX_WAIT_MS;
    this.#lastLineMs = performance.now();
    while (this.#stream && performance.now() < end && performance.now() - this.#lastLineMs < QUIET_MS) await sleep(10);
  }

  close(): void {
    this.#closing.abort();
    this.#options.printer.flush();
  }

  #onEvent(event: { readonly type: string }): void {
    if (!isLog(event)) return;
    if (event.time <= (this.#resumed.get(event.container) ?? '')) return;
    this.#lastTimes.set(event.container, event.time);
    this.#lastLineMs = performance.now();
    this.#options.printer.print(event);
  }

  #ended(error: unknown): void {
    this.#stream = undefined;
    if (error !== undefined && !this.#closing.signal.aborted) this.#options.onFailure(error);
  }
}

function isLog(event: { readonly type: string }): event is LogEvent {
  return event.type === 'log';
}
