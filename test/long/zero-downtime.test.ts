// Nobody is turned away while a published service is updated and brought back, whatever way they ask; and how that looks with
// Docker Compose, which is printed and judged by nobody.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Peer } from '../bench/peer.ts';
import { Shell } from '../bench/shell.ts';
import { needsRegistry } from '../e2e/images.ts';
import { get, Scenario, StackUnderTest } from '../e2e/scenario.ts';
import { extendImage } from '../support/images.ts';
import { nodeImage } from '../support/node-image.ts';
import { pushImage } from '../support/push-image.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { script, skip } from './compose-peer.ts';
import { type LoadCase, runLoadCase } from './load/cases.ts';

const LEAST_ASKED = 55_000;

type Version = {
  readonly version: string;
  readonly side?: string;
  readonly strategy?: 'blue-green';
  readonly share?: string;
};

/** Compose runs it, too. */
const stackFile = (image: string, port: number, how: Version): string => `
name: loaded
x-dockr: {update: {strategy: ${how.strategy ?? 'by-service'}}}
services:
  web:
    image: ${image}
    command: node /server.ts
    environment: {VERSION: "${how.version}"}
    ports: ["${port}:80"]
    stop_grace_period: 5s
    x-dockr: {${how.share === undefined ? '' : `canary: {share: ${how.share}}`}}
    healthcheck: {test: wget -q -O /dev/null http://127.0.0.1/health, interval: 300ms, retries: 15}
  side:
    image: ${image}
    command: ${how.side ?? 'sleep 1000000'}
    environment: {VERSION: "${how.version}"}
    stop_signal: SIGKILL
`;

describe('under load', needsRegistry, () => {
  let scenario: Scenario;
  let registry: Registry;
  let image: string;
  before(async () => {
    scenario = await Scenario.open();
    registry = await startRegistry(scenario.root.makeDirectory('registry'));
    const server = readFileSync(join(import.meta.dirname, 'load/draining-server.ts'), 'utf8');
    const files = { '/server.ts': server, '/package.json': '{"type": "module"}' };
    const made = await extendImage(await nodeImage(), scenario.root.makeDirectory('image'), { files });
    await pushImage({ registryUrl: registry.url, repository: 'server', tag: '1' }, made);
    image = `${registry.address}/server:1`;
  });
  after(async () => {
    await registry?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  test('a service is updated, rolled back and saved from bad versions, and nobody is turned away', async (context) => {
    const port = await findFreePort();
    const stack = new StackUnderTest(scenario, scenario.writeFolder('loaded', {}));
    const write = (how: Version): void =>
      void scenario.writeFolder('loaded', { 'compose.yaml': stackFile(image, port, how) });
    const serves = async (version: string): Promise<void> =>
      assert.equal(await get(`http://127.0.0.1:${port}/`), version);
    const cases: readonly Omit<LoadCase, 'leastAsked'>[] = [
      {
        name: 'update',
        leastTurns: 3,
        operate: async (turn) => {
          write({ version: `update-${turn}` });
          await stack.ok(['up', '-d']);
          await serves(`update-${turn}`);
        },
      },
      {
        name: 'rollback',
        leastTurns: 2,
        // To the one before, and back again.
        operate: async () => {
          const version = await get(`http://127.0.0.1:${port}/`);
          await stack.ok(['rollback']);
          assert.notEqual(await get(`http://127.0.0.1:${port}/`), version);
        },
      },
      {
        name: 'blue-green',
        leastTurns: 2,
        operate: async (turn) => {
          write({ version: `blue-green-${turn}`, strategy: 'blue-green' });
          const { stderr } = await stack.ok(['up', '-d']);
          assert.match(stderr, /switch traffic to loaded-side-1#next, loaded-web-1#next +done/);
          await serves(`blue-green-${turn}`);
        },
      },
      {
        name: 'canary and promotion',
        leastTurns: 2,
        operate: async (turn) => {
          write({ version: `canary-${turn}`, share: '25%' });
          const { stderr } = await stack.ok(['up', '-d']);
          assert.match(stderr, /give loaded-web-1#canary 25 % of the traffic +done/);
          await stack.ok(['promote']);
          await serves(`canary-${turn}`);
        },
      },
      {
        name: 'a version that never gets healthy',
        leastTurns: 2,
        operate: async (turn) => {
          const version = await get(`http://127.0.0.1:${port}/`);
          write({ version: 'ill', side: `sleep ${turn}000000` });
          assert.equal((await stack.run(['up', '-d'])).exitCode, 1);
          await serves(version);
        },
      },
      {
        name: 'a rollback after another service failed',
        leastTurns: 2,
        operate: async (turn) => {
          const version = await get(`http://127.0.0.1:${port}/`);
          write({ version: `bad-${turn}`, side: '/bin/nothing' });
          const { exitCode, stderr } = await stack.run(['up', '-d']);
          assert.equal(exitCode, 1);
          assert.match(stderr, /rolling-back/);
          await serves(version);
        },
      },
    ];
    write({ version: 'first' });
    await stack.ok(['up', '-d', '--wait']);
    const totals = { asked: 0, failed: 0 };
    for (const loadCase of cases) {
      const { load, line } = await runLoadCase('dockr', port, {
        ...loadCase,
        leastAsked: Math.ceil(LEAST_ASKED / cases.length),
      });
      context.diagnostic(line);
      assert.deepEqual(load.reasons, [], scenario.dockr.daemonLog());
      assert.ok(!load.versions.has('ill'));
      totals.asked += load.asked;
      totals.failed += load.failed;
    }
    context.diagnostic(`dockr | all | ${totals.asked} asked | ${totals.failed} failed`);
    assert.ok(totals.asked >= 50_000 && totals.failed === 0);
    await stack.ok(['down', '-t', '1']);
    await stack.checkNothingLeft();
  });

  test('Docker Compose updates the same service', { skip }, async (context) => {
    assert.ok(script);
    await using peer = await Peer.start(script);
    const outputFile = join(scenario.root.workDirectory, 'peer.out');
    const environment = { PATH: process.env['PATH'] ?? '', ...peerPlace() };
    await using shell = new Shell([peer.script, 'run', '/bin/sh'], { environment, outputFile });
    const port = await findFreePort();
    const folder = scenario.root.makeDirectory('beside');
    const compose = async (version: string, ...words: readonly string[]): Promise<void> => {
      scenario.writeFolder('beside', { 'compose.yaml': stackFile(image, port, { version }) });
      await shell.run(['docker', 'compose', '-f', join(folder, 'compose.yaml'), ...words]);
    };
    const answers = (version: string): Promise<boolean> =>
      waitFor('the new version', async () => (await get(`http://127.0.0.1:${port}/`)) === version);
    const operate = async (turn: number): Promise<void> => {
      await compose(`update-${turn}`, 'up', '-d');
      await answers(`update-${turn}`);
    };
    try {
      await compose('first', 'up', '-d', '--wait');
      const { line } = await runLoadCase('docker compose', port, {
        name: 'update',
        operate,
        leastTurns: 3,
        leastAsked: Math.ceil(LEAST_ASKED / 4),
      });
      context.diagnostic(line);
    } finally {
      await compose('first', 'down', '-t', '1', '--rmi', 'all');
    }
  });
});

/** Where the peer has its files, if somebody said so. */
function peerPlace(): Readonly<Record<string, string>> {
  const place = process.env['DOCKR_PEERS'];
  return place === undefined ? {} : { DOCKR_PEERS: place };
}
