// Whatever JSON a signed delivery holds, and whatever an address says: an answer, never a crash.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planComment } from '../../../src/agent/forges/plan-comment.ts';
import { discordBody, slackBody } from '../../../src/agent/notify/channels/messages.ts';
import { notificationOf } from '../../../src/agent/notify/notification.ts';
import { checkSignature } from '../../../src/agent/webhooks/check-signature.ts';
import { readDelivery } from '../../../src/agent/webhooks/push-hint.ts';
import { repositoryKey } from '../../../src/agent/webhooks/repository-key.ts';
import { standardHeaders } from '../../../src/agent/webhooks/standard-signature.ts';
import { eventOf, wireError } from '../events/sample-events.ts';

const SENDERS = ['github', 'gitlab', 'gitea', 'bitbucket', 'generic'] as const;
const HEADERS = {
  ...{ 'x-github-event': 'push', 'x-gitlab-event': 'Push Hook', 'x-gitea-event': 'push', 'x-event-key': 'repo:push' },
};
/** Keys that mean something somewhere, so that depth is reached. */
const key = fc.constantFrom(
  ...[
    'repository',
    'project',
    'ref',
    'push',
    'changes',
    'new',
    'old',
    'links',
    'html',
    'clone',
    'href',
    'name',
    'type',
  ],
  ...['clone_url', 'ssh_url', 'git_http_url', 'web_url', 'default_branch', 'mainbranch', 'id', '__proto__', 'length'],
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
  fc.constantFrom('refs/heads/main', 'git@git.example.org:acme/shop.git', 'https://git.example.org/acme/shop', 'tag'),
);
const { payload } = fc.letrec((tie) => ({
  payload: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, true, 5),
    text,
    fc.array(tie('payload'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('payload')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** As the senders have it, with anything in any place. */
const place = fc.oneof(payload, text);
const repository = fc.record(
  {
    ...{ clone_url: place, ssh_url: place, html_url: place, git_http_url: place, git_ssh_url: place, web_url: place },
    ...{ default_branch: place, mainbranch: fc.oneof(payload, fc.record({ name: place })) },
    links: fc.oneof(
      payload,
      fc.record({ html: fc.record({ href: place }), clone: fc.array(fc.record({ href: place })) }),
    ),
  },
  { requiredKeys: [] },
);
const ref = fc.oneof(payload, fc.record({ name: place, type: place, id: place }));
const shaped = fc.record(
  {
    repository: fc.oneof(payload, repository, text),
    project: fc.oneof(payload, repository),
    ...{ ref: place, ref_type: place },
    push: fc.oneof(payload, fc.record({ changes: fc.array(fc.record({ new: ref, old: ref })) })),
    changes: fc.oneof(payload, fc.array(fc.record({ ref }))),
  },
  { requiredKeys: [] },
);

test('any payload is a push, something else or malformed', () => {
  let pushes = 0;
  fc.assert(
    fc.property(fc.constantFrom(...SENDERS), fc.oneof(payload, shaped), (sender, value) => {
      const reading = readDelivery(sender, HEADERS, Buffer.from(JSON.stringify(value)));
      if (reading.kind !== 'push') return;
      pushes++;
      const { repositories, refs } = reading.hint;
      assert.ok(
        repositories.length > 0 && repositories.every((one) => /^[^\s/]+\/\S+$/.test(one)),
        repositories.join(),
      );
      assert.ok(refs === null || refs.every((ref) => typeof ref === 'string'));
    }),
    { numRuns: 3000 },
  );
  assert.ok(pushes > 100, `only ${pushes} pushes: the payloads do not reach what they should`);
});

test('any bytes are no push unless they are JSON', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SENDERS), fc.uint8Array(), (sender, bytes) => {
      assert.notEqual(readDelivery(sender, HEADERS, Buffer.from(bytes)).kind, 'push');
    }),
  );
});

test('any headers are no signature', () => {
  const value = fc.oneof(fc.string(), fc.constant(undefined), fc.array(fc.string()), fc.constant('v1,'));
  const names = [
    ...['x-hub-signature-256', 'x-hub-signature', 'x-gitea-signature', 'x-forgejo-signature', 'x-gitlab-token'],
    ...['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  ];
  const headers = fc.record(Object.fromEntries(names.map((name) => [name, value])));
  fc.assert(
    fc.property(fc.constantFrom(...SENDERS), headers, fc.uint8Array(), (sender, given, bytes) => {
      const delivery = { headers: given, body: Buffer.from(bytes), now: 1_700_000_000_000 };
      assert.equal(checkSignature(sender, 'a-secret-that-nobody-guesses', delivery).kind, 'forged');
    }),
  );
});

test('a signed body is signed, and no other bytes are', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (body, other) => {
      const now = 1_700_000_000_000;
      const headers = standardHeaders('a-secret-of-some-length', { id: 'x', at: now, body });
      const check = (bytes: string) =>
        checkSignature('generic', 'a-secret-of-some-length', { headers, body: Buffer.from(bytes), now }).kind;
      assert.equal(check(body), 'signed');
      if (other !== body) assert.equal(check(other), 'forged');
    }),
  );
});

test('any address is one key or none, whatever its spelling', () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (address) => {
      const one = repositoryKey(address);
      assert.ok(one === undefined || (one === one.toLowerCase() && !/[\p{Cc}\s]/u.test(one)));
    }),
  );
  const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
  fc.assert(
    fc.property(part, part, part, (host, owner, name) => {
      const spellings = [
        `https://${host}.example/${owner}/${name}.git`,
        `https://${host}.EXAMPLE:8443/${owner}/${name}/`,
        `ssh://git@${host}.example:22/${owner}/${name}.git`,
        `git@${host}.example:${owner}/${name}`,
      ];
      assert.equal(new Set(spellings.map(repositoryKey)).size, 1);
    }),
  );
});

test('any words of an error stay in their place, in whatever service', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.string({ unit: 'grapheme' }), (message, signer) => {
      const event = eventOf({ kind: 'stalled', error: wireError('not-healthy', message) }, { signer });
      const notification = notificationOf(event, { id: 'x', host: 'web-1' });
      for (const line of notification.lines) assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]|:\/\//u);
      assert.match(JSON.parse(discordBody(notification)).content, /^```\n[^`]*\n```$/);
      assert.doesNotMatch(JSON.parse(slackBody(notification)).text, /[<>]/);
    }),
  );
});

test('any plan stays between its fences', () => {
  const plan = fc
    .array(fc.oneof(fc.string(), fc.stringMatching(/^[`~]{0,12}$/), fc.constant('/close')))
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(plan, (text) => {
      const facts = { host: 'web-1', deployment: 'shop', commit: null, changes: 1, isCarriedOut: false, plan: text };
      const lines = planComment('<!-- marker -->', facts).split('\n').slice(5, -1);
      const fence = lines[0] ?? '';
      assert.match(fence, /^`{3,}$/);
      assert.equal(lines.at(-1), fence);
      for (const line of lines.slice(1, -1)) assert.ok(line.startsWith(' ') && !line.includes(fence), line);
    }),
  );
});
