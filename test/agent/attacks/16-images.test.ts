// SECURITY.md row 16: malicious images, and tags that move. Whatever is refused leaves no pin, so nothing is pulled.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { ImageRegistry } from '../../../src/agent/images/image-registry.ts';
import { ImageTrust, withPins } from '../../../src/agent/images/image-trust.ts';
import { parseImageReference } from '../../../src/oci/reference.ts';
import { findScenario, pushSignatures } from '../../fixtures/cosign/fixtures.ts';
import { FIXTURE_IMAGES } from '../../fixtures/cosign/images.ts';
import { digestOf, encodeIndex, encodeManifest, INDEX } from '../../support/image-layout.ts';
import { pushImage, pushIndex, putManifest } from '../../support/push-image.ts';
import { registrySkipReason } from '../../support/registry.ts';
import { createKey, type Place, pushSigned, signSimple, stackOf, TrustRig } from '../images/trust-rig.ts';

const ONE = digestOf(encodeManifest(FIXTURE_IMAGES.one));
const TWO = digestOf(encodeManifest(FIXTURE_IMAGES.two));
const BOTH = digestOf(encodeIndex(FIXTURE_IMAGES.index));

describe('an image is refused, and nothing is pinned', { skip: registrySkipReason() }, () => {
  let rig: TrustRig;
  let number = 0;
  let repository = '';
  before(async () => {
    rig = await TrustRig.start();
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });
  afterEach(() => {
    assert.deepEqual(rig.table.list('shop'), []);
  });

  /** A repository of the test's own, whose signatures were made for another one unless it is `team/app`. */
  const place = (): Place => ({ registryUrl: rig.registry.url, repository });
  const fresh = (): Place => {
    repository = `team/app${++number}`;
    return place();
  };
  const image = (suffix = ':v1'): string => `registry.example.com/${repository}${suffix}`;
  const refused = async (code: string, message: RegExp, { rule = rig.rule(), suffix = ':v1' } = {}): Promise<void> => {
    await assert.rejects(
      rig.resolve(image(suffix), rig.context([rule])),
      (error: Error & { code?: string; facts?: object }) => {
        assert.equal(error.code, code, error.message);
        assert.match(error.message, message);
        assert.match(error.message, /imageSignatures/);
        return true;
      },
    );
  };
  const own = createKey();
  const ownRule = () => rig.rule({ keys: [rig.key('own', own.publicPem)] });
  const identity = (): string => `registry.example.com/${repository}`;

  test('that has no signature', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    await refused('image-unsigned', /has no signature of it/);
  });

  test('whose signature was made with a key of somebody else', async () => {
    fresh();
    await rig.push('other-key', repository);
    await refused('image-signer-unknown', /no key of the rule/);
  });

  test('whose signature is replayed from another repository', async () => {
    fresh();
    await rig.push('ecdsa', repository);
    await refused('image-signature-mismatch', /is for "registry\.example\.com\/team\/app", not for/);
  });

  test('whose signature is replayed from another registry of the same path', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    await pushSigned(place(), ONE, [
      signSimple(own, ONE, { identity: `registry.example.com.evil.example/${repository}` }),
    ]);
    await refused('image-signature-mismatch', /evil/, { rule: ownRule() });
  });

  test('whose signature is for another digest', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.two);
    await pushSigned(place(), TWO, [signSimple(own, ONE, { identity: identity() })]);
    await refused('image-signature-mismatch', /for another digest/, { rule: ownRule() });
  });

  test('whose signature is for another tag', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    await pushSigned(place(), ONE, [signSimple(own, ONE, { identity: `${identity()}:v0` })]);
    await refused('image-signature-mismatch', /:v0", not for/, { rule: ownRule() });
  });

  test('whose signature is for a document of another type', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    await pushSigned(place(), ONE, [
      signSimple(own, ONE, { identity: identity(), type: 'atomic container signature' }),
    ]);
    await refused('image-signature-mismatch', /expected a "cosign container image signature"/, { rule: ownRule() });
  });

  test('whose signed document was changed after it was signed', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.two);
    const { signature } = signSimple(own, ONE, { identity: identity() });
    const { payload } = signSimple(own, TWO, { identity: identity() });
    await pushSigned(place(), TWO, [{ payload, signature }]);
    await refused('image-signer-unknown', /no key of the rule/, { rule: ownRule() });
  });

  test('whose signature is empty, or no signature at all', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    const { payload } = signSimple(own, ONE, { identity: identity() });
    await pushSigned(
      place(),
      ONE,
      ['', '!', 'AAAA'].map((signature) => ({ payload, signature })),
    );
    await refused('image-signer-unknown', /no key of the rule/, { rule: ownRule() });
  });

  test('that is an index of which only one platform is signed', async () => {
    repository = 'team/app';
    await rig.push('platform-only');
    await refused('image-unsigned', new RegExp(BOTH));
  });

  test('that is the unsigned manifest of a platform in a signed index', async () => {
    repository = 'team/app';
    await rig.push('index', 'team/signed-index');
    const place = { registryUrl: rig.registry.url, repository: 'team/signed-index' };
    repository = 'team/signed-index';
    await pushSigned(place, BOTH, [signSimple(own, BOTH, { identity: identity() })]);
    await refused('image-unsigned', /has no signature of it/, { rule: ownRule(), suffix: `@${ONE}` });
  });

  test('that is an index with the signature of the manifest in it', async () => {
    await pushIndex({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.index);
    await pushSigned(place(), BOTH, [signSimple(own, ONE, { identity: identity() })]);
    await refused('image-signature-mismatch', /for another digest/, { rule: ownRule() });
  });

  test('with an attestation of the right key in place of a signature', async () => {
    fresh();
    await rig.push('attestation', repository);
    await refused('image-signature-mismatch', /is a statement of the type/, { rule: rig.rule({ bundles: true }) });
  });

  test('with a bundle that was signed with a key of somebody else', async () => {
    fresh();
    await rig.push('bundle-other-key', repository);
    await refused('image-signer-unknown', /with no key of the rule/, { rule: rig.rule({ bundles: true }) });
  });

  test('with a bundle for another digest', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.two);
    const { manifests, blobs } = findScenario('bundle');
    const moved = manifests.map((one) => ({ ...one, reference: one.reference.replace(ONE.slice(7), TWO.slice(7)) }));
    await pushSignatures(place(), { manifests: moved, blobs });
    await refused('image-signature-mismatch', /for another digest/, { rule: rig.rule({ bundles: true }) });
  });

  test('with a signed document of more bytes than are allowed, which are not fetched', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    const payload = Buffer.alloc((64 << 10) + 1, ' ');
    await pushSigned(place(), ONE, [{ payload, signature: 'AAAA' }]);
    await refused('image-signatures-too-large', /has 65537 bytes, at most 65536/, { rule: ownRule() });
    assert.doesNotMatch(rig.registry.log(), new RegExp(`GET /v2/${repository}/blobs/${digestOf(payload)}`));
  });

  test('with so many signatures of others that the right one is not among those looked at', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    const right = signSimple(own, ONE, { identity: identity() });
    const wrong = { payload: right.payload, signature: 'AAAA' };
    await pushSigned(place(), ONE, [...Array.from({ length: 64 }, () => wrong), right]);
    await refused('image-signer-unknown', /no key of the rule/, { rule: ownRule() });
  });

  test('with signatures that are ten thousand lines in one', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    const { payload } = signSimple(own, ONE, { identity: identity() });
    await pushSigned(place(), ONE, [{ payload, signature: 'A'.repeat(10_000) }]);
    await refused('image-signatures-too-large', /has 10000 characters/, { rule: ownRule() });
  });

  test('when the registry sends other bytes than those that were signed for', async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    await pushSigned(place(), ONE, [signSimple(own, ONE, { identity: identity() })]);
    const lie: ImageRegistry = { ...rig.asked, getBlob: async () => Buffer.from('{}') };
    const liar = new ImageTrust({ ...rig, registry: lie, local: { find: () => undefined } });
    const stack = await stackOf(image());
    await assert.rejects(liar.resolve(stack, rig.context([ownRule()])), { code: 'image-signer-unknown' });
  });

  test('when its index leads from index to index', async () => {
    const target = { ...fresh(), tag: 'v1' };
    await pushIndex(target, FIXTURE_IMAGES.index);
    let inner = { digest: BOTH, size: encodeIndex(FIXTURE_IMAGES.index).length };
    for (let depth = 0; depth < 6; depth++) {
      const body = Buffer.from(
        JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [{ mediaType: INDEX, ...inner }] }),
      );
      await putManifest(target, { reference: 'v1', mediaType: INDEX, body });
      inner = { digest: digestOf(body), size: body.length };
    }
    await assert.rejects(rig.resolve(image(), rig.context([])), {
      code: 'bad-manifest',
      message: /nested deeper than 4/,
    });
  });

  test("when the key of the rule is not there, is not its owner's alone, or is none", async () => {
    await pushImage({ ...fresh(), tag: 'v1' }, FIXTURE_IMAGES.one);
    await pushSigned(place(), ONE, [signSimple(own, ONE, { identity: identity() })]);
    const open = rig.key('open', own.publicPem);
    chmodSync(open, 0o666);
    const weak = createKey('rsa', { modulusLength: 1024 });
    const cases = [
      [join(rig.directory, 'none.pub'), 'image-key-not-read', /there is no file/],
      [rig.directory, 'image-key-not-read', /it is not a file/],
      [open, 'image-key-not-read', /can be written by others/],
      [rig.key('empty', ''), 'image-key-invalid', /no public key in it/],
      [rig.key('weak', weak.publicPem), 'image-key-invalid', /has 1024 bits/],
      [
        rig.key('broken', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'),
        'image-key-invalid',
        /cannot be read/,
      ],
    ] as const;
    for (const [path, code, message] of cases)
      await refused(code, message, { rule: rig.rule({ keys: [rig.key('own', own.publicPem), path] }) });
  });
});

describe('a tag that is moved', { skip: registrySkipReason() }, () => {
  test('between verification and pull brings what was verified, since only its digest is named', async () => {
    await using rig = await TrustRig.start();
    const digest = await rig.push('ecdsa');
    const reference = 'registry.example.com/team/app:v1';
    const stack = await stackOf(reference);
    const pins = await rig.trust.resolve(stack, rig.context([rig.rule()]));
    await pushImage({ registryUrl: rig.registry.url, repository: 'team/app', tag: 'v1' }, FIXTURE_IMAGES.two);
    const pulled = withPins(stack, pins).services['web']?.image ?? '';
    assert.equal(pulled, `${reference}@${digest}`);
    assert.equal((await rig.asked.getManifest(parseImageReference(pulled))).digest, digest);
  });

  test('between the question for its digest and that for its signatures is judged by the first answer', async () => {
    await using rig = await TrustRig.start();
    await rig.push('ecdsa');
    const target = { registryUrl: rig.registry.url, repository: 'team/app', tag: 'v1' };
    await pushImage(target, FIXTURE_IMAGES.two);
    let asked = 0;
    const moving: ImageRegistry = {
      ...rig.asked,
      getManifest: async (reference, signal) => {
        const answer = await rig.asked.getManifest(reference, signal);
        // The moment after it was looked at, the tag leads to the signed image.
        if (++asked === 1) await pushImage(target, FIXTURE_IMAGES.one);
        return answer;
      },
    };
    const trust = new ImageTrust({ ...rig, registry: moving, local: { find: () => undefined } });
    const stack = await stackOf('registry.example.com/team/app:v1');
    await assert.rejects(trust.resolve(stack, rig.context([rig.rule()])), { code: 'image-unsigned' });
  });
});
