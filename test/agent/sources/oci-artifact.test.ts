// Artifacts of a real registry as a source: what is deployed, how it is pinned, and what is none.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ArtifactLimits, OciArtifact } from '../../../src/agent/sources/oci-artifact.ts';
import { parseOciSource } from '../../../src/agent/sources/oci-source.ts';
import { RegistryClient } from '../../../src/engine/images/registry/registry-client.ts';
import { tar } from '../../engine/images/layers/tar-builder.ts';
import { EMPTY, FLUX_CONTENT, pushArtifact } from '../../support/push-artifact.ts';
import { type Registry, registrySkipReason, startRegistry } from '../../support/registry.ts';

const NEVER = new AbortController().signal;
const OCI_LAYER_GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip';

describe('an artifact of a registry', { skip: registrySkipReason() }, () => {
  let folder: string;
  let registry: Registry;
  let client: RegistryClient;
  let made = 0;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-oci-'));
    const auth = { kind: 'basic', users: { ada: 'secret' } } as const;
    registry = await startRegistry(join(folder, 'registry'), { auth });
    const key = Buffer.from('ada:secret').toString('base64');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [registry.address]: { auth: key } } }));
    const retry = { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 };
    client = new RegistryClient({ environment: { DOCKER_CONFIG: folder }, retry });
  });
  after(async () => {
    client[Symbol.dispose]();
    await registry[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const target = (tag: string) => ({
    registryUrl: registry.url,
    repository: 'team/shop',
    tag,
    authorization: `Basic ${Buffer.from('ada:secret').toString('base64')}`,
  });
  const follow = (tag: string, limits?: ArtifactLimits) => {
    const directory = join(folder, `state-${made++}`);
    mkdirSync(directory);
    const separator = tag.startsWith('sha256:') ? '@' : ':';
    const source = () => parseOciSource(`oci://${registry.address}/team/shop${separator}${tag}`);
    const artifact = new OciArtifact({ registry: () => client, source, directory, ...(limits ? { limits } : {}) });
    const newest = async () => artifact.fetchRelease(await artifact.findHead(NEVER), NEVER);
    return { artifact, directory, newest };
  };
  const flux = (archive: Buffer) => [{ mediaType: FLUX_CONTENT, bytes: gzipSync(archive) }];

  test('becomes a folder, as a commit does: read-only, with its programs and links, and nothing else', async () => {
    const root = join(folder, 'root');
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    writeFileSync(join(root, 'stack.yml'), 'services: {}\n');
    writeFileSync(join(root, 'deep/er/run'), '#!/bin/sh\n', { mode: 0o4755 });
    symlinkSync('er/run', join(root, 'deep/link'));
    const archive = execFileSync('tar', ['--format=pax', '-C', root, '-c', '.']);
    const digest = await pushArtifact(target('full'), flux(archive));
    const { newest, directory } = follow('full');
    const release = await newest();
    assert.equal(release.commit, digest);
    assert.equal(release.directory, join(directory, 'releases', digest.replace(':', '-')));
    assert.equal(readFileSync(join(release.directory, 'deep/link'), 'utf8'), '#!/bin/sh\n');
    const mode = (path: string) => (statSync(join(release.directory, path)).mode & 0o7777).toString(8);
    assert.deepEqual([mode('stack.yml'), mode('deep/er/run'), mode('deep')], ['444', '555', '555']);
    assert.deepEqual(readdirSync(join(directory, 'releases')), [digest.replace(':', '-')]);
  });

  test('that a tag names is followed by its digest, and both releases can be kept', async () => {
    const first = await pushArtifact(target('moving'), flux(tar({ name: 'file', content: 'one' })));
    const { artifact, newest } = follow('moving');
    const one = await newest();
    const second = await pushArtifact(target('moving'), flux(tar({ name: 'file', content: 'two' })));
    const two = await newest();
    assert.deepEqual([one.commit, two.commit], [first, second]);
    assert.equal(readFileSync(join(one.directory, 'file'), 'utf8'), 'one');
    assert.equal(readFileSync(join(two.directory, 'file'), 'utf8'), 'two');
    await artifact.keepOnly([second]);
    assert.equal(await artifact.findRelease(first), undefined);
    assert.ok(await artifact.findRelease(second));
  });

  test('that is named by its digest stays, whatever its tag is, and the registry is not asked again', async () => {
    const digest = await pushArtifact(target('pinned'), flux(tar({ name: 'file', content: 'pinned' })));
    await pushArtifact(target('pinned'), flux(tar({ name: 'file', content: 'other' })));
    const { newest } = follow(digest);
    assert.equal(readFileSync(join((await newest()).directory, 'file'), 'utf8'), 'pinned');
    const before = registry.log().length;
    await newest();
    assert.equal(registry.log().length, before);
  });

  for (const [what, layers] of Object.entries({
    'as ORAS pushes a folder': [{ mediaType: OCI_LAYER_GZIP, bytes: gzipSync(tar({ name: 'file', content: 'x' })) }],
    'not compressed': [
      { mediaType: 'application/vnd.oci.image.layer.v1.tar', bytes: tar({ name: 'file', content: 'x' }) },
    ],
    'beside a signature or a note': [
      { mediaType: 'text/markdown', bytes: Buffer.from('# hello') },
      { mediaType: FLUX_CONTENT, bytes: gzipSync(tar({ name: 'file', content: 'x' })) },
    ],
  }))
    test(`is taken ${what}`, async () => {
      await pushArtifact(target('taken'), layers);
      const release = await follow('taken').newest();
      assert.equal(readFileSync(join(release.directory, 'file'), 'utf8'), 'x');
    });

  test('is no release where there is no archive, where there are two, and where it is an index', async () => {
    const archive = gzipSync(tar({ name: 'file', content: 'x' }));
    const other = gzipSync(tar({ name: 'file', content: 'y' }));
    await pushArtifact(target('none'), [
      { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', bytes: archive },
    ]);
    await pushArtifact(target('empty'), [], { artifactType: EMPTY });
    await pushArtifact(
      target('two'),
      [archive, other].map((bytes) => ({ mediaType: FLUX_CONTENT, bytes })),
    );
    for (const tag of ['none', 'empty', 'two'])
      await assert.rejects(follow(tag).newest(), { code: 'artifact-not-a-release' }, tag);
  });

  test('whose pointers of Git LFS were pushed in place of files is told', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n';
    await pushArtifact(target('lfs'), flux(tar({ name: 'data.bin', content: pointer })));
    assert.deepEqual(
      (await follow('lfs').newest()).notices?.map(({ code }) => code),
      ['lfs-pointer'],
    );
  });

  test('is not deployed where commits are to be verified', async () => {
    const { artifact } = follow('full');
    const trust = { mode: 'head', allowedSigners: Buffer.from(''), keyring: null } as const;
    const request = { trust, running: null, allowRewind: true, signal: NEVER };
    await assert.rejects(artifact.examine(await artifact.findHead(NEVER), request), { code: 'artifact-not-verified' });
  });

  test('that is not there, of a registry that is not there, or without credentials, is told as that', async () => {
    await assert.rejects(follow('nothing').newest(), { code: 'image-not-found' });
    const stranger = new RegistryClient({
      environment: {},
      retry: { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 },
    });
    const source = () => parseOciSource(`${registry.address}/team/shop:full`);
    const anonymous = new OciArtifact({ registry: () => stranger, source, directory: join(folder, 'anonymous') });
    await assert.rejects(anonymous.findHead(NEVER), { code: 'unauthorized' });
    const away = new OciArtifact({
      registry: () => stranger,
      source: () => parseOciSource('127.0.0.1:1/team/shop:full'),
      directory: join(folder, 'away'),
    });
    await assert.rejects(away.findHead(NEVER), { code: 'registry-unreachable' });
    stranger[Symbol.dispose]();
  });

  test('that is more than an archive may be is not fetched', async () => {
    await pushArtifact(target('large'), flux(tar({ name: 'file', content: 'x'.repeat(100_000) })));
    const limits = { askMs: 5000, fetchMs: 5000, archiveBytes: 100 };
    const { newest, directory } = follow('large', limits);
    await assert.rejects(newest(), { code: 'release-too-large' });
    assert.deepEqual(readdirSync(join(directory, 'releases')), []);
  });
});

describe('the reference of an artifact', () => {
  test('has a host, and a tag or a digest', () => {
    const { reference } = parseOciSource('oci://ghcr.io/team/shop');
    assert.deepEqual([reference.domain, reference.path, reference.tag], ['ghcr.io', 'team/shop', 'latest']);
    const pinned = parseOciSource(`localhost:5000/shop:old@sha256:${'a'.repeat(64)}`).reference;
    assert.deepEqual([pinned.tag, pinned.digest], [undefined, `sha256:${'a'.repeat(64)}`]);
  });

  for (const [text, code] of Object.entries({
    shop: 'invalid-artifact',
    'team/shop': 'invalid-artifact',
    'oci://': 'bad-reference',
    'oci://ghcr.io/../x': 'bad-reference',
    'oci://user:password@ghcr.io/shop': 'bad-reference',
    'https://ghcr.io/shop': 'bad-reference',
    'ghcr.io/shop:a b': 'bad-reference',
    [`ghcr.io/shop@sha512:${'a'.repeat(128)}`]: 'invalid-artifact',
  }))
    test(`is none: ${JSON.stringify(text.slice(0, 60))}`, () => assert.throws(() => parseOciSource(text), { code }));
});
