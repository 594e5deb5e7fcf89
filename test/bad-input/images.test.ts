import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { startProxy } from './registry-proxy.ts';
import { Rig, rigSkipReason } from './rig.ts';

describe('images that cannot be had', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
  });
  after(() => rig[Symbol.asyncDispose]());

  const upOf = (name: string, image: string): readonly string[] => [
    'up',
    '-d',
    '-f',
    rig.stack(name, `services:\n  web:\n    image: ${image}\n`),
  ];

  test('a repository that the registry does not have is an image that is not found', async () => {
    const image = `${rig.registry.address}/nothing:1`;
    await rig.fails(upOf('missing', image), {
      exitCode: 1,
      codes: ['image-not-found'],
      says: [`cannot pull "${image}"`, 'has no such image', 'hint: check the name and the tag'],
    });
    await rig.fails(['pull', image], { exitCode: 1, codes: ['image-not-found'] });
    await rig.fails(['run', '--rm', image, 'true'], { exitCode: 125, codes: ['image-not-found'] });
  });

  test('a tag that the registry does not have is an image that is not found', async () => {
    const words = upOf('tagless', `${rig.registry.address}/busybox:none`);
    await rig.fails(words, { exitCode: 1, codes: ['image-not-found'] });
  });

  test('a digest that the registry does not have is an image that is not found', async () => {
    const words = upOf('unknown', `${rig.registry.address}/busybox@sha256:${'0'.repeat(64)}`);
    await rig.fails(words, { exitCode: 1, codes: ['image-not-found'] });
  });

  test('services that do not need the missing image are started all the same', async () => {
    const file = rig.stack(
      'half',
      `services:\n  web:\n    image: ${rig.registry.address}/nothing:1\n  other:\n    image: ${rig.image}\n    command: sleep 1000\n`,
    );
    const ended = await rig.dockr.run(['up', '-d', '-f', file]);
    assert.equal(ended.exitCode, 1);
    const { containers, networks } = await rig.state();
    assert.deepEqual([containers.map(({ name }) => name), networks], [['half-other-1'], ['half_default']]);
    await rig.dockr.ok(['down', '-f', file]);
    await rig.checkClean();
  });

  test('a port where nothing listens is told as such, within seconds', async () => {
    const ended = await rig.fails(upOf('closed', `127.0.0.1:${await findFreePort()}/x:1`), {
      exitCode: 1,
      codes: ['registry-unreachable'],
      says: ['nothing listens there', 'hint: check the address, and whether the registry runs'],
    });
    assert.ok(ended.ms < 5000, `${ended.ms} ms`);
  });

  test('a registry name that does not exist is told as such', async () => {
    await rig.fails(upOf('nameless', 'registry.invalid/x:1'), {
      exitCode: 1,
      codes: ['registry-unreachable'],
      says: [/"registry\.invalid" is unreachable: (there is no host of that name|its name cannot be looked up now)/],
    });
  });

  test('Ctrl-C ends at once the wait for a registry that never answers', async () => {
    const accepted = Promise.withResolvers<void>();
    const server = createServer(() => accepted.resolve()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    let interruptedAt = 0;
    const ended = await rig.fails(upOf('silent', `127.0.0.1:${address.port}/x:1`), {
      exitCode: 130,
      codes: [],
      says: ['interrupted'],
      options: {
        during: async (child) => {
          await accepted.promise;
          interruptedAt = performance.now();
          child.kill('SIGINT');
        },
      },
    });
    assert.ok(performance.now() - interruptedAt < ended.ms + 5000);
    server.close();
  });

  test('a manifest other than that of the digest is refused', async () => {
    await using proxy = await startProxy({ registry: rig.registry.address, altered: /\/manifests\// });
    await rig.fails(upOf('forged', `${proxy.address}/busybox@${rig.digest}`), {
      exitCode: 1,
      codes: ['digest-mismatch'],
      says: [
        'sent a manifest with the digest',
        `instead of ${rig.digest}`,
        'hint: the registry or something on the way',
      ],
    });
  });

  test('a layer other than the manifest says is refused, and nothing of it is kept', async () => {
    const { digest, layer } = await rig.pushUnique('altered');
    await using proxy = await startProxy({ registry: rig.registry.address, altered: new RegExp(layer) });
    const image = `${proxy.address}/altered@${digest}`;
    await rig.fails(upOf('altered', image), {
      exitCode: 1,
      codes: ['digest-mismatch'],
      says: [`cannot pull "${image}"`, layer, 'hint: the registry or something on the way'],
    });
  });

  test('a config other than the manifest says is refused', async () => {
    await using proxy = await startProxy({ registry: rig.registry.address, altered: /\/blobs\// });
    await rig.fails(upOf('config', `${proxy.address}/busybox:1`), {
      exitCode: 1,
      codes: ['digest-mismatch'],
      says: ['sent a config with the digest'],
    });
  });

  test('Ctrl-C in the middle of a pull leaves nothing, and the next pull works', async () => {
    const { layer } = await rig.pushUnique('cut');
    await using proxy = await startProxy({ registry: rig.registry.address, stalled: new RegExp(layer) });
    await rig.fails(upOf('cut', `${proxy.address}/cut:1`), {
      exitCode: 130,
      codes: [],
      says: ['interrupted'],
      options: {
        during: async (child) => {
          await proxy.stalling;
          child.kill('SIGINT');
        },
      },
    });
    await rig.dockr.ok(['pull', `${rig.registry.address}/cut:1`]);
  });
});
