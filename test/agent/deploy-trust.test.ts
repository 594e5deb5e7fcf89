// A host that trusts somebody and allows something: what it refuses leaves no trace, and what runs goes on.
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createSshSigner, type SshSigner, signersSkipReason } from '../support/signers.ts';
import { waitFor } from '../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from './deploy-rig.ts';

const POLICY = 'rules:\n  capabilities: []\n';

describe('a deployment of signed commits', { skip: deploySkipReason() || signersSkipReason() }, () => {
  let rig: DeployRig;
  let ada: SshSigner;
  let eve: SshSigner;
  let good: string;
  before(async () => {
    rig = await DeployRig.start(POLICY);
    const keys = rig.root.makeDirectory('keys');
    ada = await createSshSigner(keys, 'ada');
    eve = await createSshSigner(keys, 'eve');
    writeSigners(`ada@example.org ${ada.publicKey}\n`);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  function signersPath(): string {
    return join(rig.root.workDirectory, 'signers');
  }
  function writeSigners(text: string): void {
    writeFileSync(signersPath(), text, { mode: 0o600 });
  }
  const sync = (...words: readonly string[]) => rig.dockr.run(['deploy', 'sync', 'shop', ...words]);
  const state = async (): Promise<readonly unknown[]> => {
    let shown = await rig.show('shop');
    // Rounds go on every second, and each of them is seen.
    while (shown.state === 'syncing') shown = await rig.show('shop');
    return [shown.state, shown.applied?.commit, shown.error?.error.code];
  };
  /** Something that cannot be done by mistake: the same container runs on. */
  const isUntouched = async <T>(work: () => Promise<T>): Promise<T> => {
    const [before] = await rig.containers('shop');
    const result = await work();
    const [now] = await rig.containers('shop');
    assert.deepEqual([now?.id, now?.status], [before?.id, 'running']);
    return result;
  };

  test('is not declared without keys, with keys that are not there, or with such as others can write', async () => {
    const add = (...words: readonly string[]) =>
      rig.dockr.run(['deploy', 'add', 'shop', '--git', rig.httpUrl, ...words], { cwd: rig.root.workDirectory });
    assert.match((await add('--verify', 'head')).stderr, /^error\[missing-option\].*"--verify head"/);
    assert.match((await add('--allowed-signers', 'signers')).stderr, /^error\[missing-option\].*"--verify"/);
    assert.match((await add('--verify', 'head', '--keyring', 'none')).stderr, /^error\[signers-not-found\]/);
    writeFileSync(join(rig.root.workDirectory, 'open'), '', { mode: 0o600 });
    chmodSync(join(rig.root.workDirectory, 'open'), 0o666);
    assert.match((await add('--verify', 'head', '--allowed-signers', 'open')).stderr, /^error\[host-file-not-safe\]/);
    assert.equal((await rig.dockr.ok(['deploy', 'list', '--quiet'])).stdout, '');
  });

  test('begins with a signed commit, and shows by whom', async () => {
    good = await rig.repository.push(stackFiles('one'), 'main', ada.style);
    const verify = ['--verify', 'range', '--allowed-signers', 'signers'];
    await rig.dockr.ok(
      ['deploy', 'add', 'shop', '--git', rig.httpUrl, '--path', 'stacks/shop', '--interval', '1s', ...verify],
      { cwd: rig.root.workDirectory },
    );
    const shown = await rig.show('shop');
    assert.deepEqual(shown.declaration.verify, { mode: 'range', allowedSigners: signersPath(), keyring: null });
    assert.deepEqual([shown.applied?.commit, shown.applied?.signer], [good, 'ada@example.org']);
    const { stdout } = await rig.dockr.ok(['deploy', 'show', 'shop']);
    assert.match(stdout, /^verify +range, by \/.*signers\n/m);
    assert.match(stdout, /^signer +ada@example\.org\n/m);
  });

  test('does not take one without a signature, and does not fetch it again and again', async () => {
    await rig.repository.push(stackFiles('unsigned'));
    await isUntouched(async () => {
      await waitFor('the refusal', async () => (await state())[2] === 'commit-unsigned');
      const before = await rig.show('shop');
      rig.server.requests.splice(0);
      await waitFor(
        'three rounds',
        async () => rig.server.requests.filter((line) => /info\/refs/.test(line)).length >= 3,
      );
      const asked = rig.server.requests.filter((line) => line.startsWith('POST')).length;
      const looked = rig.server.requests.filter((line) => /info\/refs/.test(line)).length;
      assert.ok(asked <= looked, rig.server.requests.join());
      const now = await rig.show('shop');
      assert.deepEqual([now.state, now.error, now.failures, now.applied], ['stalled', before.error, 1, before.applied]);
    });
  });

  test('brings back what was removed by hand, though the newest commit is refused', async () => {
    await rig.dockr.ok(['rm', '--stop', '--force', 'shop-web-1']);
    await waitFor('the container', async () => (await rig.containers('shop'))[0]?.status === 'running');
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'one');
  });

  test('takes the commit of somebody else as soon as the host trusts them', async () => {
    await rig.repository.git(['reset', '--quiet', '--hard', good]);
    const commit = await rig.repository.push(stackFiles('two'), 'main', eve.style);
    await isUntouched(() => waitFor('the refusal', async () => (await state())[2] === 'signer-unknown'));
    writeSigners(`ada@example.org ${ada.publicKey}\neve@example.org ${eve.publicKey}\n`);
    await waitFor('the commit', async () => (await state())[1] === commit);
    assert.equal((await rig.show('shop')).applied?.signer, 'eve@example.org');
    good = commit;
  });

  test('keeps what runs when its signer is trusted no longer', async () => {
    writeSigners(`ada@example.org ${ada.publicKey}\n`);
    await isUntouched(() => sync());
    assert.deepEqual(await state(), ['ready', good, undefined]);
  });

  test('does not go back, nor to another history, unless somebody asks for it', async () => {
    await rig.repository.git(['reset', '--quiet', '--hard', `${good}~1`]);
    await rig.repository.publish('HEAD');
    await isUntouched(async () => {
      assert.match((await sync()).stderr, /^error\[commit-downgrade\]/m);
      await rig.repository.push(stackFiles('three'), 'main', ada.style);
      assert.match((await sync()).stderr, /^error\[history-rewritten\]/m);
    });
    assert.equal((await sync('--allow-rewind')).exitCode, 0);
    assert.match((await rig.dockr.ok(['deploy', 'show', 'shop'])).stdout, /^history +rewritten/m);
    good = (await rig.show('shop')).applied?.commit ?? '';
    assert.equal(await rig.output('shop', ['/busybox', 'sh', '-c', 'echo $LEVEL']), 'three');
  });

  test('does not take what the policy denies, and tells rule and places', async () => {
    const files = stackFiles('four');
    const stack = `${files['stacks/shop/stack.yml']}    cap_add: [SYS_TIME]\n`;
    const commit = await rig.repository.push({ ...files, 'stacks/shop/stack.yml': stack }, 'main', ada.style);
    const { exitCode, stderr } = await isUntouched(() => sync());
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^error\[policy-denied\]: service "web" adds the capability "SYS_TIME", which rule "capabilities"/m,
    );
    assert.match(stderr, /stacks\/shop\/stack\.yml:11:15\n/);
    assert.match(stderr, /the rule stands in .*policy\.yaml:2:3\n/);
    assert.deepEqual(await state(), ['stalled', good, 'policy-denied']);
    rig.writePolicy('rules:\n  capabilities: [SYS_TIME]\n');
    await waitFor('the commit', async () => (await state())[1] === commit);
    good = commit;
  });

  test('takes nothing at all while the policy is wrong, and goes on when it is right', async () => {
    rig.writePolicy('rules:\n  capability: [SYS_TIME]\n');
    const commit = await rig.repository.push(stackFiles('five'), 'main', ada.style);
    const { stderr } = await isUntouched(() => sync());
    assert.match(stderr, /^error\[policy-invalid\]: .*unknown key "capability"/m);
    assert.match(stderr, /did you mean "capabilities"\?/);
    assert.deepEqual(await state(), ['stalled', good, 'policy-invalid']);
    rig.writePolicy(POLICY);
    await waitFor('the commit', async () => (await state())[1] === commit);
    assert.deepEqual(await state(), ['ready', commit, undefined]);
  });
});
