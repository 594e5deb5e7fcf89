// Notifications as each service gets them: the requests fit what the services publish, and go to real servers on loopback.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Ajv from 'ajv';
import { emailChannel } from '../../../src/agent/notify/channels/email-channel.ts';
import { type HttpSettings, httpChannel } from '../../../src/agent/notify/channels/http-channel.ts';
import { sendRequest } from '../../../src/agent/outgoing/send-request.ts';
import { checkSignature } from '../../../src/agent/webhooks/check-signature.ts';
import { createCertificate } from '../../support/certificate.ts';
import { waitFor } from '../../support/wait-for.ts';
import { eventOf, FAILED, RECOVERED } from '../events/sample-events.ts';
import { PUBLISHED_MESSAGES } from './message-schemas.ts';
import { NotifyRig } from './notify-rig.ts';
import { HttpReceiver, MailReceiver } from './receiver.ts';

const SECRET = 'a-secret-to-sign-with-of-32-bytes';
const ajv = new Ajv.default({ strict: false });

function rigFor(settings: HttpSettings, secrets: Readonly<Record<string, string>>): NotifyRig {
  const readSecret = async (path: string) => secrets[path] ?? assert.fail(path);
  return new NotifyRig({}, httpChannel(settings, { readSecret, send: sendRequest, now: Date.now }));
}

describe('by HTTP', () => {
  const channels = [
    ['slack', (url: string): HttpSettings => ({ kind: 'slack', urlFile: url })],
    ['discord', (url: string): HttpSettings => ({ kind: 'discord', urlFile: url })],
    ['ntfy', (url: string): HttpSettings => ({ kind: 'ntfy', url, topic: 'shop', tokenFile: '/token' })],
    ['webhook', (url: string): HttpSettings => ({ kind: 'webhook', url, secretFile: '/secret' })],
  ] as const;
  for (const [kind, settings] of channels) {
    test(`a failure and its end, as ${kind} takes them`, async () => {
      await using receiver = await HttpReceiver.start();
      using rig = rigFor(settings(receiver.url), {
        [receiver.url]: `${receiver.url}/T0/B0`,
        '/token': 'tk',
        '/secret': SECRET,
      });
      rig.notifier.hear(eventOf(FAILED));
      rig.notifier.hear(eventOf(RECOVERED));
      await waitFor('both', () => receiver.received.length === 2);
      for (const { body, headers } of receiver.received) {
        assert.equal(headers['content-type'], 'application/json');
        assert.ok(ajv.validate(PUBLISHED_MESSAGES[kind], JSON.parse(body)), `${ajv.errorsText()} ${body}`);
        assert.match(body, /shop on web-1/);
      }
      assert.deepEqual(rig.lost, []);
    });
  }

  test('a webhook is signed over what it says, for whoever checks it as dockr itself does', async () => {
    await using receiver = await HttpReceiver.start();
    using rig = rigFor({ kind: 'webhook', url: receiver.url, secretFile: '/secret' }, { '/secret': SECRET });
    rig.notifier.hear(eventOf(FAILED));
    const [{ headers, body } = assert.fail()] = await waitFor(
      'it',
      () => receiver.received.length > 0 && receiver.received,
    );
    const delivery = { headers, body: Buffer.from(body), now: Date.now() };
    assert.equal(checkSignature('generic', SECRET, delivery).kind, 'signed');
    assert.equal(checkSignature('generic', SECRET, { ...delivery, body: Buffer.from(`${body} `) }).kind, 'forged');
    const { id, facts } = JSON.parse(body);
    assert.equal(headers['webhook-id'], id);
    assert.deepEqual([facts.kind, facts.deployment, facts.errorCode], ['failed', 'shop', 'image-not-found']);
  });

  test('one that is tried again is the same delivery', async () => {
    await using receiver = await HttpReceiver.start();
    receiver.statuses.push(503, 429);
    using rig = rigFor({ kind: 'webhook', url: receiver.url, secretFile: '/secret' }, { '/secret': SECRET });
    rig.notifier.hear(eventOf(FAILED));
    rig.notifier.hear(eventOf(RECOVERED));
    await waitFor('both', async () => {
      await rig.clock.advance(5_000);
      return receiver.received.length === 2;
    });
    assert.match(receiver.received[0]?.body ?? '', /could not be deployed/);
    assert.match(receiver.received[1]?.body ?? '', /is well again/);
  });

  test('ntfy gets its token in a header, and the topic in the message', async () => {
    await using receiver = await HttpReceiver.start();
    using rig = rigFor({ kind: 'ntfy', url: receiver.url, topic: 'shop', tokenFile: '/token' }, { '/token': 'tk_1' });
    rig.notifier.hear(eventOf(FAILED));
    await waitFor('it', () => receiver.received.length === 1);
    assert.equal(receiver.received[0]?.headers.authorization, 'Bearer tk_1');
    assert.equal(receiver.received[0]?.path, '/');
  });
});

describe('by mail', () => {
  const settings = (server: string, login: { user: string; passwordFile: string } | null = null) =>
    ({ kind: 'email', server, login, from: 'dockr@example.org', to: ['ops@example.org', 'ada@example.org'] }) as const;
  const readSecret = async () => 'the password';

  test('in plain text to every address, on this machine without TLS', async () => {
    await using receiver = await MailReceiver.start();
    using rig = new NotifyRig({}, emailChannel(settings(`smtp://127.0.0.1:${receiver.port}`), { readSecret }));
    rig.notifier.hear(eventOf(FAILED));
    const [mail = assert.fail()] = await waitFor('the mail', () => receiver.mails.length > 0 && receiver.mails);
    assert.deepEqual([mail.from, mail.to], ['dockr@example.org', ['ops@example.org', 'ada@example.org']]);
    assert.match(mail.data, /^Subject: \[dockr\] warning: shop on web-1 could not be deployed\r?$/m);
    assert.match(mail.data, /^Content-Type: text\/plain/m);
    assert.match(mail.data, /^Auto-Submitted: auto-generated\r?$/m);
    assert.match(mail.data, /reason: it did not work \(image-not-found\)/);
  });

  test('with a login and TLS, begun at once or by STARTTLS', async () => {
    const certificate = createCertificate({ commonName: 'mail', hosts: ['127.0.0.1'] });
    for (const secure of [true, false]) {
      await using receiver = await MailReceiver.start({
        certificate,
        secure,
        login: { user: 'dockr', password: 'the password' },
      });
      const server = `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${receiver.port}`;
      const channel = emailChannel(settings(server, { user: 'dockr', passwordFile: '/p' }), {
        readSecret,
        authorities: certificate.certificate,
      });
      using rig = new NotifyRig({}, channel);
      rig.notifier.hear(eventOf(FAILED));
      const [mail] = await waitFor('the mail', () => receiver.mails.length > 0 && receiver.mails);
      assert.deepEqual([mail?.secure, mail?.user], [true, 'dockr']);
    }
  });

  test('to a server whose certificate nobody vouches for, nothing is sent', async () => {
    const certificate = createCertificate({ commonName: 'mail', hosts: ['127.0.0.1'] });
    await using receiver = await MailReceiver.start({ certificate, secure: true });
    using rig = new NotifyRig({}, emailChannel(settings(`smtps://127.0.0.1:${receiver.port}`), { readSecret }));
    rig.notifier.hear(eventOf(FAILED));
    await waitFor('the end', async () => {
      await rig.clock.advance(60_000);
      return rig.lost.length === 1;
    });
    assert.equal(rig.lost[0]?.code, 'report-not-sent');
    assert.deepEqual(receiver.mails, []);
  });

  test('a server that is busy is asked again, one that says no for good is not', async () => {
    await using busy = await MailReceiver.start({ refuse: { code: 451, once: true } });
    const one = { ...settings(`smtp://127.0.0.1:${busy.port}`), to: ['ops@example.org'] };
    using rig = new NotifyRig({}, emailChannel(one, { readSecret }));
    rig.notifier.hear(eventOf(FAILED));
    await waitFor('the mail', async () => {
      await rig.clock.advance(5_000);
      return busy.mails.length === 1;
    });
    await using stubborn = await MailReceiver.start({ refuse: { code: 550, once: false } });
    using refused = new NotifyRig({}, emailChannel(settings(`smtp://127.0.0.1:${stubborn.port}`), { readSecret }));
    refused.notifier.hear(eventOf(FAILED));
    await waitFor('the end', () => refused.lost.length === 1);
    assert.match(refused.lost[0]?.message ?? '', /it answered 550$/);
  });
});
