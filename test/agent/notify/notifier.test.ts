// Whom an event is told to, and how often.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Happening } from '../../../src/agent/events/deployment-event.ts';
import { settled } from '../../support/fake-clock.ts';
import { APPLIED, ATTEMPTED, eventOf, FAILED, RECOVERED, wireError } from '../events/sample-events.ts';
import { NotifyRig } from './notify-rig.ts';

const failed = (failures: number, code = 'image-not-found'): Happening => ({
  kind: 'failed',
  error: wireError(code),
  failures,
});

test('a failure that repeats itself is told once, and so is its end', async () => {
  using rig = new NotifyRig();
  for (let round = 1; round <= 20; round++) rig.notifier.hear(eventOf(failed(round)));
  rig.notifier.hear(eventOf(RECOVERED));
  await settled();
  assert.deepEqual(rig.titles, ['shop on web-1 could not be deployed', 'shop on web-1 is well again']);
});

test('two failures that take turns are told once each', async () => {
  using rig = new NotifyRig();
  for (let round = 1; round <= 20; round++) {
    rig.notifier.hear(eventOf(failed(round, round % 2 === 0 ? 'git-timeout' : 'source-unreachable')));
  }
  await settled();
  assert.equal(rig.sent.length, 2);
});

test('the same failure after a recovery is news, and one of another deployment or commit, too', async () => {
  using rig = new NotifyRig();
  for (const event of [
    eventOf(FAILED),
    eventOf(RECOVERED),
    eventOf(FAILED),
    eventOf(FAILED, { deployment: 'pay' }),
    eventOf(FAILED, { commit: 'f'.repeat(40) }),
  ]) {
    rig.notifier.hear(event);
  }
  await settled();
  assert.equal(rig.sent.length, 5);
});

test('who hears errors alone hears of a failure when it lasts, and then of its end', async () => {
  using rig = new NotifyRig({ wanted: { kind: 'severity', least: 'error' } });
  rig.notifier.hear(eventOf(failed(1)));
  rig.notifier.hear(eventOf(RECOVERED));
  await settled();
  assert.deepEqual(rig.titles, []);
  for (const round of [1, 2, 3, 4]) rig.notifier.hear(eventOf(failed(round)));
  rig.notifier.hear(eventOf(RECOVERED));
  await settled();
  assert.deepEqual(
    rig.sent.map(({ severity }) => severity),
    ['error', 'warning'],
  );
});

describe('what is told at which severity', () => {
  const error = wireError('not-healthy');
  const table: readonly (readonly [Happening, 'info' | 'warning' | 'error'])[] = [
    [ATTEMPTED, 'info'],
    [APPLIED, 'info'],
    [{ kind: 'pruned', resources: ['container shop-web-1'] }, 'info'],
    [{ kind: 'suspended' }, 'info'],
    [{ kind: 'planned', pullRequest: 7, plan: '', changes: 2 }, 'info'],
    [{ kind: 'drift-repaired', steps: ['1  start container shop-web-1'] }, 'warning'],
    [RECOVERED, 'warning'],
    [failed(1), 'warning'],
    [failed(3), 'error'],
    [{ kind: 'refused', error }, 'error'],
    [{ kind: 'rolled-back', error, to: 'f'.repeat(40) }, 'error'],
    [{ kind: 'stalled', error }, 'error'],
  ];
  const order = ['info', 'warning', 'error'] as const;
  for (const [happening, severity] of table) {
    const count = happening.kind === 'failed' ? ` (${happening.failures})` : '';
    test(`${happening.kind}${count} is of ${severity}`, async () => {
      for (const least of order) {
        using rig = new NotifyRig({ wanted: { kind: 'severity', least } });
        rig.notifier.hear(eventOf(happening));
        await settled();
        assert.equal(rig.sent.length, order.indexOf(severity) >= order.indexOf(least) ? 1 : 0, least);
      }
    });
  }
});

test('kinds of events, and deployments, can be chosen', async () => {
  using rig = new NotifyRig({ deployments: ['pay-*'], wanted: { kind: 'events', kinds: new Set(['applied']) } });
  rig.notifier.hear(eventOf(APPLIED));
  rig.notifier.hear(eventOf(APPLIED, { deployment: 'pay-eu' }));
  rig.notifier.hear(eventOf(FAILED, { deployment: 'pay-eu' }));
  await settled();
  assert.deepEqual(rig.titles, ['pay-eu on web-1 was deployed']);
});

test('what is too much of one deployment is left out, and told as a number', async () => {
  using rig = new NotifyRig();
  for (let one = 0; one < 100; one++) rig.notifier.hear(eventOf(FAILED, { commit: String(one).padStart(40, '0') }));
  rig.notifier.hear(eventOf(FAILED, { deployment: 'pay' }));
  await settled();
  assert.deepEqual([rig.sent.length, rig.titles.at(-1)], [11, 'pay on web-1 could not be deployed']);
  await rig.clock.advance(5 * 60_000);
  assert.deepEqual(rig.titles.slice(11), ['90 notifications of web-1 were left out']);
  for (let one = 100; one < 200; one++) rig.notifier.hear(eventOf(FAILED, { commit: String(one).padStart(40, '0') }));
  await settled();
  assert.equal(rig.sent.length, 17);
});

test('what is too much of all deployments together is left out, too', async () => {
  using rig = new NotifyRig();
  for (let one = 0; one < 100; one++) rig.notifier.hear(eventOf(FAILED, { deployment: `shop-${one}` }));
  await settled();
  assert.equal(rig.sent.length, 30);
});

test('a deployment that declares a channel is told of there as it declares, if the host lets it', async () => {
  using rig = new NotifyRig({ deployments: ['shop', 'pay'], wanted: { kind: 'severity', least: 'error' } });
  rig.declared.set('shop', ['applied']).set('pay', []).set('other', []);
  for (const deployment of ['shop', 'pay', 'other']) {
    rig.notifier.hear(eventOf(APPLIED, { deployment }));
    rig.notifier.hear(eventOf(ATTEMPTED, { deployment }));
  }
  await settled();
  assert.deepEqual(rig.titles, [
    'shop on web-1 was deployed',
    'pay on web-1 was deployed',
    'pay on web-1 is being deployed',
  ]);
});

test('what a person can read of a failure', async () => {
  using rig = new NotifyRig();
  const error = wireError('image-not-found', 'image "shop:4" is not in the registry');
  rig.notifier.hear(eventOf({ kind: 'failed', error, failures: 2 }, { signer: 'ada@example.org' }));
  await settled();
  assert.deepEqual(rig.sent[0]?.lines, [
    'reason: image "shop:4" is not in the registry (image-not-found)',
    'commit: 0123456789ab',
    'signed by: ada@example.org',
    'failed 2 times in a row',
    'repository: git.example.org/acme/shop',
  ]);
});
