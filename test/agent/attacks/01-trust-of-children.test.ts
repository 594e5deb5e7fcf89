// SECURITY.md row 1, where a repository declares deployments: more trust than its own is not to be had.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { codeOf, DeclarationBench, SERVICE } from '../declaration/declaration-bench.ts';
import { SHOP_URL } from '../declared.ts';
import { assertRefused, CHILD_URL, child, startFleet } from './fleet.ts';

const GOOD = { 'deployments/a.yaml': child('fleet-a') };

describe('a declaration in a repository', () => {
  const KEYS = '/etc/hosts';
  const verified = `verify: { mode: range, allowedSigners: ${KEYS} }\n`;

  const attacks: Readonly<Record<string, string>> = {
    'that brings keys of its own': 'verify: { mode: range, allowedSigners: /etc/passwd }\n',
    'that wants one signature where its parent wants all': `verify: { mode: head, allowedSigners: ${KEYS} }\n`,
    'that adds a second file of keys': `verify: { mode: range, allowedSigners: ${KEYS}, keyring: /etc/passwd }\n`,
    'that has a file of the host read as a policy, to see it in the error': 'policy: /etc/shadow\n',
    'that has a key of the host opened for it': 'decrypt: { keys: /etc/dockr/keys/other.key }\n',
    'that has commits of its own choice signed with a key of the host':
      'images: [{ image: "**", policy: digest, update: commit, commit: { signingKey: /etc/ssh/ssh_host_ed25519_key } }]\n',
    'that looks at its repository a thousand times as often': 'interval: 1s\n',
  };
  for (const [attack, more] of Object.entries(attacks)) {
    test(attack, async () => {
      await using bench = await startFleet('deployments', GOOD, verified);
      const message = await assertRefused(
        bench,
        { 'deployments/a.yaml': child('fleet-a', more) },
        'child-widens-trust',
      );
      assert.doesNotMatch(message, /root:/);
    });
  }

  test('that would be allowed by a rule for its name, and not by one for its parent', async () => {
    const privileged = 'services:\n  web: { image: busybox, privileged: true }\n';
    await using bench = await startFleet('deployments', GOOD);
    bench.repository(CHILD_URL).push({ 'stack.yml': privileged });
    const policy = (name: string): void =>
      writeFileSync(
        join(bench.directory, 'policy.yaml'),
        `deployments:\n  - { name: "${name}", rules: { privileged: true } }\n`,
        { mode: 0o600 },
      );
    policy('fleet-a');
    await bench.sync('fleet-a');
    assert.equal(bench.agent.get('fleet-a').record.error?.error.code, 'policy-denied');
    policy('fleet*');
    await bench.sync('fleet-a');
    assert.equal(bench.agent.get('fleet-a').record.error, null);
  });
});

describe('the way back', () => {
  async function shopWithHistory(): Promise<DeclarationBench> {
    const bench = new DeclarationBench();
    bench.shop.push({ 'stack.yml': SERVICE });
    await bench.add(`name: shop\nsource: { url: ${SHOP_URL} }\n`);
    bench.shop.push({ 'stack.yml': SERVICE });
    await bench.sync('shop');
    return bench;
  }
  const rollback = (bench: DeclarationBench, commit: string | null) =>
    bench.agent.rollback('shop', { commit, emit: () => {} });

  test('to a commit that was never judged here', async () => {
    await using bench = await shopWithHistory();
    bench.shop.refusal = new Error('not to be trusted');
    bench.shop.push({ 'stack.yml': SERVICE });
    await bench.sync('shop');
    assert.equal(await codeOf(rollback(bench, 'c3')), 'commit-not-applied');
    const { pinned, applied } = bench.agent.get('shop').record;
    assert.deepEqual([pinned, applied?.commit], [null, 'c2']);
  });

  test('to a commit whose signer is no longer trusted', async () => {
    await using bench = await shopWithHistory();
    const { AgentError } = await import('../../../src/core/errors.ts');
    bench.shop.refusal = new AgentError('signer-revoked', { message: 'no' });
    assert.equal((await rollback(bench, 'c1')).error?.code, 'signer-revoked');
    const { pinned, applied } = bench.agent.get('shop').record;
    assert.deepEqual([pinned, applied?.commit], [null, 'c2']);
    bench.shop.refusal = null;
    assert.equal((await rollback(bench, 'c1')).error, null);
    assert.equal(bench.agent.get('shop').record.applied?.commit, 'c1');
  });

  test('to a commit that the policy of today forbids', async () => {
    await using bench = await shopWithHistory();
    writeFileSync(join(bench.directory, 'policy.yaml'), 'rules: { images: ["registry.example.org/**"] }\n', {
      mode: 0o600,
    });
    assert.equal((await rollback(bench, 'c1')).error?.code, 'policy-denied');
    assert.deepEqual([bench.agent.get('shop').record.pinned, bench.machine.length], [null, 2]);
  });
});
