// A host that pins images, wants them signed and looks for newer ones: the built program, a real registry and repository.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { DeploymentAttempt } from '../../../src/api/deployment-messages.ts';
import type { TestImage } from '../../support/image-layout.ts';
import { busyboxImage, extendImage } from '../../support/images.ts';
import { pushImage } from '../../support/push-image.ts';
import { type Registry, registrySkipReason, startRegistry } from '../../support/registry.ts';
import { createSshSigner, type SshSigner, signersSkipReason } from '../../support/signers.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason } from '../deploy-rig.ts';
import { createKey, pushSigned, signSimple } from './trust-rig.ts';

const HEALTH = '{ test: [CMD, cat, /fine], interval: 200ms, retries: 2, start_period: 0s }';
const skip = deploySkipReason() || registrySkipReason() || signersSkipReason();

describe('images of a deployment on a host', { skip }, () => {
  let rig: DeployRig;
  let registry: Registry;
  let images: Record<'one' | 'two' | 'three' | 'sick', TestImage>;
  let ada: SshSigner;
  /** Of what the tag of the pins stood for, one after the other. */
  const digests: string[] = [];
  const key = createKey();

  before(async () => {
    rig = await DeployRig.start('rules: {}\n');
    registry = await startRegistry(rig.root.makeDirectory('registry'));
    const base = await busyboxImage();
    const make = (name: string, files: Record<string, string>) =>
      extendImage(base, rig.root.makeDirectory(name), { files: { '/name': name, ...files } });
    const fine = { '/fine': 'yes' };
    images = {
      one: await make('one', fine),
      two: await make('two', fine),
      three: await make('three', fine),
      sick: await make('sick', {}),
    };
    const keys = rig.root.makeDirectory('keys');
    ada = await createSshSigner(keys, 'ada');
    writeFileSync(join(rig.root.workDirectory, 'team.pub'), key.publicPem, { mode: 0o600 });
  });
  after(async () => {
    await registry?.[Symbol.asyncDispose]();
    await rig?.[Symbol.asyncDispose]();
  });

  const push = (tag: string, image: TestImage, repository = 'team/app') =>
    pushImage({ registryUrl: registry.url, repository, tag }, image);
  const stackOf = (tag: string, level = 'one', repository = 'team/app') => `
services:
  web:
    # what the shop runs
    image: "${registry.address}/${repository}:${tag}" # keep
    command: [sleep, "1000"]
    environment: { LEVEL: ${level} }
    stop_grace_period: 0s
    healthcheck: ${HEALTH}
`;
  const runs = (stack: string) => rig.output(stack, ['cat', '/name']);
  const declare = async (name: string, more: object) => {
    const file = join(rig.root.workDirectory, `${name}.yaml`);
    const source = { url: rig.repository.url, branch: 'main' };
    writeFileSync(file, JSON.stringify({ name, source, path: name, interval: '1s', ...more }));
    return rig.dockr.run(['deploy', 'add', '--from', file]);
  };
  const remove = (name: string) => rig.dockr.ok(['deploy', 'rm', '--down', name]);
  const policy = (annotations = '') =>
    `rules:\n  imageSignatures:\n    - match: "${registry.address}/team/*"\n      keys: [${rig.root.workDirectory}/team.pub]\n${annotations}`;
  const sign = (digest: string, repository = 'team/app') =>
    pushSigned({ registryUrl: registry.url, repository }, digest, [
      signSimple(key, digest, { identity: `${registry.address}/${repository}` }),
    ]);

  test('stay what they were though their tag moves, through repairs and a restart of the daemon', async () => {
    const digest = await push('v1', images.one);
    digests.push(digest);
    await rig.repository.push({ 'pins/stack.yml': stackOf('v1') });
    assert.equal((await declare('pins', {})).exitCode, 0);
    const shown = await rig.show('pins');
    assert.deepEqual(
      shown.images.map((image) => [image.reference, image.digest]),
      [[`${registry.address}/team/app:v1`, digest]],
    );
    assert.match(
      (await rig.dockr.ok(['deploy', 'show', 'pins'])).stdout,
      /^image +127\.0\.0\.1:\d+\/team\/app:v1 is sha256:[0-9a-f]{12}\n/m,
    );
    digests.push(await push('v1', images.two));
    await rig.dockr.ok(['rm', '--stop', '--force', 'pins-web-1']);
    await waitFor('the container', async () => (await rig.containers('pins'))[0]?.status === 'running');
    assert.equal(await runs('pins'), 'one');
    await rig.dockr.ok(['daemon', 'stop']);
    await rig.dockr.ok(['rm', '--stop', '--force', 'pins-web-1']);
    await waitFor('the container', async () => (await rig.containers('pins'))[0]?.status === 'running');
    assert.equal(await runs('pins'), 'one');
  });

  test('become what their tag is now when somebody says sync, and with another commit', async () => {
    await rig.dockr.ok(['deploy', 'sync', 'pins']);
    assert.equal(await runs('pins'), 'two');
    digests.push(await push('v1', images.three));
    const commit = await rig.repository.push({ 'pins/stack.yml': stackOf('v1', 'two') });
    await waitFor('the commit', async () => (await rig.show('pins')).applied?.commit === commit);
    assert.equal(await runs('pins'), 'three');
  });

  test('are in the history as they were by then', async () => {
    const lines = (await rig.dockr.ok(['--json', 'deploy', 'history', 'pins'])).stdout.split('\n').filter(Boolean);
    const pins = lines.flatMap((line) => (JSON.parse(line) as DeploymentAttempt).pins);
    // Repairs are entries, too.
    assert.deepEqual([...new Set(pins.map(({ digest }) => digest))], digests.toReversed());
    assert.deepEqual([...new Set(pins.map(({ reference }) => reference))], [`${registry.address}/team/app:v1`]);
    const { stdout } = await rig.dockr.ok(['deploy', 'history', 'pins']);
    assert.match(stdout, /^NUMBER .* IMAGES\n\d+ .* 127\.0\.0\.1:\d+\/team\/app:v1@sha256:[0-9a-f]{12}\n/);
    await remove('pins');
  });

  test('are refused without a signature, with nothing pulled, and taken as soon as they have one', async () => {
    await push('v1', images.one, 'team/signed');
    const digest = await push('v2', images.two, 'team/signed');
    rig.writePolicy('rules: {}\n');
    await rig.repository.push({ 'signed/stack.yml': stackOf('v1', 'one', 'team/signed') });
    await declare('signed', {});
    rig.writePolicy(policy());
    const [before] = await rig.containers('signed');
    const commit = await rig.repository.push({ 'signed/stack.yml': stackOf('v2', 'one', 'team/signed') });
    await waitFor('the refusal', async () => (await rig.show('signed')).error?.error.code === 'image-unsigned');
    const [now] = await rig.containers('signed');
    assert.deepEqual([now?.id, now?.status], [before?.id, 'running']);
    assert.doesNotMatch((await rig.dockr.ok(['images'])).stdout, new RegExp(`team/signed@${digest}`));
    const { stderr } = await rig.dockr.run(['deploy', 'sync', 'signed']);
    assert.match(stderr, /^error\[image-unsigned\].*rule "imageSignatures"/m);
    await sign(digest, 'team/signed');
    await waitFor('the commit', async () => (await rig.show('signed')).applied?.commit === commit, {
      timeoutMs: 30_000,
    });
    assert.equal(await runs('signed'), 'two');
    assert.match(
      (await rig.dockr.ok(['deploy', 'show', 'signed'])).stdout,
      /^image .* signed by sha256:[0-9a-f]{12}\n/m,
    );
    await remove('signed');
    rig.writePolicy('rules: {}\n');
  });

  test('get no more than others by what they say of themselves', async () => {
    const claims = {
      Labels: { 'io.dockr.stack': 'plain', 'io.dockr.privileged': 'true', 'com.docker.compose.project': 'plain' },
      ExposedPorts: { '80/tcp': {}, '22/tcp': {} },
      Volumes: { '/run/docker.sock': {} },
      Env: ['PATH=/bin', 'DOCKR_POLICY=/none'],
    };
    await push('v1', images.one, 'team/plain');
    await push(
      'v1',
      await extendImage(images.one, rig.root.makeDirectory('claims'), { config: claims }),
      'team/claims',
    );
    await rig.repository.push({
      'plain/stack.yml': stackOf('v1', 'one', 'team/plain'),
      'claims/stack.yml': stackOf('v1', 'one', 'team/claims'),
    });
    for (const name of ['plain', 'claims']) assert.equal((await declare(name, {})).exitCode, 0);
    const status = (name: string) =>
      rig.output(name, ['grep', '-E', '^(Cap|NoNewPrivs|Seccomp):?', '/proc/self/status']);
    assert.equal(await status('claims'), await status('plain'));
    assert.deepEqual(
      (await rig.containers('plain')).map(({ name }) => name),
      ['plain-web-1'],
    );
    assert.deepEqual(
      (await rig.containers('claims')).map(({ ports }) => ports),
      [[]],
    );
    for (const name of ['plain', 'claims']) await remove(name);
  });

  test('are newer where a policy says so: good ones stay, one that is sick is taken back and not tried again', async () => {
    await push('1.0.0', images.one, 'team/newer');
    await rig.repository.push({ 'newer/stack.yml': stackOf('1.0.0', 'one', 'team/newer') });
    const policies = [{ image: '**/team/newer', policy: 'semver', range: '^1.0.0', interval: '1s' }];
    assert.equal((await declare('newer', { images: policies })).exitCode, 0);
    await push('1.1.0', images.two, 'team/newer');
    await push('2.0.0', images.three, 'team/newer');
    await waitFor('the newer image', async () => (await runs('newer')) === 'two', { timeoutMs: 30_000 });
    await waitFor('its state', async () => (await rig.show('newer')).updates[0]?.state === 'active');
    const sick = await push('1.2.0', images.sick, 'team/newer');
    await waitFor('the bad image', async () => (await rig.show('newer')).updates.some(({ state }) => state === 'bad'), {
      timeoutMs: 60_000,
    });
    assert.equal(await runs('newer'), 'two');
    const shown = await rig.show('newer');
    assert.deepEqual([shown.state, shown.error], ['ready', null]);
    const bad = shown.updates.find(({ state }) => state === 'bad');
    assert.equal(bad?.reference, `${registry.address}/team/newer:1.2.0@${sick}`);
    assert.match((await rig.dockr.ok(['deploy', 'show', 'newer'])).stdout, /^update .*:1\.2\.0 \(sha256:.*, bad: /m);
    const [container] = await rig.containers('newer');
    await rig.dockr.ok(['deploy', 'sync', 'newer']);
    assert.equal((await rig.containers('newer'))[0]?.id, container?.id);
    await push('1.3.0', images.three, 'team/newer');
    await waitFor('the next one', async () => (await runs('newer')) === 'three', { timeoutMs: 30_000 });
    await waitFor('its state', async () =>
      (await rig.show('newer')).updates.some((one) => one.reference.includes(':1.3.0')),
    );
    const { stdout } = await rig.dockr.ok(['--json', 'deploy', 'history', 'newer']);
    const lines = stdout.split('\n').filter(Boolean);
    const attempts = lines
      .map((line) => JSON.parse(line) as DeploymentAttempt)
      .filter(({ cause }) => cause !== 'repair');
    assert.deepEqual(
      attempts.map(({ outcome, cause, error }) => [outcome, cause, error]),
      [
        ['applied', 'images', null],
        ['rolled-back', 'images', 'not-ready'],
        ['applied', 'images', null],
        ['applied', 'add', null],
      ],
    );
    await remove('newer');
  });

  test('are written to the repository where a policy says so, in a signed commit that is then deployed', async () => {
    await push('1.0.0', images.one, 'team/written');
    const signers = join(rig.root.workDirectory, 'signers');
    writeFileSync(signers, `ada@example.org ${ada.publicKey}\n`, { mode: 0o600 });
    const before = await rig.repository.push(
      { 'written/stack.yml': stackOf('1.0.0', 'one', 'team/written') },
      'main',
      ada.style,
    );
    const commit = {
      author: { name: 'Shop Bot', email: 'bot@example.org' },
      message: 'Run {image} {to} in place of {from}\n\nFor {services}.',
      signingKey: ada.privatePath,
    };
    const policies = [
      { image: '**/team/written', policy: 'semver', range: '^1', interval: '1s', update: 'commit', commit },
    ];
    const { exitCode, stderr } = await declare('written', {
      images: policies,
      verify: { mode: 'head', allowedSigners: signers },
    });
    assert.equal(exitCode, 0, stderr);
    await push('1.4.0', images.two, 'team/written');
    await waitFor('the commit', async () => (await runs('written')) === 'two', { timeoutMs: 30_000 });
    await rig.repository.git(['fetch', '--quiet', rig.repository.path, 'main']);
    const log = await rig.repository.git(['log', '-1', '--format=%an <%ae>|%s|%b|%P', 'FETCH_HEAD']);
    assert.equal(
      log.replaceAll('\n', ''),
      `Shop Bot <bot@example.org>|Run ${registry.address}/team/written 1.4.0 in place of 1.0.0|For web.|${before}`,
    );
    const written = await rig.repository.git(['show', 'FETCH_HEAD:written/stack.yml']);
    assert.equal(written, stackOf('1.4.0', 'one', 'team/written'));
    const shown = await rig.show('written');
    assert.deepEqual([shown.applied?.signer, shown.updates], ['ada@example.org', []]);
    await rig.repository.git(['reset', '--quiet', '--hard', 'FETCH_HEAD']);
    await remove('written');
  });
});
