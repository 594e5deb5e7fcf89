import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { serveMetrics } from '../../src/metrics/serve-metrics.ts';
import { findFreePort } from '../support/test-root.ts';

type Answer = { readonly status: number | undefined; readonly type: string | undefined; readonly body: string };

class Serving implements AsyncDisposable {
  readonly port: number;
  readonly #server: Awaited<ReturnType<typeof serveMetrics>>;

  private constructor(port: number, server: Awaited<ReturnType<typeof serveMetrics>>) {
    this.port = port;
    this.#server = server;
  }

  static async start(text: () => Promise<string>): Promise<Serving> {
    const port = await findFreePort();
    return new Serving(port, await serveMetrics({ host: '127.0.0.1', port, isLoopback: true }, text));
  }

  ask(path = '/metrics', { method = 'GET', host = 'localhost' } = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const call = request({ port: this.port, host: '127.0.0.1', path, method, headers: { host } }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          body += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode, type: response.headers['content-type'], body }),
        );
      });
      call.on('error', reject).end();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

test('Prometheus gets the text in its format', async () => {
  await using serving = await Serving.start(async () => 'up 1\n');
  const answer = await serving.ask();
  assert.deepEqual([answer.status, answer.body], [200, 'up 1\n']);
  assert.match(answer.type ?? '', /^text\/plain; version=0\.0\.4/);
  assert.equal((await serving.ask('/metrics', { host: '127.0.0.1:9323' })).status, 200);
  assert.equal((await serving.ask('/metrics', { host: '[::1]:9323' })).status, 200);
  assert.deepEqual((await serving.ask('/metrics', { method: 'HEAD' })).status, 200);
});

test('nothing else is there', async () => {
  await using serving = await Serving.start(async () => 'up 1\n');
  for (const path of ['/', '/metrics/', '/metrics/../v1/version', '/v1/up'])
    assert.deepEqual(await serving.ask(path), { status: 404, type: undefined, body: '' });
  assert.equal((await serving.ask('/metrics', { method: 'POST' })).status, 405);
});

test('a failure is told without its words', async () => {
  await using serving = await Serving.start(() => Promise.reject(new Error('secret')));
  assert.deepEqual(await serving.ask(), { status: 500, type: undefined, body: '' });
});

test('attack: a page in a browser asks by a name of its own that leads to this machine', async () => {
  await using serving = await Serving.start(async () => 'up 1\n');
  for (const host of ['evil.example.org', 'localhost.evil.example.org', 'evil.example.org:9323'])
    assert.equal((await serving.ask('/metrics', { host })).status, 403, host);
});

test('attack: many who ask at once make us collect once', async () => {
  let collected = 0;
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  await using serving = await Serving.start(async () => {
    collected++;
    await gate;
    return 'up 1\n';
  });
  const asked = Array.from({ length: 12 }, () => serving.ask());
  while (collected === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 100));
  release();
  assert.ok((await Promise.all(asked)).every(({ status }) => status === 200));
  assert.equal(collected, 1);
});

test('attack: connections that say nothing, or without end, keep nobody out for long', async () => {
  await using serving = await Serving.start(async () => 'up 1\n');
  const sockets = Array.from({ length: 40 }, () => connect(serving.port, '127.0.0.1').on('error', () => {}));
  const endless = connect(serving.port, '127.0.0.1').on('error', () => {});
  endless.write(`GET /metrics HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(1_000_000)}`);
  const end = performance.now() + 30_000;
  let status: number | undefined;
  while (status !== 200 && performance.now() < end) {
    status = (await serving.ask().catch(() => undefined))?.status;
    if (status !== 200) await new Promise((resolve) => setTimeout(resolve, 250));
  }
  for (const socket of [...sockets, endless]) socket.destroy();
  assert.equal(status, 200);
});
