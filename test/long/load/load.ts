// Load from several workers at once, each with connections of its own: what was asked, and what was not answered.
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export const KINDS = ['short', 'keep-alive', 'slow', 'websocket'] as const;
export type Kind = (typeof KINDS)[number];

export type LoadCount = { asked: number; failed: number };

const WORKERS: Readonly<Record<Kind, number>> = { short: 4, 'keep-alive': 4, slow: 6, websocket: 4 };
const PATIENCE_MS = 10_000;
const KEPT_REASONS = 10;
const HELLO_EVERY_MS = 20;

/** Asks, by both families of addresses, until `end`. */
export class Load {
  readonly counts: Readonly<Record<Kind, LoadCount>> = {
    short: { asked: 0, failed: 0 },
    'keep-alive': { asked: 0, failed: 0 },
    slow: { asked: 0, failed: 0 },
    websocket: { asked: 0, failed: 0 },
  };
  /** Of the first failures. */
  readonly reasons: string[] = [];
  /** How often each version has answered. */
  readonly versions = new Map<string, number>();
  readonly #port: number;
  readonly #workers: Promise<unknown>;
  readonly #began = performance.now();
  #isDone = false;

  constructor(port: number) {
    this.#port = port;
    const workers = KINDS.flatMap((kind) =>
      Array.from({ length: WORKERS[kind] }, (_, index) => this.#work(kind, index % 2 === 0 ? '127.0.0.1' : '::1')),
    );
    this.#workers = Promise.all(workers);
  }

  get asked(): number {
    return KINDS.reduce((sum, kind) => sum + this.counts[kind].asked, 0);
  }

  get failed(): number {
    return KINDS.reduce((sum, kind) => sum + this.counts[kind].failed, 0);
  }

  /** Waits for what is still open; gives how long it all took. */
  async end(): Promise<number> {
    this.#isDone = true;
    await this.#workers;
    return performance.now() - this.#began;
  }

  async #work(kind: Kind, host: string): Promise<void> {
    if (kind === 'websocket') {
      while (!this.#isDone) await this.#talk(host);
      return;
    }
    const agent = new Agent({ keepAlive: kind === 'keep-alive', maxSockets: 1 });
    const path = kind === 'slow' ? '/slow' : '/';
    while (!this.#isDone) {
      const outcome = await ask({ host, port: this.#port, path, agent });
      this.#count(kind, outcome, host);
      // Whoever is refused comes back at once, but not a thousand times in a moment.
      if (!outcome.ok) await delay(20);
    }
    agent.destroy();
  }

  /** One WebSocket: each answer counts, and so does an end without a closing handshake. */
  async #talk(host: string): Promise<void> {
    const address = host.includes(':') ? `[${host}]` : host;
    const socket = new WebSocket(`ws://${address}:${this.#port}/`);
    const { promise: closed, resolve } = Promise.withResolvers<CloseEvent>();
    let timer: NodeJS.Timeout | undefined;
    let wasAnswered = Promise.withResolvers<void>();
    socket.addEventListener('close', resolve);
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('message', ({ data }) => {
      this.#count('websocket', { ok: true, version: String(data) }, host);
      wasAnswered.resolve();
    });
    const ask = (): void => {
      if (socket.readyState !== WebSocket.OPEN) return;
      wasAnswered = Promise.withResolvers();
      socket.send('hello');
      void wasAnswered.promise.then(() => {
        if (this.#isDone) socket.close();
        else timer = setTimeout(ask, HELLO_EVERY_MS);
      });
    };
    socket.addEventListener('open', ask);
    const { wasClean, code } = await closed;
    clearTimeout(timer);
    if (!wasClean) this.#count('websocket', { ok: false, reason: `ended without a close frame (${code})` }, host);
    if (!wasClean) await delay(20);
  }

  #count(kind: Kind, outcome: Outcome, host: string): void {
    const count = this.counts[kind];
    count.asked++;
    if (outcome.ok) {
      this.versions.set(outcome.version, (this.versions.get(outcome.version) ?? 0) + 1);
      return;
    }
    count.failed++;
    const when = Math.round(performance.now() - this.#began);
    if (this.reasons.length < KEPT_REASONS) this.reasons.push(`${kind} at ${host}, ${when} ms: ${outcome.reason}`);
  }
}

type Outcome = { readonly ok: true; readonly version: string } | { readonly ok: false; readonly reason: string };

type Asked = { readonly host: string; readonly port: number; readonly path: string; readonly agent: Agent };

function ask(asked: Asked): Promise<Outcome> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ ok: false, reason: error.message });
    const sent = request({ ...asked, timeout: PATIENCE_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('error', fail);
      response.on('end', () =>
        resolve(
          response.statusCode === 200 ? { ok: true, version: body } : { ok: false, reason: `${response.statusCode}` },
        ),
      );
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
    sent.on('error', fail);
    sent.end();
  });
}
