// On which grounds a commit is judged, and when those are others.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createJudge, type Judged } from '../../src/agent/judge.ts';
import { declaredAs } from './declared.ts';

describe('the grounds of a judgement', () => {
  let directory: string;
  let shop: Judged;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-judge-'));
    const verify = { mode: 'head', allowedSigners: join(directory, 'signers'), keyring: null } as const;
    shop = declaredAs('shop', { verify });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (name: string, text: string): void => writeFileSync(join(directory, name), text, { mode: 0o600 });
  const unverified = (): Judged => declaredAs('shop');
  const judge = (deployment = shop) =>
    createJudge({ path: join(directory, 'policy.yaml'), required: false })(deployment);

  test('are others when the policy, the keys or the settings are, and only then', async () => {
    write('signers', 'a');
    const digests = [(await judge()).digest];
    assert.deepEqual([(await judge()).digest], digests);
    const changes = [
      () => write('policy.yaml', 'rules: {}\n'),
      () => write('policy.yaml', 'rules: { privileged: true }\n'),
      () => write('policy.yaml', 'rules: ['),
      () => write('signers', 'b'),
      () => rmSync(join(directory, 'signers')),
      () => rmSync(join(directory, 'policy.yaml')),
    ];
    for (const change of changes) {
      change();
      digests.push((await judge()).digest);
    }
    digests.push((await judge(unverified())).digest);
    const verify = { mode: 'range', allowedSigners: join(directory, 'signers'), keyring: null } as const;
    digests.push((await judge(declaredAs('shop', { verify }))).digest);
    assert.equal(new Set(digests).size, digests.length);
  });

  test('are there though something is wrong with them, which is told to whoever wants them', async () => {
    write('policy.yaml', 'rules: [');
    const grounds = await judge();
    await assert.rejects(grounds.policies(), { code: 'policy-invalid' });
    await assert.rejects(grounds.trust(), { code: 'signers-not-found' });
    assert.equal(await (await judge(unverified())).trust(), null);
  });

  test('are the policies that a deployment names, too, and all of them for those that declare it', async () => {
    write('policy.yaml', 'deployments:\n  - { name: "shop*", rules: { privileged: true } }\n');
    write('strict.yaml', 'rules: { build: false }\n');
    const declared = declaredAs('shop-a', { policies: [join(directory, 'strict.yaml')] });
    const child = { ...declared, ancestors: [declaredAs('shop'), declaredAs('fleet')] };
    const rules = (await (await judge(child)).policies()).map(({ rules: { privileged, build } }) => [
      privileged,
      build,
    ]);
    assert.deepEqual(rules, [
      [true, true],
      [true, true],
      [false, true],
      [false, false],
      [false, false],
      [false, false],
    ]);
    const before = (await judge(child)).digest;
    write('strict.yaml', 'rules: { build: true }\n');
    assert.notEqual((await judge(child)).digest, before);
    assert.notEqual((await judge(declared)).digest, (await judge(child)).digest);
    rmSync(join(directory, 'strict.yaml'));
    await assert.rejects((await judge(child)).policies(), { code: 'policy-not-found' });
  });

  test('are those of the deployment', async () => {
    write('policy.yaml', 'deployments:\n  - { name: shop, rules: { privileged: true } }\n');
    write('signers', 'a');
    const decide = createJudge({ path: join(directory, 'policy.yaml'), required: true });
    const policyOf = async (name: string) => (await (await decide({ ...shop, name })).policies())[0]?.rules.privileged;
    assert.deepEqual([await policyOf('shop'), await policyOf('other'), await policyOf('shop')], [true, false, true]);
    write('policy.yaml', 'rules: {}\n');
    assert.equal(await policyOf('shop'), false);
  });
});
