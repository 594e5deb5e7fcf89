// Three machines follow one repository, which says what is for which of them.
import '../engine/networks/own-namespace.ts';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cannotIsolate } from '../engine/networks/own-namespace.ts';
import { GitServer, TestRepository } from '../support/git-server.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { deploySkipReason } from './deploy-rig.ts';
import { createLan, FleetHost, LAN_ADDRESS } from './fleet/fleet-host.ts';

const IMAGE = {
  'image/Dockerfile': 'FROM scratch\nCOPY busybox /busybox\n',
  'image/busybox': readFileSync('/bin/busybox'),
};

/** A stack with one container, which serves its page at the port that all of them use. */
function stack(name: string, page: string) {
  const text = `services:
  web:
    build: ../../image
    command: ["/busybox", "httpd", "-f", "-p", "80", "-h", "/www"]
    ports: ["8080:80"]
    stop_grace_period: 0s
    volumes: ["./www:/www"]
`;
  return { [`stacks/${name}/stack.yml`]: text, [`stacks/${name}/www/index.html`]: `${page}\n` };
}

const overlay = (more: string): Readonly<Record<string, string>> => ({
  'stacks/front/web-2.yaml': `services:\n  web:\n    labels: { host: web-2 }\n${more}`,
});

describe('a fleet', { skip: cannotIsolate || deploySkipReason() }, () => {
  let parts: AsyncDisposableStack;
  let root: TestRoot;
  let server: GitServer;
  let repository: TestRepository;
  let web1: FleetHost;
  let web2: FleetHost;
  let store: FleetHost;

  before(async () => {
    parts = new AsyncDisposableStack();
    createLan();
    root = parts.use(await createTestRoot());
    const folder = root.makeDirectory('git');
    repository = await TestRepository.create(folder, 'fleet');
    server = parts.use(await GitServer.start(folder, undefined, LAN_ADDRESS));
    const { origin } = server;
    const url = `${origin}/fleet.git`;
    const child = (name: string, more: string): string =>
      `name: fleet-${name}\nsource: { url: "${url}" }\npath: stacks/${name}\ninterval: 1s\n${more}`;
    await repository.push({
      ...IMAGE,
      ...stack('front', 'front 1'),
      ...stack('store', 'store 1'),
      ...overlay(''),
      'deployments/front.yaml': child(
        'front',
        'hosts: ["web-*"]\nenvironments: { second: { hosts: [web-2], files: web-2.yaml } }\n',
      ),
      'deployments/store.yaml': child('store', 'hosts: [{ labels: { tier: store } }]\n'),
    });
    const started: FleetHost[] = [];
    parts.defer(async () => void (await Promise.all(started.map((host) => host[Symbol.asyncDispose]()))));
    const start = async (number: number, name: string, labels: string): Promise<FleetHost> => {
      const host = await FleetHost.start({ number, name, labels, origin });
      started.push(host);
      return host;
    };
    web1 = await start(1, 'web-1', 'tier=front');
    web2 = await start(2, 'web-2', 'tier=front');
    store = await start(3, 'db-1', 'tier=store');
    const declaration = join(root.workDirectory, 'fleet.yaml');
    writeFileSync(
      declaration,
      `name: fleet\nsource: { url: "${url}" }\npath: deployments\ncontent: deployments\ninterval: 1s\n`,
    );
    await Promise.all(hosts().map(({ dockr }) => dockr.ok(['deploy', 'add', '--from', declaration])));
  });
  after(async () => {
    await parts?.disposeAsync();
  });

  const hosts = (): readonly FleetHost[] => [web1, web2, store];
  const pushFront = (page: string, more = '') => repository.push({ ...stack('front', page), ...overlay(more) });

  test('has on each machine what is for it, by its name or its labels', async () => {
    await Promise.all([web1.waitForPage('front 1'), web2.waitForPage('front 1'), store.waitForPage('store 1')]);
    assert.deepEqual(await Promise.all(hosts().map((host) => host.deployments())), [
      'fleet fleet-front',
      'fleet fleet-front',
      'fleet fleet-store',
    ]);
  });

  test('has the overlay of one machine on that one alone', async () => {
    const labels = async ({ dockr }: FleetHost): Promise<string> =>
      (await dockr.ok(['inspect', 'fleet-front-web-1', '--json'])).stdout;
    assert.match(await labels(web2), /"host": ?"web-2"/);
    assert.doesNotMatch(await labels(web1), /"host": ?"web-2"/);
  });

  test('keeps the machines apart: containers, links, rules and addresses of one are not seen by another', async () => {
    for (const host of hosts()) {
      const others = hosts().filter((other) => other !== host);
      const seen = host.run('sh', '-c', 'ip -o link; ip -o address; nft list ruleset');
      assert.ok(seen.includes(host.root.bridgePrefix) && seen.includes(host.root.nftTable));
      for (const { root: other } of others)
        for (const name of [
          other.bridgePrefix,
          other.nftTable,
          `${other.addressPool.split('.').slice(0, 2).join('.')}.`,
        ])
          assert.ok(!seen.includes(name), `${host.name} sees ${name}`);
      const stackName = host === store ? 'fleet-store' : 'fleet-front';
      assert.deepEqual(
        (await host.containers()).map(({ name }) => name),
        [`${stackName}-web-1`],
      );
    }
  });

  test('gets a push on every machine that it is for, and changes nothing on the others', async () => {
    const [before] = await store.containers();
    const commit = await pushFront('front 2');
    await Promise.all([web1.waitForPage('front 2'), web2.waitForPage('front 2')]);
    await waitFor(
      'the store to have seen it',
      async () => (await store.show('fleet-store')).attempted?.commit === commit,
    );
    assert.equal(await store.page(), 'store 1');
    assert.equal((await store.containers())[0]?.id, before?.id);
  });

  test('goes back on the one machine that a commit is bad for, and on with it on the others', async () => {
    const bad = await pushFront('front 3', '    post_start: [{ command: ["/busybox", "false"] }]\n');
    await web1.waitForPage('front 3');
    await waitFor('the refusal', async () => (await web2.show('fleet-front')).state === 'stalled', {
      timeoutMs: 30_000,
    });
    const { error, applied, attempted } = await web2.show('fleet-front');
    assert.deepEqual([error?.error.code, attempted?.commit], ['hook-failed', bad]);
    assert.notEqual(applied?.commit, bad);
    await web2.waitForPage('front 2');
    assert.equal((await web1.show('fleet-front')).applied?.commit, bad);
    await pushFront('front 4');
    await Promise.all([web1.waitForPage('front 4'), web2.waitForPage('front 4')]);
  });

  test('has the newest on a machine whose daemon was dead for two pushes, and never what was between', async () => {
    await web2.killDaemon();
    const missed = await pushFront('front 5');
    await web1.waitForPage('front 5');
    const newest = await pushFront('front 6');
    await web1.waitForPage('front 6');
    assert.deepEqual([web2.dockr.daemonPid(), await web2.page()], [null, 'front 4']);
    await web2.dockr.ok(['deploy', 'list']);
    await web2.waitForPage('front 6');
    const commits = async () =>
      (await web2.dockr.lines<{ commit: string }>(['deploy', 'history', 'fleet-front'])).map(({ commit }) => commit);
    // The page is there before the round ends that brought it.
    await waitFor('the end of the round', async () => (await commits()).includes(newest));
    assert.ok(!(await commits()).includes(missed));
  });

  test('runs on while the repositories are away, and catches up by itself', async () => {
    const before = await Promise.all(hosts().map((host) => host.containers()));
    server.isDown = true;
    const failing = async (host: FleetHost): Promise<boolean> => (await host.show('fleet')).state === 'failing';
    for (const host of hosts()) await waitFor(`${host.name} to notice`, () => failing(host));
    await repository.push({ ...stack('front', 'front 7'), ...stack('store', 'store 7') });
    assert.deepEqual(await Promise.all(hosts().map((host) => host.page())), ['front 6', 'front 6', 'store 1']);
    const during = await Promise.all(hosts().map((host) => host.containers()));
    assert.deepEqual(
      during.flat().map(({ id }) => id),
      before.flat().map(({ id }) => id),
    );
    server.isDown = false;
    await Promise.all([web1.waitForPage('front 7'), web2.waitForPage('front 7'), store.waitForPage('store 7')]);
    for (const host of hosts())
      await waitFor(`${host.name} to be well`, async () => !(await failing(host)), { timeoutMs: 20_000 });
  });
});
