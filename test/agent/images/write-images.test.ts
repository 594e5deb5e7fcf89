// Newer images written to a real repository: one scalar of one file, on top of what is there, never by force.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { OpenGitPlace } from '../../../src/agent/images/git-place.ts';
import type { NewerImage } from '../../../src/agent/images/image-updater.ts';
import type { VerifySettings } from '../../../src/core/declaration.ts';
import { TestRepository } from '../../support/git-server.ts';
import { createSshSigner, signersSkipReason } from '../../support/signers.ts';
import { DIGEST, newerImage, placesFor, STACK, writeImages } from './write-bench.ts';

describe('writing newer images', { skip: signersSkipReason() }, () => {
  let directory: string;
  let repository: TestRepository;
  let places: OpenGitPlace;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-write-'));
    repository = await TestRepository.create(directory, 'shop');
    places = placesFor(`file://${directory}`);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const tip = (branch = 'main') =>
    execFileSync('git', ['-C', repository.path, 'rev-parse', branch], { encoding: 'utf8' }).trim();
  const show = (what: string) => execFileSync('git', ['-C', repository.path, 'show', what], { encoding: 'utf8' });
  type Options = { readonly verify?: VerifySettings; readonly open?: OpenGitPlace; readonly files?: readonly string[] };
  const write = (images: readonly NewerImage[], commit: string, { open = places, ...options }: Options = {}) =>
    writeImages(images, commit, { ...options, url: repository.url, directory, open });
  const push = (text = STACK) => repository.push({ 'stacks/shop/stack.yml': text, 'other.txt': 'other\n' });

  test('changes the one scalar, leaves no trace here, and tells what it did', async () => {
    const base = await push();
    const commit = await write([newerImage()], base);
    assert.equal(tip(), commit);
    assert.equal(show('main:stacks/shop/stack.yml'), STACK.replace('1.0.0', '1.2.0'));
    assert.equal(show('main:other.txt'), 'other\n');
    const log = execFileSync('git', ['-C', repository.path, 'log', '-1', '--format=%an <%ae> %P%n%s', 'main'], {
      encoding: 'utf8',
    });
    assert.equal(log, `dockr <dockr@localhost> ${base}\nUpdate registry.example.com/app from 1.0.0 to 1.2.0\n`);
    assert.deepEqual(readdirSync(join(directory, 'shop')), []);
  });

  test('keeps a digest where there was one', async () => {
    const declared = `registry.example.com/app:1.0.0@sha256:${'a'.repeat(64)}`;
    const base = await push(`services: { web: { image: "${declared}" } }\n`);
    await write([{ ...newerImage(), declared: `registry.example.com/app@sha256:${'a'.repeat(64)}` }], base);
    assert.equal(
      show('main:stacks/shop/stack.yml'),
      `services: { web: { image: "registry.example.com/app:1.2.0@${DIGEST}" } }\n`,
    );
  });

  test('goes on top of what somebody else pushed meanwhile, and loses nothing of it', async () => {
    const base = await push();
    let isFirst = true;
    const racing: OpenGitPlace = async (...wanted) => {
      const place = await places(...wanted);
      // A program of that name which pushes something else right before the first push.
      const wrapper = join(directory, 'racing-git');
      writeFileSync(
        wrapper,
        `#!/bin/sh\ncase " $* " in *" push "*) ${isFirst ? `[ -e ${directory}/raced ] || { touch ${directory}/raced; git -C ${repository.path} update-ref refs/heads/main refs/heads/rival; }` : ':'};; esac\nexec ${place.git.path} "$@"\n`,
      );
      chmodSync(wrapper, 0o755);
      isFirst = false;
      return { ...place, git: { ...place.git, path: wrapper } };
    };
    await repository.push({ 'rival.txt': 'rival\n' }, 'rival');
    const commit = await write([newerImage()], base, { open: racing });
    assert.equal(tip(), commit);
    assert.equal(show('main:rival.txt'), 'rival\n');
    assert.match(show('main:stacks/shop/stack.yml'), /app:1\.2\.0/);
  });

  test('writes nothing where somebody wrote it already', async () => {
    const base = await push();
    const done = await push(STACK.replace('1.0.0', '1.2.0'));
    assert.equal(await write([newerImage()], base), null);
    assert.equal(tip(), done);
  });

  test('goes to a branch of its own, again and again, and leaves that which is followed', async () => {
    const base = await push();
    const commit = await write([newerImage({ branch: 'updates/app' })], base);
    assert.deepEqual([tip(), tip('updates/app')], [base, commit]);
    assert.equal(await write([newerImage({ branch: 'updates/app' })], base), null);
    const next = await write([newerImage({ branch: 'updates/app' }, 'registry.example.com/app:1.3.0')], base);
    assert.deepEqual([tip(), tip('updates/app')], [base, next]);
    assert.match(show('updates/app:stacks/shop/stack.yml'), /app:1\.3\.0/);
    assert.equal(await write([newerImage({ branch: 'updates/app' })], base), null);
  });

  test('does not take back what somebody chose meanwhile', async () => {
    const base = await push();
    const chosen = await push(STACK.replace('1.0.0', '1.1.0'));
    assert.equal(await write([newerImage()], base), null);
    assert.equal(tip(), chosen);
  });

  test('is signed with a key of the host, as whoever follows the repository wants it', async () => {
    mkdirSync(join(directory, 'keys'));
    const ada = await createSshSigner(join(directory, 'keys'), 'ada');
    const base = await push();
    await write([newerImage({ signingKey: ada.privatePath })], base);
    const signers = join(directory, 'signers');
    writeFileSync(signers, `ada@example.org ${ada.publicKey}\n`);
    execFileSync(
      'git',
      ['-C', repository.path, '-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', 'main'],
      { stdio: 'pipe' },
    );
  });

  describe('is refused, and the repository stays what it was,', () => {
    const verify: VerifySettings = { mode: 'head', allowedSigners: '/etc/dockr/signers', keyring: null };
    const refused = async (code: string, work: () => Promise<unknown>): Promise<void> => {
      const before = tip();
      await assert.rejects(work(), { code });
      assert.equal(tip(), before);
      assert.deepEqual(
        readdirSync(join(directory, 'shop'), { recursive: true }).filter((name) => String(name).includes('write')),
        [],
      );
    };
    beforeEach(() => mkdirSync(join(directory, 'shop'), { recursive: true }));

    test('without a signature where commits must be signed', async () => {
      const base = await push();
      await refused('image-write-unsigned', () => write([newerImage()], base, { verify }));
    });

    test('on top of a commit of somebody that this host has not verified, which our signature would speak for', async () => {
      mkdirSync(join(directory, 'keys'));
      const ada = await createSshSigner(join(directory, 'keys'), 'ada');
      const base = await push();
      await repository.push({ 'evil.yml': 'services: {}\n' });
      await refused('image-write-behind', () => write([newerImage({ signingKey: ada.privatePath })], base, { verify }));
    });

    test('with a key that others can write to, or that is not there', async () => {
      const key = join(directory, 'key');
      writeFileSync(key, 'key', { mode: 0o600 });
      chmodSync(key, 0o666);
      const base = await push();
      await refused('host-file-not-safe', () => write([newerImage({ signingKey: key })], base));
      await refused('host-file-not-read', () => write([newerImage({ signingKey: `${key}2` })], base));
    });

    test('by a server that does not want it', async () => {
      const base = await push();
      writeFileSync(join(repository.path, 'hooks/pre-receive'), '#!/bin/sh\necho no >&2\nexit 1\n', { mode: 0o755 });
      await refused('image-write-refused', () => write([newerImage()], base));
    });

    test('for a stack file that is a link to another file', async () => {
      const base = await repository.push({ 'stacks/shop/stack.yml': 'link:../../secret.yml', 'secret.yml': STACK });
      await refused('image-not-written', () => write([newerImage()], base));
    });

    test('for an image that is put together of variables', async () => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what stack files have
      const base = await push('services: { web: { image: "registry.example.com/app:${TAG:-1.0.0}" } }\n');
      await refused('image-not-written', () => write([newerImage()], base));
    });

    test('for an image that services share by an anchor', async () => {
      const base = await push(
        'services:\n  web: { image: &app registry.example.com/app:1.0.0 }\n  db: { image: *app }\n',
      );
      await refused('image-not-editable', () => write([newerImage()], base));
    });

    test('for files whose names mean something to git', async () => {
      const base = await push();
      await refused('image-not-written', () =>
        write([newerImage()], base, { files: [':(glob)stacks/**', 'stacks/*/stack.yml', '-x'] }),
      );
    });
  });
});
