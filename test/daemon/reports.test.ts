// The settings of a host, and what they open: real files, real requests over loopback, a database.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { DeploymentEvents } from '../../src/agent/events/deployment-events.ts';
import { openReports } from '../../src/daemon/reports/open-reports.ts';
import { Database } from '../../src/store/database.ts';
import { DeploymentTable } from '../../src/store/deployments.ts';
import { declaredAs } from '../agent/declared.ts';
import { APPLIED, eventOf, FAILED, RECOVERED } from '../agent/events/sample-events.ts';
import { FakeForge } from '../agent/forges/fake-forge.ts';
import { HttpReceiver } from '../agent/notify/receiver.ts';
import { githubDelivery, githubPush, SECRET } from '../agent/webhooks/webhook-rig.ts';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const events = new DeploymentEvents((error) => assert.fail(String(error)));
let directory: string;
let warnings: string[];
let hints: string[];
let deliveries: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dockr-reports-'));
  warnings = [];
  hints = [];
  deliveries = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function open(settings: string, database: Database) {
  return openReports({
    environment: { DOCKR_AGENT: write('agent.yaml', settings) },
    agent: { hint: (name, trigger) => void hints.push(`${name} ${trigger}`) },
    database,
    deployments: new DeploymentTable(database),
    events,
    warn: (code, message) => warnings.push(`${code}: ${message}`),
    onDelivery: (outcome, from) => void deliveries.push(`${from} ${outcome}`),
  });
}

test('what the settings name hears of events until it is closed', async () => {
  await using forge = await FakeForge.start('gitea');
  await using receiver = await HttpReceiver.start();
  using database = new Database(':memory:');
  const settings = `
host: web-1
forges:
  - { kind: gitea, api: "${forge.api}", repositories: ["git.example.org/**"], tokenFile: ${write('token', forge.token)} }
notifications:
  ops: { webhook: { url: "${receiver.url}", secretFile: ${write('secret', 'a-secret-to-sign-with')} } }
`;
  {
    await using _reports = await open(settings, database);
    events.emit(eventOf(FAILED));
    await waitFor('both', () => receiver.received.length === 1 && forge.statuses.length === 1);
  }
  events.emit(eventOf(RECOVERED));
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.deepEqual([receiver.received.length, forge.statuses.length, warnings], [1, 1, []]);
});

test('what was told right before the end is still sent', async () => {
  await using receiver = await HttpReceiver.start();
  using database = new Database(':memory:');
  const secret = write('secret', 'a-secret-to-sign-with');
  const reports = await open(
    `notifications: { ops: { webhook: { url: "${receiver.url}", secretFile: ${secret} } } }`,
    database,
  );
  events.emit(eventOf(FAILED));
  await reports[Symbol.asyncDispose]();
  assert.equal(receiver.received.length, 1);
});

test('who does not answer does not keep the daemon from ending', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = silent.address() as AddressInfo;
    using database = new Database(':memory:');
    const secret = write('secret', 'a-secret-to-sign-with');
    const settings = `notifications: { ops: { webhook: { url: "http://127.0.0.1:${port}", secretFile: ${secret} } } }`;
    const reports = await open(settings, database);
    events.emit(eventOf(FAILED));
    const started = performance.now();
    await reports[Symbol.asyncDispose]();
    assert.ok(performance.now() - started < 4_000);
  } finally {
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  }
});

test('a mistake in the settings is told with its place, and nothing is opened', async () => {
  using database = new Database(':memory:');
  await using reports = await open('webhooks:\n  listen: nowhere\n  hooks: {}\n', database);
  assert.equal(reports.webhooks, null);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /^settings-invalid: .*agent\.yaml:2:11: the settings .* "listen" must be like/);
});

test('an address that is taken is told, and the rest goes on', async () => {
  await using receiver = await HttpReceiver.start();
  using database = new Database(':memory:');
  const settings = `
webhooks: { listen: "${new URL(receiver.url).host}", hooks: {} }
notifications:
  ops: { webhook: { url: "${receiver.url}", secretFile: ${write('secret', 'a-secret-to-sign-with')} } }
`;
  await using _reports = await open(settings, database);
  assert.match(warnings.join(), /^webhook-address-taken: /);
  events.emit(eventOf(FAILED));
  await waitFor('the notification', () => receiver.received.length === 1);
});

test('without settings nothing listens, and nothing is loaded', async () => {
  using database = new Database(':memory:');
  const environment = { DOCKR_AGENT: '' };
  const deployments = new DeploymentTable(database);
  await using reports = await openReports({
    ...{ environment, agent: { hint: () => {} }, database, deployments, events },
    warn: (code) => warnings.push(code),
    onDelivery: () => {},
  });
  assert.deepEqual([reports.webhooks, warnings], [null, []]);
});

test('a file of a secret that others can read is told of once, for a webhook that is sent again and again', async () => {
  using database = new Database(':memory:');
  const port = await findFreePort();
  const secret = write('secret', 'a-secret-of-the-hook-itself');
  const settings = `webhooks: { listen: ${port}, hooks: { shop: { from: github, secretFile: ${secret} } } }`;
  rmSync(secret);
  writeFileSync(secret, 'a-secret-of-the-hook-itself', { mode: 0o644 });
  await using reports = await open(settings, database);
  for (let time = 0; time < 3; time++) {
    const { status } = await fetch(`http://127.0.0.1:${port}/hooks/shop`, { method: 'POST', body: '{}' });
    assert.equal(status, 401);
  }
  assert.equal(reports.webhooks?.counts.refused, 3);
  assert.deepEqual(deliveries, ['github refused', 'github refused', 'github refused']);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /^host-file-not-safe: webhook "shop" is refused: .*can be read by others/);
});

test('what a deployment declares of webhooks, its forge and channels counts from then on', async () => {
  await using forge = await FakeForge.start('gitlab');
  await using receiver = await HttpReceiver.start();
  using database = new Database(':memory:');
  const port = await findFreePort();
  const [hook, token, secret] = [SECRET, forge.token, SECRET].map((text, index) => write(`file-${index}`, text));
  const settings = `
webhooks: { listen: ${port} }
notifications:
  ops: { webhook: { url: "${receiver.url}", secretFile: ${secret} } }
`;
  await using _reports = await open(settings, database);
  const url = 'https://git.example.org/acme/shop.git';
  const push = () =>
    fetch(`http://127.0.0.1:${port}/hooks/shop`, { method: 'POST', ...githubDelivery(SECRET, githubPush({ url })) });
  assert.equal((await push()).status, 401);
  const declared = declaredAs('shop', {
    source: { kind: 'git', url, ref: { kind: 'branch', branch: 'main' } },
    webhook: { kind: 'github', secretFile: hook ?? '' },
    reports: { forge: 'gitlab', api: forge.api, tokenFile: token ?? '', status: true, comment: false },
    notify: [
      { channel: 'ops', events: ['applied'] },
      { channel: 'nobody', events: [] },
    ],
  });
  new DeploymentTable(database).insert({ ...declared, createdAt: 1 });
  assert.equal((await push()).status, 202);
  await waitFor('the hint', () => hints.length === 1);
  assert.deepEqual(hints, ['shop webhook']);
  for (const happening of [FAILED, APPLIED, APPLIED]) events.emit(eventOf(happening, { url }));
  await waitFor('the reports', () => forge.statuses.length === 2 && receiver.received.length === 2);
  assert.match(receiver.received[0]?.body ?? '', /was deployed/);
  assert.deepEqual(warnings, [
    'channel-unknown: deployment "shop" declares to notify "nobody", which this host has no settings for',
  ]);
});
