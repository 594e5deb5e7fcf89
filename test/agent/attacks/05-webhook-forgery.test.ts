// SECURITY.md row 5: who does not know the secret wakes nobody, and learns nothing.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../support/wait-for.ts';
import {
  type Delivery,
  githubDelivery,
  githubPush,
  hmac,
  SECRET,
  STANDARD_SECRET,
  standardDelivery,
  WebhookRig,
} from '../webhooks/webhook-rig.ts';

describe('forged deliveries', () => {
  let rig: WebhookRig;
  before(async () => {
    rig = await WebhookRig.start();
  });
  afterEach(() => assert.deepEqual(rig.woken, []));
  after(() => rig?.[Symbol.asyncDispose]());

  const body = githubPush({ nonce: 'one' });
  const signed = githubDelivery(SECRET, body);
  const withHeaders = (headers: Delivery['headers']): Delivery => ({
    body,
    headers: { 'x-github-event': 'push', ...headers },
  });
  const gitlab = { 'x-gitlab-event': 'Push Hook' };

  const attacks: readonly (readonly [string, string, Delivery])[] = [
    ['no signature at all', 'shop', withHeaders({})],
    ['a signature with another secret', 'shop', githubDelivery('another-secret-of-somebody', body)],
    ['a signature with the empty secret', 'shop', githubDelivery('', body)],
    [
      'the old signature of SHA-1, which is right',
      'shop',
      withHeaders({ 'x-hub-signature': `sha1=${hmac(SECRET, body, 'sha1')}` }),
    ],
    [
      'SHA-1 under the name of the new header',
      'shop',
      withHeaders({ 'x-hub-signature-256': `sha1=${hmac(SECRET, body, 'sha1')}` }),
    ],
    ['a right signature over another body', 'shop', { ...signed, body: githubPush({ nonce: 'two' }) }],
    [
      'a right signature over the same JSON, written otherwise',
      'shop',
      { ...signed, body: JSON.stringify(JSON.parse(body), null, 1) },
    ],
    [
      'only the beginning of the signature',
      'shop',
      withHeaders({ 'x-hub-signature-256': `sha256=${hmac(SECRET, body).slice(0, 32)}` }),
    ],
    ['an empty signature', 'shop', withHeaders({ 'x-hub-signature-256': 'sha256=' })],
    [
      'two signatures, one of them right',
      'shop',
      withHeaders({ 'x-hub-signature-256': [`sha256=${hmac(SECRET, body)}`, 'sha256=00'] }),
    ],
    ['the secret itself, as another forge takes it', 'shop', withHeaders({ 'x-gitlab-token': SECRET, ...gitlab })],
    ['the signature of one forge at the hook of another', 'bucket', signed],
    ['a token that only begins right', 'labs', { body, headers: { ...gitlab, 'x-gitlab-token': SECRET.slice(0, -1) } }],
    [
      'the secret as a token where it is there to sign',
      'signed-labs',
      { body, headers: { ...gitlab, 'x-gitlab-token': STANDARD_SECRET } },
    ],
    [
      'a right body under another id',
      'own',
      withId(standardDelivery(SECRET, { body, at: 1_700_000_000_000 }), 'other'),
    ],
    [
      'a bad signature of Forgejo beside a good one of Gitea',
      'tea',
      {
        body,
        headers: {
          'x-gitea-event': 'push',
          'x-forgejo-signature': '0'.repeat(64),
          'x-gitea-signature': hmac(SECRET, body),
        },
      },
    ],
  ];
  for (const [name, hook, delivery] of attacks) {
    test(name, async () => {
      const before = rig.server.counts.refused;
      const { status, body: answer } = await rig.send(`/hooks/${hook}`, delivery);
      assert.deepEqual([status, answer], [401, '']);
      assert.equal(rig.server.counts.refused, before + 1);
    });
  }

  test('trying names of hooks tells nothing: a wrong secret and no such hook have one answer', async () => {
    const answers = await Promise.all(
      ['shop', 'nothing-here', 'labs'].map((hook) => rig.push({ hook, secret: 'wrong-wrong-wrong-wrong' })),
    );
    const facts = answers.map(({ status, body: text, headers: { date: _, ...headers } }) => ({
      status,
      text,
      headers,
    }));
    assert.deepEqual(facts[1], facts[0]);
    assert.deepEqual(facts[2], facts[0]);
  });

  test('a right signature at a hook that there is none of', async () => {
    assert.equal((await rig.push({ hook: 'nothing-here' })).status, 401);
  });

  test('other paths and methods are no deliveries', async () => {
    const tries = [
      ...['/', '/hooks/', '/hooks/shop/', '/hooks/../hooks/shop', '/hooks/shop?x', '/hooks/%73hop', '//hooks/shop'],
      ...['/v1/up', `/hooks/${'a'.repeat(200)}`],
    ];
    for (const path of tries) assert.equal((await rig.send(path, signed)).status, 404, path);
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.equal((await rig.send('/hooks/shop', { ...signed, body: '', method })).status, 404, method);
    }
  });
});

describe('hostile senders', () => {
  test('a body that says it is too large is not read', async () => {
    await using rig = await WebhookRig.start();
    const answer = await raw(rig, 'POST /hooks/shop HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 413 /);
  });

  test('a body that goes on and on is cut off after 1 MiB, whatever its headers say', async () => {
    await using rig = await WebhookRig.start();
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    await raw(rig, `POST /hooks/shop HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(40)}`);
    assert.equal(rig.server.counts.oversized, 1);
  });

  test('headers without end are cut off', async () => {
    await using rig = await WebhookRig.start();
    const answer = await raw(rig, `POST /hooks/shop HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 4\d\d |^$/);
    assert.equal(rig.server.counts['broken-off'], 1);
  });

  test('a second request smuggled behind a length and chunks is not seen', async () => {
    await using rig = await WebhookRig.start();
    const head =
      'POST /hooks/shop HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    const answer = await raw(rig, `${head}GET /hooks/shop HTTP/1.1\r\nHost: a\r\n\r\n`);
    assert.equal(answer.match(/HTTP\/1\.1/g)?.length ?? 0, 1);
    assert.match(answer, /^HTTP\/1\.1 400 /);
  });

  test('one request a connection: what is piped behind it is not looked at', async () => {
    await using rig = await WebhookRig.start();
    const one = 'POST /hooks/shop HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}';
    const answer = await raw(rig, one.repeat(5));
    assert.equal(answer.match(/HTTP\/1\.1 401/g)?.length, 1);
  });

  test('headers that never end cost a connection for some seconds only', async () => {
    await using rig = await WebhookRig.start();
    const started = performance.now();
    const answer = await raw(rig, 'POST /hooks/shop HTTP/1.1\r\nHost: a\r\n');
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.ok(performance.now() - started < 9_000);
  });

  test('a body that drips costs a connection for some seconds only', async () => {
    await using rig = await WebhookRig.start();
    const socket = connect(rig.server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /hooks/shop HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n');
    const dripping = setInterval(() => socket.write('x'), 200);
    try {
      await waitFor('the end', () => socket.destroyed || socket.readableEnded, { timeoutMs: 15_000 });
    } finally {
      clearInterval(dripping);
      socket.destroy();
    }
    assert.equal((await rig.push()).status, 202);
  });

  test('more connections than allowed are turned away, and others are served again after them', async () => {
    await using rig = await WebhookRig.start();
    const sockets = Array.from({ length: 60 }, () => connect(rig.server.port, '127.0.0.1').on('error', () => {}));
    await waitFor(
      'the surplus',
      () => sockets.filter(({ destroyed, readableEnded }) => destroyed || readableEnded).length >= 20,
    );
    for (const socket of sockets) socket.destroy();
    await waitFor('service', async () => (await rig.push()).status === 202, { intervalMs: 100 });
  });

  test('a flood of forgeries is not even looked at after the first', async () => {
    await using rig = await WebhookRig.start();
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(Array.from({ length: 20 }, () => rig.push({ secret: 'wrong-wrong-wrong-wrong' })));
    }
    const { refused, 'too-many': tooMany } = rig.server.counts;
    assert.equal(refused, 60);
    assert.equal(tooMany, 140);
    await rig.clock.advance(10_000);
    assert.equal((await rig.push()).status, 202);
  });

  const signedNonsense: readonly (readonly [string, string])[] = [
    ['text that is no JSON', 'hello'],
    ['a list', '[]'],
    ['nothing', ''],
    ['null', 'null'],
    ['a repository that is a number', '{"repository":5,"ref":"refs/heads/main"}'],
    ['a repository without an address', '{"repository":{},"ref":"refs/heads/main"}'],
    ['an address that is a list', '{"repository":{"clone_url":["https://git.example.org/acme/shop"]}}'],
    [
      'a prototype in the place of a repository',
      '{"__proto__":{"repository":{"clone_url":"https://git.example.org/acme/shop"}}}',
    ],
    ['half a million lists in each other', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
  ];
  for (const [name, body] of signedNonsense) {
    test(`signed nonsense is malformed: ${name}`, async () => {
      await using rig = await WebhookRig.start();
      const answer = await rig.push({ body });
      assert.deepEqual([answer.status, answer.body], [400, 'malformed\n']);
      await sleep(20);
      assert.deepEqual(rig.woken, []);
    });
  }

  test('a payload that names another repository, commit or path changes nothing but who is woken', async () => {
    await using rig = await WebhookRig.start();
    const body = JSON.stringify({
      ...JSON.parse(githubPush()),
      after: 'f'.repeat(40),
      deployment: 'pay',
      path: '../../etc',
    });
    assert.equal((await rig.push({ body })).status, 202);
    await waitFor('the wake', () => rig.woken.length > 0);
    assert.deepEqual(rig.woken, ['shop']);
  });
});

function withId(delivery: ReturnType<typeof standardDelivery>, id: string) {
  return { ...delivery, headers: { ...delivery.headers, 'webhook-id': id } };
}

/** Bytes as they are; what came back until the other side ended. */
async function raw(rig: WebhookRig, bytes: string): Promise<string> {
  const socket = connect({ port: rig.server.port, host: '127.0.0.1', allowHalfOpen: true });
  const parts: string[] = [];
  socket.on('data', (part) => parts.push(String(part)));
  socket.on('error', () => {});
  socket.write(bytes);
  const ended = Promise.withResolvers<void>();
  for (const event of ['end', 'close'] as const) socket.on(event, () => ended.resolve());
  await ended.promise;
  socket.destroy();
  return parts.join('');
}
