// A real daemon, repository and stack with a secret: what a receiver of notifications hears of it, and what it must not.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { checkSignature } from '../../../src/agent/webhooks/check-signature.ts';
import { type AgeKey, ageEncrypt, makeAgeKey } from '../../support/age.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';
import { HttpReceiver } from './receiver.ts';

const skip = deploySkipReason() || (existsSync('/usr/bin/age') ? false : 'no /usr/bin/age (apt-get install age)');
const SENTINEL = 'sentinel-of-the-shop-4f1c';
const SECRET = 'a-secret-to-sign-with-of-32-bytes';

describe('notifications of a deployment', { skip }, () => {
  let rig: DeployRig;
  let receiver: HttpReceiver;
  const key: AgeKey | undefined = skip === false ? makeAgeKey() : undefined;

  before(async () => {
    receiver = await HttpReceiver.start();
    rig = await DeployRig.start(undefined, ({ workDirectory }) => {
      const config = join(workDirectory, 'etc');
      mkdirSync(join(config, 'keys/shop'), { recursive: true, mode: 0o700 });
      const write = (name: string, text: string) => writeFileSync(join(config, name), text, { mode: 0o600 });
      write('keys/shop/key.txt', key?.text ?? '');
      write('secret', SECRET);
      const webhook = { url: receiver.url, secretFile: join(config, 'secret') };
      write('agent.yaml', JSON.stringify({ host: 'web-1', notifications: { ops: { severity: 'info', webhook } } }));
      return { DOCKR_CONFIG_DIRECTORY: config };
    });
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await receiver?.[Symbol.asyncDispose]();
  });

  function files(level: string, change: (stack: string) => string = (stack) => stack) {
    const plain = stackFiles(level);
    const secret = `    secrets: [token]\nsecrets:\n  token: {file: ./token.age}\n`;
    return {
      ...plain,
      'stacks/shop/stack.yml': change(plain['stacks/shop/stack.yml'] + secret),
      'stacks/shop/token.age': ageEncrypt(SENTINEL, [key?.recipient ?? '']),
    };
  }

  const kinds = () => receiver.received.map(({ body }) => JSON.parse(body).facts.kind);
  const heard = (...expected: readonly string[]) =>
    waitFor(expected.join(), () => assert.deepEqual(kinds().slice(-expected.length), expected) ?? true);

  test('a commit is told when it is tried and when it runs', async () => {
    await rig.repository.push(files('one'));
    const words = ['--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '10h'];
    await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
    await heard('attempted', 'applied');
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/run/secrets/token']), SENTINEL);
  });

  test('one that does not load is told once as failed and once as given up, however often it is tried', async () => {
    await rig.repository.push(files('two', (stack) => stack.replace('command:', 'comand:')));
    for (let round = 0; round < 3; round++) await rig.dockr.run(['deploy', 'sync', 'shop']);
    await heard('attempted', 'applied', 'failed', 'stalled');
    assert.match(receiver.received.at(-1)?.body ?? '', /comand.*unknown-key/);
  });

  test('that it is well again is told, too', async () => {
    const commit = await rig.repository.push(files('three'));
    await rig.dockr.ok(['deploy', 'sync', 'shop']);
    await waitFor('the end', () => kinds().includes('recovered'));
    const last = receiver.received.map(({ body }) => JSON.parse(body)).find(({ facts }) => facts.kind === 'recovered');
    assert.deepEqual([last.facts.commit, last.title], [commit, 'shop on web-1 is well again']);
  });

  test('each is signed, and none holds the secret of the stack', async () => {
    await rig.repository.push(files('four', (stack) => stack.replace('"sleep", "1000"', '"no-such-applet"')));
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    await waitFor('the failure', () => kinds().some((kind) => kind === 'rolled-back' || kind === 'stalled'), {
      timeoutMs: 30_000,
    });
    for (const { headers, body } of receiver.received) {
      const delivery = { headers, body: Buffer.from(body), now: Date.now() };
      assert.equal(checkSignature('generic', SECRET, delivery).kind, 'signed');
      for (const form of ['utf8', 'hex', 'base64'] as const) {
        assert.ok(!body.includes(Buffer.from(SENTINEL).toString(form)), body);
      }
    }
    assert.ok(!rig.dockr.daemonLog().includes(SENTINEL));
  });
});
