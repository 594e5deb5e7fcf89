// Deliveries of each forge, over loopback: whom they wake.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TokenBuckets } from '../../../src/agent/outgoing/token-bucket.ts';
import { checkSignature } from '../../../src/agent/webhooks/check-signature.ts';
import { type Followed, findWoken } from '../../../src/agent/webhooks/find-woken.ts';
import { readDelivery } from '../../../src/agent/webhooks/push-hint.ts';
import { repositoryKey } from '../../../src/agent/webhooks/repository-key.ts';
import { standardHeaders } from '../../../src/agent/webhooks/standard-signature.ts';
import { SHORTEST_BETWEEN_MS } from '../../../src/agent/webhooks/wake-pace.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  githubDelivery,
  githubPush,
  hmac,
  SECRET,
  STANDARD_SECRET,
  standardDelivery,
  WebhookRig,
} from './webhook-rig.ts';

const URL_TEXT = 'https://git.example.org/acme/shop.git';

/** A push to the branch of the shop, as each sender says it. */
const DELIVERIES = {
  shop: () => githubDelivery(SECRET, githubPush()),
  labs: () => ({
    headers: { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': SECRET, 'idempotency-key': 'one' },
    body: gitlabPush(),
  }),
  'signed-labs': (at: number) => standardDelivery(STANDARD_SECRET, { body: gitlabPush(), at }),
  tea: () => {
    const body = githubPush();
    return { headers: { 'x-gitea-event': 'push', 'x-gitea-signature': hmac(SECRET, body) }, body };
  },
  bucket: () => {
    const body = bitbucketPush();
    return { headers: { 'x-event-key': 'repo:push', 'x-hub-signature': `sha256=${hmac(SECRET, body)}` }, body };
  },
  own: (at: number) =>
    standardDelivery(SECRET, { body: JSON.stringify({ repository: URL_TEXT, ref: 'refs/heads/main' }), at }),
} as const;

for (const [hook, deliver] of Object.entries(DELIVERIES)) {
  test(`a push wakes the deployment that follows it: ${hook}`, async () => {
    await using rig = await WebhookRig.start();
    const answer = await rig.send(`/hooks/${hook}`, deliver(rig.clock.now()));
    assert.deepEqual([answer.status, answer.body], [202, 'accepted\n']);
    await waitFor('the wake', () => rig.woken.length > 0);
    assert.deepEqual(rig.woken, ['shop']);
  });
}

test('a push to another branch or repository is taken, and wakes nobody', async () => {
  await using rig = await WebhookRig.start();
  const others = [
    { ref: 'refs/heads/other' },
    { ref: 'refs/tags/v1' },
    { url: 'https://git.example.org/acme/pay.git' },
  ];
  for (const other of others) assert.equal((await rig.push({ body: githubPush(other) })).status, 202);
  await rig.push();
  await waitFor('the one', () => rig.woken.length > 0);
  assert.deepEqual(rig.woken, ['shop']);
});

test('each request is counted once, by the kind of its hook and what became of it', async () => {
  await using rig = await WebhookRig.start();
  for (const [hook, deliver] of Object.entries(DELIVERIES)) await rig.send(`/hooks/${hook}`, deliver(rig.clock.now()));
  const again = githubDelivery(SECRET, githubPush());
  for (let time = 0; time < 2; time++) await rig.send('/hooks/shop', again);
  await rig.push({ secret: 'another-secret-than-that-one' });
  await rig.push({ hook: 'no-such-hook' });
  await rig.push({ body: '{}' });
  await rig.send('/hooks/shop', githubDelivery(SECRET, '{}', 'ping'));
  await rig.send('/hooks/own', standardDelivery(SECRET, { body: '{}', at: rig.clock.now() - 3_600_000 }));
  await rig.send('/elsewhere', { body: '' });
  assert.deepEqual(rig.outcomes, [
    ...['github accepted', 'gitlab accepted', 'gitlab accepted', 'gitea accepted', 'bitbucket accepted'],
    ...['generic accepted', 'github accepted', 'github replayed', 'github refused', 'null refused'],
    ...['github malformed', 'github ignored', 'generic stale', 'null not-a-delivery'],
  ]);
});

test('a hook wakes only the deployments that it is for', async () => {
  const pay: Followed = { name: 'pay', url: URL_TEXT, ref: { kind: 'head' } };
  const shop: Followed = { name: 'shop', url: URL_TEXT, ref: { kind: 'head' } };
  await using rig = await WebhookRig.start([pay, shop]);
  await rig.push();
  await waitFor('the wake', () => rig.woken.length > 0);
  assert.deepEqual(rig.woken, ['shop']);
});

test('a ping after the webhook was made is taken, and wakes nobody', async () => {
  await using rig = await WebhookRig.start();
  const answer = await rig.send('/hooks/shop', githubDelivery(SECRET, JSON.stringify({ zen: 'ok' }), 'ping'));
  assert.deepEqual([answer.status, answer.body], [202, 'ignored\n']);
});

test('a secret that is exchanged holds from then on', async () => {
  await using rig = await WebhookRig.start();
  rig.secrets.set('/secrets/shop', 'another-secret-for-this-one-hook');
  assert.equal((await rig.push()).status, 401);
  assert.equal((await rig.push({ secret: 'another-secret-for-this-one-hook' })).status, 202);
});

test('a hook whose secret is missing or short refuses all, and that is told once', async () => {
  await using rig = await WebhookRig.start();
  for (const secret of ['short', undefined]) {
    if (secret === undefined) rig.secrets.delete('/secrets/shop');
    else rig.secrets.set('/secrets/shop', secret);
    assert.equal((await rig.push({ secret: secret ?? '' })).status, 401);
    assert.equal((await rig.push({ secret: secret ?? '' })).status, 401);
  }
  assert.equal(rig.warnings.length, 1);
  assert.match(rig.warnings[0] ?? '', /^secret-too-short: webhook "shop" is refused/);
});

test('the first push wakes at once, more of them once after a pause', async () => {
  await using rig = await WebhookRig.start();
  for (let push = 0; push < 10; push++) await rig.push();
  assert.deepEqual(rig.woken, ['shop']);
  await rig.clock.advance(SHORTEST_BETWEEN_MS);
  assert.deepEqual(rig.woken, ['shop', 'shop']);
  await rig.clock.advance(10 * SHORTEST_BETWEEN_MS);
  assert.deepEqual(rig.woken, ['shop', 'shop']);
});

describe('addresses of one repository', () => {
  const same = [
    'https://git.example.org/acme/shop.git',
    'https://git.example.org/acme/shop',
    'https://Git.Example.org/Acme/Shop.git/',
    'https://ada@git.example.org/acme/shop.git',
    'https://git.example.org:8443/acme/shop.git',
    'ssh://git@git.example.org/acme/shop.git',
    'ssh://git@git.example.org:2222/acme/shop.git',
    'git@git.example.org:acme/shop.git',
    'git@git.example.org:/acme/shop.git',
    'git.example.org:acme/shop',
    'git://git.example.org/acme/shop.git',
  ];
  for (const url of same) {
    test(`are one: ${url}`, () => assert.equal(repositoryKey(url), 'git.example.org/acme/shop'));
  }

  const others = [
    'https://git.example.org.evil.example/acme/shop.git',
    'https://evil.example/git.example.org/acme/shop.git',
    'https://git.example.org@evil.example/acme/shop.git',
    'https://git.example.org/acme/shop.git.git',
    'git@evil.example:git.example.org/acme/shop.git',
    'https://git.example.org/acme/../evil/shop.git',
    'shop',
    '',
    'https://git.example.org/',
    'https://git.example.org/acme/sh op.git',
  ];
  for (const url of others) {
    test(`are not: "${url}"`, () => assert.notEqual(repositoryKey(url), 'git.example.org/acme/shop'));
  }
});

describe('what a deployment follows', () => {
  const hint = { repositories: ['git.example.org/acme/shop'], refs: ['refs/heads/main'], defaultBranch: 'main' };
  const woken = (ref: Followed['ref'], change = {}) =>
    findWoken({ ...hint, ...change }, ['**'], [{ name: 'shop', url: URL_TEXT, ref }]).length === 1;

  test('a branch is woken by its own alone', () => {
    assert.equal(woken({ kind: 'branch', branch: 'main' }), true);
    assert.equal(woken({ kind: 'branch', branch: 'mai' }), false);
    assert.equal(woken({ kind: 'branch', branch: 'main' }, { refs: ['refs/tags/main'] }), false);
  });
  test('HEAD is woken by the default branch, and by any where that is not told', () => {
    assert.equal(woken({ kind: 'head' }), true);
    assert.equal(woken({ kind: 'head' }, { refs: ['refs/heads/other'] }), false);
    assert.equal(woken({ kind: 'head' }, { refs: ['refs/heads/other'], defaultBranch: null }), true);
  });
  test('tags are woken by any tag, a commit by nothing', () => {
    assert.equal(woken({ kind: 'tags' }, { refs: ['refs/tags/v2'] }), true);
    assert.equal(woken({ kind: 'tags' }), false);
    assert.equal(woken({ kind: 'commit' }, { refs: null }), false);
  });
  test('one whose branches have previews is woken by any branch, and by no tag', () => {
    const shop: Followed = { name: 'shop', url: URL_TEXT, ref: { kind: 'branch', branch: 'main' } };
    const both: readonly Followed[] = [shop, { ...shop, ref: { kind: 'branches' } }];
    const wakes = (ref: string) => findWoken({ ...hint, refs: [ref] }, ['**'], both).length === 1;
    assert.deepEqual([wakes('refs/heads/feature/x'), wakes('refs/tags/v1')], [true, false]);
  });

  test('a sender that tells no ref wakes all that may have news', () => {
    assert.equal(woken({ kind: 'branch', branch: 'other' }, { refs: null }), true);
  });
});

test("Bitbucket's server tells its refs and clone addresses in another way", () => {
  const body = JSON.stringify({
    repository: { slug: 'shop', links: { clone: [{ href: 'ssh://git@bb.example.org:7999/acme/shop.git' }] } },
    changes: [{ ref: { id: 'refs/heads/main' } }],
  });
  const reading = readDelivery('bitbucket', { 'x-event-key': 'repo:refs_changed' }, Buffer.from(body));
  assert.deepEqual(reading, {
    kind: 'push',
    hint: { repositories: ['bb.example.org/acme/shop'], refs: ['refs/heads/main'], defaultBranch: null },
  });
});

test('signatures are as the senders publish them', () => {
  const now = 1_614_265_330_000;
  const github = {
    headers: { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' },
    body: Buffer.from('Hello, World!'),
    now,
  };
  assert.equal(checkSignature('github', "It's a Secret to Everybody", github).kind, 'signed');
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: now, body: '{"test": 2432232314}' };
  const headers = standardHeaders(secret, message);
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  const delivery = { headers, body: Buffer.from(message.body), now };
  assert.equal(checkSignature('generic', secret, delivery).kind, 'signed');
  assert.equal(checkSignature('generic', secret, { ...delivery, now: now + 6 * 60_000 }).kind, 'stale');
});

test('buckets fill again with time, and only so many are kept', () => {
  const buckets = new TokenBuckets({ burst: 2, perSecond: 1, keys: 3 });
  assert.deepEqual(
    [1, 2, 3].map(() => buckets.take('a', 0)),
    [true, true, false],
  );
  assert.deepEqual([buckets.take('a', 1000), buckets.take('a', 1000)], [true, false]);
  for (let key = 0; key < 100; key++) buckets.take(String(key), 1000);
  assert.equal(buckets.size, 3);
});

function gitlabPush(): string {
  return JSON.stringify({
    object_kind: 'push',
    ref: 'refs/heads/main',
    project: {
      git_http_url: URL_TEXT,
      git_ssh_url: 'git@git.example.org:acme/shop.git',
      web_url: 'https://git.example.org/acme/shop',
      default_branch: 'main',
    },
  });
}

function bitbucketPush(): string {
  return JSON.stringify({
    repository: { full_name: 'acme/shop', links: { html: { href: 'https://git.example.org/acme/shop' } } },
    push: { changes: [{ new: { type: 'branch', name: 'main' }, old: { type: 'branch', name: 'main' } }] },
  });
}
