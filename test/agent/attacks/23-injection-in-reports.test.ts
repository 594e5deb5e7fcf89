// SECURITY.md row 23, where reports go to people: what a repository writes is text, and stays in its place.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planComment, planMarker } from '../../../src/agent/forges/plan-comment.ts';
import { emailChannel } from '../../../src/agent/notify/channels/email-channel.ts';
import {
  discordBody,
  mailText,
  ntfyBody,
  slackBody,
  webhookBody,
} from '../../../src/agent/notify/channels/messages.ts';
import { notificationOf } from '../../../src/agent/notify/notification.ts';
import { waitFor } from '../../support/wait-for.ts';
import { COMMIT, eventOf, wireError } from '../events/sample-events.ts';
import { ForgeRig } from '../forges/forge-rig.ts';
import { NotifyRig } from '../notify/notify-rig.ts';
import { MailReceiver } from '../notify/receiver.ts';

const FACTS = { host: 'web-1', deployment: 'shop', commit: COMMIT, changes: 1, isCarriedOut: false };
const comment = (plan: string) => planComment('<!-- marker -->', { ...FACTS, plan });

/** The lines between the fences, and all others. */
function parts(text: string) {
  const lines = text.split('\n');
  const fence = lines.find((line) => /^`{3,}$/.test(line)) ?? '';
  const [start, end] = [lines.indexOf(fence), lines.lastIndexOf(fence)];
  return { inside: lines.slice(start + 1, end), outside: [...lines.slice(0, start), ...lines.slice(end + 1)], fence };
}

describe('plans in comments', () => {
  const attacks: readonly (readonly [string, string])[] = [
    ['a fence that ends the block', '```\n@everyone [free](https://evil.example)\n```'],
    ['a longer fence', '`````````\n# Approved\n`````````'],
    ['a fence behind a line end of old Macs', '1  create\r```\r@everyone'],
    ['an order to GitLab', '/merge\n/close\n/assign @root'],
    ['an order behind a blank of no width', '\u200b/merge'],
    ['HTML', '<img src=https://evil.example/x.png><script>alert(1)</script>'],
    ['the end of a comment of HTML', '--> <!-- dockr plan 00 -->'],
  ];
  for (const [name, plan] of attacks) {
    test(name, () => {
      const { inside, outside, fence } = parts(comment(plan));
      assert.deepEqual(outside.join('\n'), parts(comment('1  create network x')).outside.join('\n'));
      assert.ok(inside.every((line) => line.startsWith(' ')));
      // A fence within that could end the block must be as long as it.
      assert.ok(inside.every((line) => !line.includes(fence)));
    });
  }

  test('text that turns its direction around, and control characters', () => {
    const plan = '1  create \u202eevil\u2066 \u001b[31mred\u001b[0m \u0000 \u0085 image';
    assert.match(comment(plan), / 1 {2}create evil \[31mred\[0m {3}image/);
  });

  test('a plan without end is cut to what a forge takes', () => {
    for (const plan of [
      '`'.repeat(10_000_000),
      'y\n'.repeat(1_000_000),
      '\u{1f600}\n'.repeat(1_000_000),
      'x`'.repeat(100_000),
    ]) {
      assert.ok(comment(plan).length < 65_536);
    }
  });
});

test('somebody who copies the marker of a comment does not get the next plan', async () => {
  await using rig = await ForgeRig.start();
  const planned = (plan: string) => eventOf({ kind: 'planned', pullRequest: 7, plan, changes: 1 });
  rig.reporter.hear(planned('1  create network a'));
  await waitFor('the comment', () => rig.forge.comments.length === 1);
  rig.forge.addComment(`${rig.forge.comments[0]?.body} Approved by ops.`);
  rig.reporter.hear(planned('1  create network b'));
  await waitFor('the change', () => rig.forge.comments[0]?.body.includes('network b'));
  assert.match(rig.forge.comments[1]?.body ?? '', /network a.*Approved by ops/s);
});

test('a marker cannot be put up before the first plan is: it is not to be guessed', () => {
  const at = { host: 'web-1', deployment: 'shop', number: 7 };
  assert.notEqual(planMarker('one token', at), planMarker('another token', at));
  assert.notEqual(planMarker('one token', at), planMarker('one token', { ...at, number: 8 }));
  assert.match(planMarker('one token', at), /^<!-- dockr plan [0-9a-f]{32} -->$/);
});

describe('notifications with hostile words in them', () => {
  const hostile = [
    '@everyone <!channel> <!here> <@U123> <https://evil.example|click here>',
    '```\n@here **bold** [free](https://evil.example)',
    'https://evil.example/phish and HTTP://evil.example',
    '\u202etxt.exe \u0007\u001b]0;title\u0007',
    'two\r\nlines\r\nBcc: everyone@example.org',
    '<img src=x onerror=alert(1)>&amp;',
    'x'.repeat(1_000_000),
    '\u{1f600}'.repeat(100_000),
  ];
  const notifications = hostile.map((text) => {
    const facts = { signer: text, actor: text, commit: text, url: `https://git.example.org/${text}` };
    return notificationOf(eventOf({ kind: 'stalled', error: wireError('not-healthy', text) }, facts), {
      id: 'x',
      host: 'web-1',
    });
  });
  const pruned = notificationOf(eventOf({ kind: 'pruned', resources: hostile.flatMap((text) => [text, text]) }), {
    id: 'x',
    host: 'web-1',
  });
  const all = [...notifications, pruned];

  test('each part of them is one plain line of bounded length, with no address that can be followed', () => {
    for (const { title, lines } of all) {
      for (const one of [title, ...lines]) {
        assert.ok([...one].length < 400, one);
        assert.doesNotMatch(one, /[\p{Cc}\p{Cf}\u2028\u2029]|:\/\//u);
      }
    }
    assert.equal(pruned.lines.at(-2), '- and 6 more');
  });

  test('Slack: calls nobody, and makes no links', () => {
    for (const notification of all) {
      const { text, blocks, link_names } = JSON.parse(slackBody(notification));
      assert.doesNotMatch(text, /[<>]/);
      assert.equal(link_names, false);
      for (const block of blocks) {
        assert.equal(block.text.type, 'plain_text');
        assert.ok(block.text.text.length <= 3000);
      }
    }
  });

  test('Discord: calls nobody, and nothing leaves the block of code', () => {
    for (const notification of all) {
      const { content, allowed_mentions } = JSON.parse(discordBody(notification));
      assert.deepEqual(allowed_mentions, { parse: [] });
      assert.match(content, /^```\n[^`]*\n```$/);
      assert.ok(content.length <= 2000, String(content.length));
    }
  });

  test('ntfy: no more than it takes as a message', () => {
    for (const notification of all) {
      const { message, title } = JSON.parse(ntfyBody('shop', notification));
      assert.ok(Buffer.byteLength(message) <= 4096 && Buffer.byteLength(title) < 250);
    }
  });

  test('webhooks: whole JSON of bounded size', () => {
    for (const notification of all) assert.ok(webhookBody(notification).length < 20_000);
  });

  test('mail: no header of its own, no other recipient, no second part', async () => {
    await using receiver = await MailReceiver.start();
    const server = `smtp://127.0.0.1:${receiver.port}`;
    const settings = {
      kind: 'email',
      server,
      login: null,
      from: 'dockr@example.org',
      to: ['ops@example.org'],
    } as const;
    const channel = emailChannel(settings, { readSecret: async () => '' });
    using rig = new NotifyRig({}, channel);
    for (const text of hostile) {
      const facts = { deployment: 'shop', signer: text, commit: text };
      rig.notifier.hear(eventOf({ kind: 'stalled', error: wireError('not-healthy', text) }, facts));
    }
    await waitFor('the mails', () => receiver.mails.length === hostile.length);
    for (const { to, data } of receiver.mails) {
      assert.deepEqual(to, ['ops@example.org']);
      const [head = ''] = data.split('\r\n\r\n');
      assert.doesNotMatch(head, /^b?cc:|multipart|text\/html/im);
      assert.deepEqual(head.match(/^(subject|to|from):/gim)?.length, 3);
    }
    for (const notification of all) assert.doesNotMatch(mailText(notification).subject, /[\r\n]/);
  });
});
