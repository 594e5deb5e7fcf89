// A commit that ran before and is wanted again: fetched if need be, and judged by the keys of today.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { TestRepository } from '../../support/git-server.ts';
import { createSshSigner, type SshSigner, signersSkipReason } from '../../support/signers.ts';
import { TrustBench } from './trust-bench.ts';

describe('a commit that ran before', { skip: signersSkipReason() }, () => {
  let bench: TrustBench;
  let repository: TestRepository;
  let ada: SshSigner;
  let bob: SshSigner;
  let old: string;
  let made = 0;
  before(async () => {
    bench = new TrustBench();
    ada = await createSshSigner(bench.directory, 'ada');
    bob = await createSshSigner(bench.directory, 'bob');
  });
  beforeEach(async () => {
    bench.signers = `ada@example.org ${ada.publicKey}\nbob@example.org ${bob.publicKey}\n`;
    repository = await bench.repository(`known-${made++}`);
    old = await repository.push({ file: 'old' }, 'main', bob.style);
    await repository.push({ file: 'new' }, 'main', ada.style);
  });
  after(() => bench[Symbol.dispose]());

  test('is that commit and not the newest one, with who signed it', async () => {
    await bench.examine(repository);
    const examined = await bench.examineKnown(repository, old);
    assert.deepEqual(examined, { commit: old, signer: 'bob@example.org', relation: 'ahead' });
  });

  test('is fetched where a copy has nothing of it, whoever signed what came after', async () => {
    for (let count = 0; count < 70; count++) await repository.commit();
    await repository.publish('HEAD');
    const examined = await bench.examineKnown(repository, old, { host: 'fresh' });
    assert.equal(examined.commit, old);
    const unverified = await bench.examineKnown(repository, old, { host: 'other', mode: 'off' });
    assert.deepEqual([unverified.commit, unverified.signer], [old, null]);
  });

  test('is refused when its signer has left since', async () => {
    await bench.examine(repository);
    bench.signers = `ada@example.org ${ada.publicKey}\n`;
    await assert.rejects(bench.examineKnown(repository, old), { code: 'signer-unknown' });
  });

  test('is told to be gone when the history was rewritten without it', async () => {
    await repository.git(['checkout', '--quiet', '--orphan', 'other']);
    const commit = await repository.commit(ada.style);
    await repository.publish(commit);
    await assert.rejects(bench.examineKnown(repository, old, { host: 'fresh' }), { code: 'commit-not-found' });
  });

  test('is no path of this host', async () => {
    for (const name of ['../../etc', 'HEAD', '-x', `${'a'.repeat(39)}/`])
      await assert.rejects(bench.examineKnown(repository, name), { code: 'invalid-commit' });
  });
});
