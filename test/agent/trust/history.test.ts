// How the newest commit stands to the one that runs: ahead of it, older, or of another history; and what lies between.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { TestRepository } from '../../support/git-server.ts';
import { createSshSigner, type SshSigner, signersSkipReason } from '../../support/signers.ts';
import { TrustBench } from './trust-bench.ts';

describe('the history of a deployment', { skip: signersSkipReason() }, () => {
  let bench: TrustBench;
  let repository: TestRepository;
  let ada: SshSigner;
  let eve: SshSigner;
  let running: string;
  let made = 0;
  before(async () => {
    bench = new TrustBench();
    ada = await createSshSigner(bench.directory, 'ada');
    eve = await createSshSigner(bench.directory, 'eve');
    bench.signers = `ada@example.org ${ada.publicKey}\n`;
  });
  beforeEach(async () => {
    repository = await bench.repository(`history-${made++}`);
    await repository.push({ file: 'first' }, 'main', ada.style);
    running = await repository.push({ file: 'running' }, 'main', ada.style);
    await bench.examine(repository);
  });
  after(() => bench[Symbol.dispose]());

  const reset = (commit: string) => repository.git(['reset', '--quiet', '--hard', commit]);
  const range = { mode: 'range' } as const;

  test('of signed commits goes on, in both modes', async () => {
    await repository.push({ file: 'a' }, 'main', ada.style);
    const commit = await repository.push({ file: 'b' }, 'main', ada.style);
    const expected = { commit, signer: 'ada@example.org', relation: 'ahead' };
    assert.deepEqual(await bench.examine(repository, { running }), expected);
    assert.deepEqual(await bench.examine(repository, { ...range, running }), expected);
  });

  test('with an unsigned commit below a signed one is for "head", not for "range"', async () => {
    const bad = await repository.push({ file: 'a' });
    await repository.push({ file: 'b' }, 'main', ada.style);
    await bench.examine(repository, { running });
    await assert.rejects(bench.examine(repository, { ...range, running }), (error: Error) => {
      assert.ok('code' in error);
      assert.equal(error.code, 'commit-unsigned');
      assert.ok(error.message.includes(bad));
      return true;
    });
  });

  test('with the commit of somebody else in a branch that was merged is not for "range"', async () => {
    await repository.git(['checkout', '--quiet', '-b', 'side']);
    await repository.commit(eve.style);
    await repository.git(['checkout', '--quiet', 'main']);
    await repository.commit(ada.style);
    const settings = (ada.style.settings ?? []).flatMap((setting) => ['-c', setting]);
    await repository.git([...settings, 'merge', '--quiet', '--no-ff', '-S', '--no-edit', 'side']);
    await repository.publish('HEAD');
    await bench.examine(repository, { running });
    await assert.rejects(bench.examine(repository, { ...range, running }), { code: 'signer-unknown' });
  });

  test('that was set back is refused, though every commit is signed, until somebody asks for it', async () => {
    const newer = await repository.push({ file: 'newer' }, 'main', ada.style);
    await bench.examine(repository, { running });
    await repository.publish(running);
    for (const mode of ['head', 'range'] as const) {
      await assert.rejects(bench.examine(repository, { mode, running: newer }), { code: 'commit-downgrade' });
      const examined = await bench.examine(repository, { mode, running: newer, allowRewind: true });
      assert.deepEqual(examined, { commit: running, signer: 'ada@example.org', relation: 'older' });
    }
  });

  test('that was rewritten is refused, by whomever, and on a host that knows nothing of it, too', async () => {
    const newer = await repository.push({ file: 'newer' }, 'main', ada.style);
    await bench.examine(repository, { running });
    await reset(running);
    const commit = await repository.push({ file: 'instead' }, 'main', ada.style);
    for (const host of ['host', 'other'])
      for (const mode of ['head', 'range'] as const)
        await assert.rejects(bench.examine(repository, { mode, running: newer, host }), { code: 'history-rewritten' });
    const examined = await bench.examine(repository, { ...range, running: newer, allowRewind: true });
    assert.deepEqual(examined, { commit, signer: 'ada@example.org', relation: 'rewritten' });
  });

  test('that somebody asked for must be signed all the same', async () => {
    const newer = await repository.push({ file: 'newer' }, 'main', ada.style);
    await reset(running);
    await repository.push({ file: 'unsigned' });
    await repository.push({ file: 'signed' }, 'main', ada.style);
    const wish = { running: newer, allowRewind: true };
    await bench.examine(repository, wish);
    await assert.rejects(bench.examine(repository, { ...range, ...wish }), { code: 'commit-unsigned' });
    await repository.push({ file: 'unsigned again' });
    await assert.rejects(bench.examine(repository, wish), { code: 'commit-unsigned' });
  });

  test('that has nothing in common with the one that runs is refused', async () => {
    await repository.git(['checkout', '--quiet', '--orphan', 'new']);
    await repository.push({ file: 'new' }, 'main', ada.style);
    await assert.rejects(bench.examine(repository, { running }), { code: 'history-rewritten' });
    await assert.rejects(bench.examine(repository, { ...range, running }), { code: 'history-rewritten' });
  });

  test('is told where nobody verifies it', async () => {
    const relation = async (from: string) => (await bench.examine(repository, { mode: 'off', running: from })).relation;
    const newer = await repository.push({ file: 'newer' });
    assert.equal(await relation(running), 'ahead');
    await repository.publish(running);
    assert.equal(await relation(newer), 'older');
    await reset(running);
    await repository.push({ file: 'instead' });
    assert.equal(await relation(newer), 'rewritten');
  });

  test('is followed for as long as it takes, also by a host that lost its copy', async () => {
    await commitMany(200);
    const commit = await repository.push({ file: 'last' }, 'main', ada.style);
    for (const host of ['host', 'other', 'third']) {
      assert.deepEqual(await bench.examine(repository, { running, host }), {
        commit,
        signer: 'ada@example.org',
        relation: 'ahead',
      });
    }
    await assert.rejects(bench.examine(repository, { ...range, running, host: 'fourth' }), { code: 'commit-unsigned' });
  });

  test('is not followed without end', async () => {
    await commitMany(2001);
    await assert.rejects(bench.examine(repository, { ...range, running }), { code: 'history-too-long' });
  });

  test('with a gap that a server left to hide a commit is refused', async () => {
    // Its clients take it for the end of what there is: the unsigned commit is behind it.
    const hidden = await repository.push({ file: 'hidden' });
    const cut = await repository.push({ file: 'cut' }, 'main', ada.style);
    await repository.push({ file: 'top' }, 'main', ada.style);
    writeFileSync(join(repository.path, 'shallow'), `${cut}\n`);
    rmSync(join(repository.path, 'objects', hidden.slice(0, 2), hidden.slice(2)), { force: true });
    for (const host of ['host', 'other'])
      await assert.rejects(bench.examine(repository, { ...range, running, host }), (error: Error) => {
        assert.ok('code' in error);
        assert.match(String(error.code), /^history-(incomplete|rewritten)$/);
        return true;
      });
  });

  async function commitMany(count: number): Promise<void> {
    const who = 'Ada <ada@example.org> 1700000000 +0000';
    const head = await repository.publish('HEAD');
    const lines: string[] = [];
    for (let index = 1; index <= count; index++) {
      const from = index === 1 ? `from ${head}\n` : '';
      lines.push(`commit refs/heads/main\ncommitter ${who}\ndata 2\nx\n${from}\n`);
    }
    await repository.import(lines.join(''));
    await repository.git(['reset', '--quiet', '--hard', 'refs/heads/main']);
    await repository.publish('HEAD');
  }
});
