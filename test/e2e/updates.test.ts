// Updates under load: nobody who asks is turned away, and a version that does not work never serves.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ContainerSummary } from '../../src/api/messages.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, Scenario, StackUnderTest } from './scenario.ts';

// Whoever is asked to go finishes what it has begun: httpd answers in processes of their own.
const siteFile = (deploy: string): string => `
name: site
services:
  web:
    image: \${BUSYBOX}
    init: true
    scale: \${SCALE}
    environment: {VERSION: "\${VERSION}"}
    command: sh -c 'mkdir -p /www && echo $$VERSION > /www/index.html && [ $$VERSION != ill ] && touch /www/well; exec httpd -f -h /www'
    ports: ["\${PORT}:80"]
    healthcheck:
      test: test -e /www/well && wget -q -O /dev/null http://127.0.0.1/
      interval: 100ms
      retries: 3
    deploy: {${deploy}}
  friend:
    image: \${BUSYBOX}
    init: true
    command: sleep infinity
    depends_on:
      web: {condition: service_healthy, restart: true}
`;

/** Asks again and again, from both families of addresses, until it is disposed of. */
class Load {
  readonly failures: string[] = [];
  readonly versions = new Set<string>();
  requests = 0;
  #isDone = false;
  readonly #asking: Promise<unknown>;

  constructor(port: number) {
    const hosts = ['127.0.0.1', '[::1]', '127.0.0.1', '[::1]'];
    this.#asking = Promise.all(hosts.map((host) => this.#ask(`http://${host}:${port}/`)));
  }

  async #ask(url: string): Promise<void> {
    for (; !this.#isDone; this.requests++) {
      await get(url).then(
        (text) => this.versions.add(text.trim()),
        (error: unknown) => this.failures.push(`${url}: ${reason(error)}`),
      );
    }
  }

  async end(): Promise<void> {
    this.#isDone = true;
    await this.#asking;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : '';
}

describe('a published service that is updated', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let site: StackUnderTest;
  let port: number;
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    port = await findFreePort();
    const environment = { BUSYBOX: served.images.busybox.byTag, PORT: String(port) };
    site = new StackUnderTest(scenario, scenario.writeFolder('site', { 'compose.yaml': siteFile('') }), environment);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  type Version = { readonly VERSION: string; readonly SCALE: string; readonly order?: string };
  const up = ({ order, ...version }: Version, ...words: readonly string[]) => {
    writeFileSync(
      join(site.folder, 'compose.yaml'),
      siteFile(order === undefined ? '' : `update_config: {order: ${order}}`),
    );
    return site.run(['up', '-d', ...words], version);
  };
  const webs = async (): Promise<readonly ContainerSummary[]> => {
    const all = await scenario.dockr.lines<ContainerSummary>(['-p', 'site', 'ps', '--all']);
    return all.filter(({ service }) => service === 'web');
  };

  for (const scale of [1, 3]) {
    const names = Array.from({ length: scale }, (_, index) => `site-web-${index + 1}`);

    test(`with ${scale} replicas turns nobody away`, async (context) => {
      const first = await up({ VERSION: `0-${scale}`, SCALE: String(scale) }, '--wait');
      assert.equal(first.exitCode, 0, first.stderr);
      await waitFor('the service', () => get(`http://127.0.0.1:${port}/`));
      const load = new Load(port);
      for (let update = 1; update <= 3 || load.requests < 2500; update++) {
        const { exitCode, stderr } = await up({ VERSION: `${update}-${scale}`, SCALE: String(scale) });
        assert.equal(exitCode, 0, stderr + scenario.dockr.daemonLog());
        assert.equal(await get(`http://[::1]:${port}/`), `${update}-${scale}\n`, 'the new version serves');
      }
      await load.end();
      context.diagnostic(`${load.requests} requests, ${load.versions.size} versions`);
      assert.deepEqual(load.failures, []);
      assert.ok(load.requests >= 2000, String(load.requests));
      assert.deepEqual((await webs()).map(({ name }) => name).sort(), names);
    });

    test(`with ${scale} replicas goes on with the old version when the new one never gets healthy`, async () => {
      const before = await webs();
      const load = new Load(port);
      const { exitCode, stderr } = await up({ VERSION: 'ill', SCALE: String(scale) });
      await load.end();
      assert.equal(exitCode, 1);
      assert.match(stderr, /error\[not-ready\].*unhealthy/);
      assert.deepEqual(load.failures, []);
      assert.ok(!load.versions.has('ill') && load.versions.size === 1, [...load.versions].join());
      const ids = (containers: readonly ContainerSummary[]): string[] => containers.map(({ id }) => id).sort();
      assert.deepEqual(ids(await webs()), ids(before));
    });
  }

  test('in fewer replicas drains those that go', async () => {
    const load = new Load(port);
    const { exitCode, stderr } = await up({ VERSION: 'fewer', SCALE: '2', order: 'start-first' });
    await load.end();
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(load.failures, []);
    assert.equal((await webs()).length, 2);
  });

  test('stopped first, comes back as it was when the new version never gets healthy', async () => {
    const before = await webs();
    const { exitCode, stderr } = await up({ VERSION: 'ill', SCALE: '2', order: 'stop-first' });
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[not-ready\]/);
    assert.deepEqual((await webs()).map(({ id }) => id).sort(), before.map(({ id }) => id).sort());
    await waitFor('the old version', async () => (await get(`http://127.0.0.1:${port}/`)) === 'fewer\n');
  });

  test('leaves nothing behind', async () => {
    const { exitCode } = await site.run(['down'], { VERSION: 'x', SCALE: '1' });
    assert.equal(exitCode, 0);
    assert.deepEqual(await webs(), []);
    const { stdout } = await scenario.dockr.ok(['doctor', '--json']);
    assert.match(stdout, /"no-leftovers"/);
  });
});
