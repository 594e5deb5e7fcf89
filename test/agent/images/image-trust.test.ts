// Images that were pinned and signed: with signatures of the real cosign (test/fixtures/cosign), at a real registry.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { withPins } from '../../../src/agent/images/image-trust.ts';
import { FIXTURE_IMAGES } from '../../fixtures/cosign/images.ts';
import { digestOf, encodeManifest } from '../../support/image-layout.ts';
import { pushImage } from '../../support/push-image.ts';
import { registrySkipReason } from '../../support/registry.ts';
import { createKey, pushSigned, signSimple, stackOf, TrustRig } from './trust-rig.ts';

const APP = 'registry.example.com/team/app:v1';
const ONE = digestOf(encodeManifest(FIXTURE_IMAGES.one));

describe('images of a deployment', { skip: registrySkipReason() }, () => {
  let rig: TrustRig;
  beforeEach(async () => {
    rig = await TrustRig.start();
  });
  afterEach(async () => {
    await rig?.[Symbol.asyncDispose]();
  });
  const moveTag = (repository = 'team/app') =>
    pushImage({ registryUrl: rig.registry.url, repository, tag: 'v1' }, FIXTURE_IMAGES.two);

  test('stay what they were when a commit was first tried, though the tag moves or the registry is away', async () => {
    const digest = await rig.push('ecdsa');
    const [first] = await rig.resolve(APP, rig.context([]));
    assert.deepEqual([first?.reference, first?.digest, first?.manifest], [APP, digest, digest]);
    await moveTag();
    assert.deepEqual(await rig.resolve(APP, rig.context([])), [first]);
    await rig.registry[Symbol.asyncDispose]();
    assert.deepEqual(await rig.resolve(APP, rig.context([])), [first]);
    await assert.rejects(rig.resolve(APP, rig.context([], { commit: 'b'.repeat(40) })), {
      code: 'registry-unreachable',
    });
  });

  test('are resolved anew for another commit, and when somebody asks', async () => {
    await rig.push('ecdsa');
    await rig.resolve(APP, rig.context([]));
    const moved = await moveTag();
    const [next] = await rig.resolve(APP, rig.context([], { commit: 'b'.repeat(40) }));
    assert.equal(next?.digest, moved);
    const [renewed] = await rig.resolve(APP, rig.context([], { mode: 'renew' }));
    assert.equal(renewed?.digest, moved);
    assert.deepEqual(await rig.resolve(APP, rig.context([])), [renewed]);
  });

  test('stay what they were when somebody asks and the registry is away', async () => {
    await rig.push('ecdsa');
    const pins = await rig.resolve(APP, rig.context([]));
    await rig.registry[Symbol.asyncDispose]();
    assert.deepEqual(await rig.resolve(APP, rig.context([], { mode: 'renew' })), pins);
    assert.deepEqual(rig.warnings, ['image-not-renewed']);
  });

  test('are named by their digests in what is applied, and not pulled again and again', async () => {
    const digest = await rig.push('ecdsa');
    const stack = await stackOf(APP);
    const service = stack.services['web'];
    assert.ok(service);
    const always = { ...stack, services: { web: { ...service, pullPolicy: 'always' as const } } };
    const pinned = withPins(always, await rig.trust.resolve(always, rig.context([])));
    assert.deepEqual(
      [pinned.services['web']?.image, pinned.services['web']?.pullPolicy],
      [`${APP}@${digest}`, 'missing'],
    );
  });

  test('of several platforms are pinned to their index, and the manifest of this machine is told', async () => {
    const digest = await rig.push('index');
    const [pin] = await rig.resolve(APP, rig.context([]));
    assert.equal(pin?.digest, digest);
    assert.notEqual(pin?.manifest, digest);
    if (process.arch === 'x64') assert.equal(pin?.manifest, ONE);
  });

  for (const [scenario, key] of [
    ['ecdsa', 'team'],
    ['ed25519', 'ed25519'],
    ['two-keys', 'team'],
    ['index', 'team'],
    ['index-recursive', 'team'],
    ['referrers', 'team'],
  ] as const)
    test(`signed by cosign (${scenario}) are taken, and the key is recorded`, async () => {
      const digest = await rig.push(scenario);
      const [pin] = await rig.resolve(APP, rig.context([rig.rule({ keys: [rig.key(key)] })]));
      assert.equal(pin?.digest, digest);
      assert.match(pin?.verified[0]?.key ?? '', /^sha256:[0-9a-f]{64}$/);
      assert.equal(pin?.verified[0]?.match, 'registry.example.com/team/*');
    });

  for (const kind of ['ec', 'rsa', 'ed25519'] as const)
    test(`signed with a key of the kind ${kind} are taken`, async () => {
      const key = createKey(kind);
      await rig.push('ecdsa');
      const place = { registryUrl: rig.registry.url, repository: 'team/app' };
      await pushSigned(place, ONE, [signSimple(key, ONE)]);
      const [pin] = await rig.resolve(APP, rig.context([rig.rule({ keys: [rig.key('own', key.publicPem)] })]));
      assert.equal(pin?.digest, ONE);
    });

  test('signed in a bundle are taken only where the rule allows bundles', async () => {
    await rig.push('bundle');
    await assert.rejects(rig.resolve(APP, rig.context([rig.rule()])), {
      code: 'image-signature-mismatch',
      message: /"bundles: true"/,
    });
    const [pin] = await rig.resolve(APP, rig.context([rig.rule({ bundles: true })]));
    assert.equal(pin?.digest, ONE);
  });

  test('are taken only with the annotations that a rule wants', async () => {
    await rig.push('annotated');
    await rig.resolve(APP, rig.context([rig.rule({ annotations: { env: 'production' } })]));
    for (const annotations of [{ env: 'test' }, { missing: 'x' }, { toString: 'x' }])
      await assert.rejects(rig.resolve(APP, rig.context([rig.rule({ annotations })])), {
        code: 'image-signature-mismatch',
        message: /does not say/,
      });
  });

  test('must satisfy every rule that they fit, and no rule that they do not fit', async () => {
    await rig.push('ecdsa');
    const other = rig.rule({ match: '**', keys: [rig.key('other')] });
    await assert.rejects(rig.resolve(APP, rig.context([rig.rule(), other])), { code: 'image-signer-unknown' });
    await rig.resolve(APP, rig.context([rig.rule(), rig.rule({ match: 'ghcr.io/**', keys: [rig.key('other')] })]));
  });

  test('that were pinned before there was a rule are verified as they are pinned, not as their tag is now', async () => {
    const digest = await rig.push('ecdsa');
    await rig.resolve(APP, rig.context([]));
    await moveTag();
    const [pin] = await rig.resolve(APP, rig.context([rig.rule()]));
    assert.deepEqual([pin?.digest, pin?.verified.length], [digest, 1]);
    await rig.registry[Symbol.asyncDispose]();
    assert.deepEqual(await rig.resolve(APP, rig.context([rig.rule()])), [pin]);
    await assert.rejects(rig.resolve(APP, rig.context([rig.rule({ keys: [rig.key('other')] })])), {
      code: 'registry-unreachable',
    });
  });

  test('of commits long past are forgotten', async () => {
    await rig.push('ecdsa');
    for (let number = 10; number < 40; number++) {
      await rig.clock.advance(1000);
      await rig.resolve(APP, rig.context([], { commit: `${number}`.repeat(20) }));
    }
    const kept = rig.table.list('shop');
    assert.deepEqual([kept.length, kept[0]?.commit], [20, '39'.repeat(20)]);
  });
});
