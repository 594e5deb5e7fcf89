// SECURITY.md row 8: what leaves the machine as a report holds no secret, neither of a stack nor of the host.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { type HttpSettings, httpChannel } from '../../../src/agent/notify/channels/http-channel.ts';
import { sendRequest } from '../../../src/agent/outgoing/send-request.ts';
import { waitFor } from '../../support/wait-for.ts';
import { APPLIED, eventOf, wireError } from '../events/sample-events.ts';
import { ForgeRig } from '../forges/forge-rig.ts';
import { NotifyRig } from '../notify/notify-rig.ts';
import { HttpReceiver } from '../notify/receiver.ts';

const SENTINEL = 'hunter2-hunter2-hunter2';

test('an error that repeats a secret in every part of it: the forge hears its code alone', async () => {
  await using rig = await ForgeRig.start();
  const error = {
    ...wireError('exec-failed', `command "echo ${SENTINEL}" failed`),
    hint: `try ${SENTINEL}`,
    output: [`password: ${SENTINEL}`],
    facts: { command: SENTINEL },
    at: { file: `/srv/${SENTINEL}/stack.yml`, line: 1, column: 1, length: 1 },
    details: [wireError('other', SENTINEL)],
  };
  rig.reporter.hear(eventOf({ kind: 'failed', error, failures: 1 }));
  rig.reporter.hear(eventOf({ kind: 'rolled-back', error, to: null }, { deployment: 'pay' }));
  await waitFor('the statuses', () => rig.forge.statuses.length === 2);
  const sent = JSON.stringify(rig.forge.calls);
  assert.ok(!sent.includes(SENTINEL) && !sent.includes('/srv/'), sent);
});

test('a forge that redirects elsewhere gets no token and no report there', async () => {
  const stolen: string[] = [];
  const thief = createServer((request, response) => {
    stolen.push(JSON.stringify(request.headers));
    response.end();
  });
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = thief.address() as AddressInfo;
    await using rig = await ForgeRig.start();
    for (const status of [301, 302, 307, 308]) {
      rig.forge.troubles.push({ status, headers: { location: `http://127.0.0.1:${port}/` } });
      rig.reporter.hear(eventOf(APPLIED, { deployment: `shop-${status}` }));
    }
    await waitFor('the refusals', () => rig.lost.length === 4);
    assert.deepEqual(stolen, []);
  } finally {
    await new Promise((resolve) => thief.close(resolve));
  }
});

test('a forge that answers with the token it was sent: what is told on this host does not repeat it', async () => {
  const echo = createServer(async (request, response) => {
    response.writeHead(403).end(`you sent ${JSON.stringify(request.headers)} ${await text(request)}`);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = echo.address() as AddressInfo;
    await using rig = await ForgeRig.start('gitlab', { api: `http://127.0.0.1:${port}/${SENTINEL}` });
    rig.token = SENTINEL;
    rig.reporter.hear(eventOf(APPLIED));
    await waitFor('the refusal', () => rig.lost.length === 1);
    assert.ok(!JSON.stringify(rig.lost).includes(SENTINEL), JSON.stringify(rig.lost));
  } finally {
    await new Promise((resolve) => echo.close(resolve));
  }
});

test('an answer without end is cut off', async () => {
  const endless = createServer((_, response) => {
    const chunk = 'x'.repeat(1024 ** 2);
    const more = (error?: Error | null): void => {
      if (!error && !response.destroyed) response.write(chunk, more);
    };
    response.writeHead(200);
    more();
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = endless.address() as AddressInfo;
    await using rig = await ForgeRig.start('github', { api: `http://127.0.0.1:${port}` });
    const before = process.memoryUsage.rss();
    rig.reporter.hear(eventOf(APPLIED));
    await waitFor('the wait', () => rig.clock.pending === 1);
    assert.ok(process.memoryUsage.rss() - before < 100 * 1024 ** 2);
  } finally {
    endless.closeAllConnections();
    await new Promise((resolve) => endless.close(resolve));
  }
});

test('the output of what failed, and all else that may hold a secret, in notifications of each kind', async () => {
  await using receiver = await HttpReceiver.start();
  const { url } = receiver;
  const kinds: readonly HttpSettings[] = [
    { kind: 'slack', urlFile: '/url' },
    { kind: 'discord', urlFile: '/url' },
    { kind: 'ntfy', url, topic: 'shop', tokenFile: '/token' },
    { kind: 'webhook', url, secretFile: '/token' },
  ];
  const error = {
    ...wireError('exec-failed', 'the hook "migrate" failed'),
    hint: `try ${SENTINEL}`,
    output: [`password: ${SENTINEL}`],
    facts: { command: SENTINEL },
    at: { file: `/srv/${SENTINEL}/stack.yml`, line: 1, column: 1, length: 1 },
    details: [wireError('other', SENTINEL)],
  };
  for (const settings of kinds) {
    const readSecret = async (path: string) => (path === '/url' ? `${url}/hook` : SENTINEL);
    using rig = new NotifyRig({}, httpChannel(settings, { readSecret, send: sendRequest, now: Date.now }));
    const before = receiver.received.length;
    rig.notifier.hear(eventOf({ kind: 'rolled-back', error, to: null }));
    await waitFor(settings.kind, () => receiver.received.length === before + 1);
    const { body } = receiver.received.at(-1) ?? assert.fail();
    assert.match(body, /migrate/);
    assert.ok(!body.includes(SENTINEL), `${settings.kind}: ${body}`);
  }
});

test('the address of a chat room, which is its key: a refusal tells the host alone', async () => {
  await using receiver = await HttpReceiver.start();
  receiver.statuses.push(404);
  const address = `${receiver.url}/services/${SENTINEL}?key=${SENTINEL}`;
  const parts = { readSecret: async () => address, send: sendRequest, now: Date.now };
  using rig = new NotifyRig({}, httpChannel({ kind: 'slack', urlFile: '/url' }, parts));
  rig.notifier.hear(eventOf({ kind: 'stalled', error: wireError('not-healthy') }));
  await waitFor('the refusal', () => rig.lost.length === 1);
  assert.ok(!JSON.stringify(rig.lost).includes(SENTINEL), JSON.stringify(rig.lost));
});

test('an address that leads into the network of the host is no address of a chat room', async () => {
  for (const address of ['http://169.254.169.254/latest/', 'http://10.0.0.1/', 'file:///etc/shadow', 'gopher://x/']) {
    const sent: string[] = [];
    const send = async ({ url }: { url: string }) => {
      sent.push(url);
      return { status: 200, headers: new Map(), json: undefined };
    };
    const parts = { readSecret: async () => address, send, now: Date.now };
    using rig = new NotifyRig({}, httpChannel({ kind: 'discord', urlFile: '/url' }, parts));
    rig.notifier.hear(eventOf({ kind: 'stalled', error: wireError('not-healthy') }));
    await waitFor('the wait', () => rig.clock.pending === 1);
    assert.deepEqual(sent, []);
  }
});
