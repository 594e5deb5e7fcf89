// What a round does about newer images: tries them, keeps the good ones, knows the bad ones, and waits where it cannot tell.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ImageUpdater } from '../../../src/agent/images/image-updater.ts';
import { type ImageRound, RoundImages, type TrialEnd } from '../../../src/agent/images/round-images.ts';
import type { ImageSignatureRule } from '../../../src/agent/policy/rules.ts';
import type { ImageDeclaration } from '../../../src/core/declaration.ts';
import type { DockrEvent } from '../../../src/core/events.ts';
import { FIXTURE_IMAGES } from '../../fixtures/cosign/images.ts';
import { pushImage } from '../../support/push-image.ts';
import { registrySkipReason } from '../../support/registry.ts';
import { declaredAs } from '../declared.ts';
import { createKey, pushSigned, signSimple, stackOf, TrustRig } from './trust-rig.ts';

const NAME = 'registry.example.com/team/app';
const SEMVER: ImageDeclaration = {
  image: '**/team/*',
  policy: 'semver',
  range: '^1',
  update: 'pin',
  intervalMs: 60_000,
};
const BAD: TrialEnd = { kind: 'bad', reason: 'unhealthy: it is' };

describe('newer images in a round', { skip: registrySkipReason() }, () => {
  let rig: TrustRig;
  let images: RoundImages;
  let warnings: string[];
  let digests: { readonly one: string; readonly two: string };
  const start = () =>
    new RoundImages({
      trust: rig.trust,
      updates: rig.updates,
      updater: new ImageUpdater({ registry: rig.asked, clock: rig.clock }),
      write: () => Promise.reject(new Error('nothing is written here')),
      clock: rig.clock,
    });
  beforeEach(async () => {
    rig = await TrustRig.start();
    images = start();
    warnings = [];
    digests = { one: await push('1.0.0', 'one'), two: await push('1.1.0', 'two') };
  });
  afterEach(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  const push = (tag: string, image: 'one' | 'two') =>
    pushImage({ registryUrl: rig.registry.url, repository: 'team/app', tag }, FIXTURE_IMAGES[image]);
  const round = (
    policies: readonly ImageDeclaration[] = [SEMVER],
    rules: readonly ImageSignatureRule[] = [],
  ): ImageRound => ({
    deployment: {
      ...declaredAs('shop', { images: policies }),
      ...{
        generation: 1,
        suspended: false,
        createdAt: 0,
        pinned: null,
        attempted: null,
        applied: null,
        error: null,
        failures: 0,
      },
    },
    release: { commit: 'a'.repeat(40), directory: '/none' },
    policies: rig.context(rules).policies,
    asked: false,
    emit: (event: DockrEvent) => void (event.type === 'warning' && warnings.push(event.code)),
    signal: AbortSignal.timeout(20_000),
  });
  const pinned = async (text = `${NAME}:1.0.0`, how = round()) =>
    (await images.pin(await stackOf(text), how)).services['web']?.image;
  const trial = async (how = round(), text = `${NAME}:1.0.0`) => {
    await images.pin(await stackOf(text), how);
    return images.findTrial(await stackOf(text), how);
  };
  const later = () => rig.clock.advance(61_000);
  const states = () => rig.updates.list('shop').map(({ state }) => state);

  test('a newer one is tried by its digest, and stands in for the declared one once it is good', async () => {
    const found = await trial();
    assert.equal(found?.stack.services['web']?.image, `${NAME}:1.1.0@${digests.two}`);
    assert.equal(await pinned(), `${NAME}:1.0.0@${digests.one}`);
    found?.settle({ kind: 'good' });
    assert.equal(await pinned(), `${NAME}:1.1.0@${digests.two}`);
    await later();
    assert.equal(await trial(), null);
  });

  test('one that is bad is not tried again, and what ran stays', async () => {
    (await trial())?.settle(BAD);
    assert.equal(await pinned(), `${NAME}:1.0.0@${digests.one}`);
    await later();
    assert.equal(await trial(), null);
    assert.deepEqual(
      rig.updates.list('shop').map(({ state, reason }) => [state, reason]),
      [['bad', BAD.reason]],
    );
    await push('1.2.0', 'one');
    await later();
    assert.equal((await trial())?.stack.services['web']?.image, `${NAME}:1.2.0@${digests.one}`);
  });

  test('one that a registry or a disk failed is tried again', async () => {
    (await trial())?.settle({ kind: 'unclear' });
    assert.deepEqual(states(), []);
    await later();
    assert.notEqual(await trial(), null);
  });

  test('one whose deployment a daemon did not end is taken up by the next, some times', async () => {
    for (let attempt = 1; attempt <= 3; attempt++) {
      assert.notEqual(await trial(), null);
      assert.equal(rig.updates.list('shop')[0]?.attempts, attempt);
      images = start();
    }
    assert.equal(await trial(), null);
    assert.deepEqual(states(), ['bad']);
  });

  test('are looked for no more often than is declared, and nothing is written where there is nothing new', async () => {
    const asked = () => rig.registry.log().match(/GET \/v2\/team\/app\/tags\/list/g)?.length ?? 0;
    (await trial())?.settle({ kind: 'good' });
    const before = asked();
    assert.equal(await trial(), null);
    assert.equal(asked(), before);
    assert.equal(await trial({ ...round(), asked: true }), null);
    assert.ok(asked() > before);
    const afterwards = asked();
    await later();
    assert.equal(await trial(), null);
    assert.ok(asked() > afterwards);
  });

  test('of the same tag are found by their digest', async () => {
    const policy: ImageDeclaration = { ...SEMVER, policy: 'digest', range: null };
    assert.equal(await trial(round([policy])), null);
    await push('1.0.0', 'two');
    await later();
    const found = await trial(round([policy]));
    assert.equal(found?.stack.services['web']?.image, `${NAME}:1.0.0@${digests.two}`);
    found?.settle({ kind: 'good' });
    await later();
    assert.equal(await trial(round([policy])), null);
  });

  test('without a signature are left alone where the host wants one, and taken once they have it', async () => {
    const key = createKey();
    const place = { registryUrl: rig.registry.url, repository: 'team/app' };
    await pushSigned(place, digests.one, [signSimple(key, digests.one)]);
    const rules = [rig.rule({ keys: [rig.key('own', key.publicPem)] })];
    assert.equal(await trial(round([SEMVER], rules)), null);
    assert.deepEqual([warnings, states()], [['image-unsigned'], []]);
    await pushSigned(place, digests.two, [signSimple(key, digests.two)]);
    await later();
    assert.notEqual(await trial(round([SEMVER], rules)), null);
  });

  test('are forgotten when a commit names another image', async () => {
    (await trial())?.settle({ kind: 'good' });
    await push('1.5.0', 'one');
    const next = { ...round(), release: { commit: 'b'.repeat(40), directory: '/none' } };
    assert.equal(await pinned(`${NAME}:1.5.0`, next), `${NAME}:1.5.0@${digests.one}`);
    assert.equal(await trial(next, `${NAME}:1.5.0`), null);
    assert.deepEqual(states(), []);
  });

  test('are not found while the registry is away, which is told and changes nothing', async () => {
    await pinned();
    await rig.registry[Symbol.asyncDispose]();
    assert.equal(await images.findTrial(await stackOf(`${NAME}:1.0.0`), round()), null);
    assert.deepEqual([warnings, states()], [['registry-unreachable'], []]);
    assert.equal(await pinned(), `${NAME}:1.0.0@${digests.one}`);
  });

  test('of a deployment that is gone are forgotten with it', async () => {
    (await trial())?.settle(BAD);
    images.forget('shop');
    assert.deepEqual(images.describe('shop', 'a'.repeat(40)), { pins: [], updates: [] });
  });
});
