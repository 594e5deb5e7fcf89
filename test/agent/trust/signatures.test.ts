// Commits that were really signed, and those that were not, or by somebody else, or for something else, or changed since.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TestRepository } from '../../support/git-server.ts';
import { createSshSigner, GpgHome, type SshSigner, signersSkipReason, signWithSsh } from '../../support/signers.ts';
import { TrustBench } from './trust-bench.ts';

describe('a commit that is signed with SSH', { skip: signersSkipReason() }, () => {
  let bench: TrustBench;
  let repository: TestRepository;
  let ada: SshSigner;
  let eve: SshSigner;
  before(async () => {
    bench = new TrustBench();
    repository = await bench.repository('ssh');
    ada = await createSshSigner(bench.directory, 'ada');
    eve = await createSshSigner(bench.directory, 'eve');
  });
  after(() => bench[Symbol.dispose]());

  const trusting = (options = ''): void => {
    bench.signers = `ada@example.org ${options === '' ? '' : `${options} `}${ada.publicKey}\n`;
  };
  const refuses = async (code: string): Promise<void> => {
    await assert.rejects(bench.examine(repository), { code });
    assert.equal(
      existsSync(join(bench.directory, 'host', repository.url.replaceAll(/[^a-z0-9]/g, '-'), 'verify.tmp')),
      false,
    );
  };
  /** The bytes of a commit, and its name. */
  const read = async (commit: string): Promise<string> => repository.git(['cat-file', 'commit', commit]);
  const publish = async (object: string): Promise<string> => repository.publish(await repository.storeCommit(object));

  test('by somebody who is allowed to is taken, and tells who it was', async () => {
    trusting();
    const commit = await repository.push({ file: 'one' }, 'main', ada.style);
    assert.deepEqual(await bench.examine(repository), { commit, signer: 'ada@example.org', relation: 'first' });
    trusting('namespaces="git,file"');
    assert.equal((await bench.examine(repository)).signer, 'ada@example.org');
    trusting('valid-after="20200101",valid-before="20990101"');
    assert.equal((await bench.examine(repository)).signer, 'ada@example.org');
  });

  test('by somebody else is refused, whatever the commit says of its author', async () => {
    trusting();
    await repository.push({ file: 'two' }, 'main', eve.style);
    await refuses('signer-unknown');
    bench.signers = '# nobody\n';
    await repository.push({ file: 'three' }, 'main', ada.style);
    await refuses('signer-unknown');
  });

  test('is refused without a signature', async () => {
    trusting();
    await repository.push({ file: 'four' });
    await refuses('commit-unsigned');
    await repository.git(['tag', '--annotate', '--message=a tag is no commit', 'v1']);
    await refuses('commit-unsigned');
  });

  test('is refused when the key has expired, also with a date from before that', async () => {
    const environment = { GIT_COMMITTER_DATE: '2020-06-01T00:00:00Z', GIT_AUTHOR_DATE: '2020-06-01T00:00:00Z' };
    await repository.push({ file: 'five' }, 'main', { ...ada.style, environment });
    trusting('valid-before="20210101"');
    await refuses('signature-expired');
    trusting('valid-after="20990101"');
    await refuses('signer-not-yet-valid');
  });

  test('is refused when the key is for something else, or the signature is', async () => {
    trusting('namespaces="file"');
    await repository.push({ file: 'six' }, 'main', ada.style);
    await refuses('signature-wrong-namespace');
    trusting();
    const plain = await read(await repository.commit());
    const path = join(bench.directory, 'payload');
    writeFileSync(path, plain, 'latin1');
    await publish(withSignature(plain, await signWithSsh(ada, 'file', path)));
    await refuses('signature-wrong-namespace');
    await publish(withSignature(plain, await signWithSsh(ada, 'git', path)));
    assert.equal((await bench.examine(repository)).signer, 'ada@example.org');
  });

  test('is refused when it was changed after it was signed: its message, its parent, its tree', async () => {
    trusting();
    const signed = await read(await repository.push({ file: 'seven' }, 'main', ada.style));
    const [first = ''] = (await repository.git(['rev-list', '--max-parents=0', 'HEAD'])).split('\n');
    const tree = await repository.git(['rev-parse', `${first}^{tree}`]);
    for (const changed of [
      signed.replace(/change\n$/, 'change!\n'),
      signed.replace(/parent [0-9a-f]+/, `parent ${first}`),
      signed.replace(/tree [0-9a-f]+/, `tree ${tree.trim()}`),
      signed.replace('author Ada', 'author Eve'),
      signed.replace(/\n\n/, '\nencoding latin1\n\n'),
    ]) {
      assert.notEqual(changed, signed);
      await publish(changed);
      await refuses('signature-mismatch');
    }
  });

  test('is refused with the signature of another commit', async () => {
    trusting();
    const good = await read(await repository.push({ file: 'eight' }, 'main', ada.style));
    const signature = /gpgsig ((?:.*\n )*.*)\n/.exec(good)?.[1]?.replaceAll('\n ', '\n') ?? '';
    const plain = await read(await repository.commit());
    await publish(withSignature(plain, `${signature}\n`));
    await refuses('signature-mismatch');
  });

  test('is refused with a signature that nobody can read, or with two', async () => {
    trusting();
    const signed = await read(await repository.push({ file: 'nine' }, 'main', ada.style));
    const plain = await read(await repository.commit());
    for (const text of [
      '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n',
      '-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8AAAA=\n-----END SSH SIGNATURE-----\n',
      '-----BEGIN SIGNED MESSAGE-----\nAAAA\n-----END SIGNED MESSAGE-----\n',
      'trust me\n',
    ]) {
      await publish(withSignature(plain, text));
      await refuses('signature-invalid');
    }
    const [header = ''] = /gpgsig (?:.*\n )*.*\n/.exec(signed) ?? [];
    await publish(signed.replace(header, `${header}${header}`));
    await refuses('signature-invalid');
    await publish(signed.replace(header, `${header}${header.replace('gpgsig', 'gpgsig-sha256')}`));
    await refuses('signature-invalid');
    await publish(signed.replace('gpgsig ', 'gpgsig-sha256 '));
    await refuses('signature-invalid');
  });

  test('is refused with a signature in its message, or in a tag that it merges', async () => {
    trusting();
    const signed = await read(await repository.push({ file: 'ten' }, 'main', ada.style));
    const [header = ''] = /gpgsig (?:.*\n )*.*\n/.exec(signed) ?? [];
    const plain = await read(await repository.commit());
    await publish(`${plain}\n${header}`);
    await refuses('commit-unsigned');
    const inTag = header.replaceAll(/^/gm, ' ').trimEnd();
    await publish(plain.replace('\n\n', `\nmergetag object ${'a'.repeat(40)}\n${inTag}\n\n`));
    await refuses('commit-unsigned');
  });

  test('is refused when it is so large that it could only be meant to harm', async () => {
    trusting();
    const plain = await read(await repository.commit());
    await publish(`${plain}${'x'.repeat(1024 ** 2)}\n`);
    await refuses('commit-too-large');
  });

  test('does not take the repository for the host: its own file of signers means nothing', async () => {
    trusting();
    await repository.push(
      { '.gitconfig': '[gpg "ssh"]\n allowedSignersFile = signers\n', signers: `ada@example.org ${eve.publicKey}\n` },
      'main',
      eve.style,
    );
    await refuses('signer-unknown');
  });

  test('may be by one of several, by a key of a certificate authority not at all without its certificate', async () => {
    bench.signers = `ada@example.org ${ada.publicKey}\n\n# from here on\neve@example.org ${eve.publicKey}\n`;
    await repository.push({ file: 'eleven' }, 'main', eve.style);
    assert.equal((await bench.examine(repository)).signer, 'eve@example.org');
    bench.signers = `*@example.org cert-authority ${eve.publicKey}\n`;
    await refuses('signer-unknown');
  });
});

describe('a commit that is signed with OpenPGP', { skip: signersSkipReason() }, () => {
  let bench: TrustBench;
  let repository: TestRepository;
  let home: GpgHome;
  before(async () => {
    bench = new TrustBench();
    bench.signers = null;
    repository = await bench.repository('gpg');
    home = new GpgHome(join(bench.directory, 'gpg'));
    await home.create('ada');
    await home.create('eve');
  });
  after(async () => {
    await home[Symbol.asyncDispose]();
    bench[Symbol.dispose]();
  });

  test('by a key of the keyring is taken, and tells whose it is', async () => {
    bench.keyring = await home.export('ada');
    const commit = await repository.push({ file: 'one' }, 'main', home.style('ada'));
    const { signer, ...rest } = await bench.examine(repository);
    assert.deepEqual(rest, { commit, relation: 'first' });
    assert.match(signer ?? '', /^ada <ada@example\.org> [0-9A-F]{40}$/);
  });

  test('by another key is refused, and so is one without any', async () => {
    await repository.push({ file: 'two' }, 'main', home.style('eve'));
    await assert.rejects(bench.examine(repository), { code: 'signer-unknown' });
    await repository.push({ file: 'three' });
    await assert.rejects(bench.examine(repository), { code: 'commit-unsigned' });
  });

  test('is refused when it was changed after it was signed', async () => {
    const commit = await repository.push({ file: 'four' }, 'main', home.style('ada'));
    const signed = await repository.git(['cat-file', 'commit', commit]);
    await repository.publish(await repository.storeCommit(signed.replace(/change\n$/, 'other\n')));
    await assert.rejects(bench.examine(repository), { code: 'signature-mismatch' });
  });

  test('is refused when the key has expired, or was revoked', async () => {
    const environment = { GIT_COMMITTER_DATE: '2020-06-01T00:00:00Z' };
    const style = await home.create('old', 'seconds=1');
    await repository.push({ file: 'five' }, 'main', {
      ...style,
      environment: { ...style.environment, ...environment },
    });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    bench.keyring = await home.export('ada', 'old');
    await assert.rejects(bench.examine(repository), { code: 'signature-expired' });
    await home.create('gone');
    await repository.push({ file: 'six' }, 'main', home.style('gone'));
    const [, fingerprint = ''] =
      /^fpr:+([0-9A-F]{40}):/m.exec(await home.gpg(['--with-colons', '--list-keys', 'gone@example.org'])) ?? [];
    const certificate = join(bench.directory, `gpg/openpgp-revocs.d/${fingerprint}.rev`);
    const path = join(bench.directory, 'revoked');
    writeFileSync(path, readFileSync(certificate, 'utf8').replace(/^:-----BEGIN/m, '-----BEGIN'));
    await home.gpg(['--import', path]);
    bench.keyring = await home.export('gone');
    await assert.rejects(bench.examine(repository), { code: 'signer-revoked' });
  });

  test('is refused with two signatures in one, and with one by a digest that can be forged', async () => {
    bench.keyring = await home.export('ada');
    const plain = await repository.git(['cat-file', 'commit', await repository.commit()]);
    const path = join(bench.directory, 'payload');
    writeFileSync(path, plain, 'latin1');
    const sign = (...words: readonly string[]) =>
      home.gpg(['--armor', '--output', '-', ...words, '--detach-sign', path]);
    const users = (...names: readonly string[]) => names.flatMap((name) => ['--local-user', `${name}@example.org`]);
    await repository.publish(await repository.storeCommit(withSignature(plain, await sign(...users('ada')))));
    await bench.examine(repository);
    await repository.publish(await repository.storeCommit(withSignature(plain, await sign(...users('eve', 'ada')))));
    await assert.rejects(bench.examine(repository), { code: 'signature-invalid' });
    await home.gpg(['--passphrase', '', '--quick-gen-key', 'rsa <rsa@example.org>', 'rsa2048', 'sign', 'never']);
    bench.keyring = await home.export('rsa');
    await repository.publish(await repository.storeCommit(withSignature(plain, await sign(...users('rsa')))));
    await bench.examine(repository);
    const weak = await sign(...users('rsa'), '--digest-algo', 'SHA1');
    await repository.publish(await repository.storeCommit(withSignature(plain, weak)));
    await assert.rejects(bench.examine(repository), { code: 'signature-invalid' });
  });

  test('is refused with something else that the right key has signed: a message, with its text in it', async () => {
    bench.keyring = await home.export('ada');
    const plain = await repository.git(['cat-file', 'commit', await repository.commit()]);
    const path = join(bench.directory, 'letter');
    writeFileSync(path, 'dear Eve');
    const letter = await home.gpg(['--armor', '--output', '-', '--local-user', 'ada@example.org', '--sign', path]);
    for (const text of [letter, letter.replaceAll('PGP MESSAGE', 'PGP SIGNATURE')]) {
      await repository.publish(await repository.storeCommit(withSignature(plain, text)));
      await assert.rejects(bench.examine(repository), { code: 'signature-invalid' });
    }
  });

  test('is refused where no keys of its kind are trusted, or none at all', async () => {
    await repository.push({ file: 'seven' }, 'main', home.style('ada'));
    bench.keyring = null;
    bench.signers = '';
    await assert.rejects(bench.examine(repository), { code: 'signer-unknown' });
    bench.keyring = 'no keys\n';
    await assert.rejects(bench.examine(repository), { code: 'signers-invalid' });
    const ada = await createSshSigner(bench.directory, 'ssh-ada');
    bench.signers = null;
    bench.keyring = await home.export('ada');
    await repository.push({ file: 'eight' }, 'main', ada.style);
    await assert.rejects(bench.examine(repository), { code: 'signer-unknown' });
  });
});

/** A commit with a signature in its header, as git writes it. */
function withSignature(plain: string, signature: string): string {
  const header = `gpgsig ${signature.trimEnd().replaceAll('\n', '\n ')}`;
  return plain.replace('\n\n', `\n${header}\n\n`);
}
