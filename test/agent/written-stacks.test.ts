// What is loaded once for many rounds, and what is asked in each.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Judgement, loadRelease, type StackPlace } from '../../src/agent/load-release.ts';
import { parsePolicy } from '../../src/agent/policy/load-policy.ts';
import { type Policy, policyFor } from '../../src/agent/policy/policy.ts';
import { type Reading, WrittenStacks } from '../../src/agent/written-stacks.ts';

const SERVICE = 'services:\n  web:\n    image: busybox\n';

/** Counts what was loaded. */
class CountingStacks extends WrittenStacks {
  loads = 0;
  override load(...[from, read]: Parameters<WrittenStacks['load']>): ReturnType<WrittenStacks['load']> {
    return super.load(from, async (): Promise<Reading> => {
      this.loads++;
      return read();
    });
  }
}

describe('the stacks of releases', () => {
  let root: string;
  let written: CountingStacks;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'dockr-written-'));
    written = new CountingStacks();
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function release(commit: string, files: Readonly<Record<string, string>>): string {
    for (const [name, text] of Object.entries(files)) {
      const path = join(root, commit, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return commit;
  }

  function load(commit: string, settings: Partial<StackPlace> = {}, judgement: Partial<Judgement> = {}) {
    const place = { name: 'shop', path: '.', ...settings };
    return loadRelease({ commit, directory: join(root, commit) }, place, {
      policies: [policyOf('')],
      ownerOfVolume: () => undefined,
      isStack: () => false,
      ...judgement,
      written,
    });
  }

  test('are loaded once, however many rounds there are', async () => {
    const commit = release('c1', { 'stack.yml': SERVICE });
    const first = await load(commit);
    for (let round = 0; round < 5; round++) assert.deepEqual(await load(commit), first);
    assert.equal(written.loads, 1);
  });

  test('are loaded anew for another commit, and for the one before it', async () => {
    const [one, two] = [
      release('c1', { 'stack.yml': SERVICE }),
      release('c2', { 'stack.yml': SERVICE.replace('busybox', 'nginx') }),
    ];
    const images: (string | undefined)[] = [];
    for (const commit of [one, two, one]) images.push((await load(commit)).services['web']?.image);
    assert.deepEqual(images, ['busybox', 'nginx', 'busybox']);
  });

  const settings: Readonly<Record<string, Partial<StackPlace>>> = {
    'another folder': { path: 'other' },
    'another file': { files: ['other/stack.yml'] },
    'an overlay': { overlays: ['other/stack.yml'] },
    'another variable': { variables: { HOST: 'two' } },
    'another profile': { profiles: ['more'] },
  };
  for (const [what, declared] of Object.entries(settings)) {
    test(`are loaded anew for ${what}`, async () => {
      const text = `${SERVICE}    hostname: h-$HOST\n  extra: { image: busybox, profiles: [more] }\n`;
      const commit = release('c1', { 'stack.yml': text, 'other/stack.yml': SERVICE.replace('busybox', 'nginx') });
      const first = await load(commit, { variables: { HOST: 'one' } });
      const next = await load(commit, { variables: { HOST: 'one' }, ...declared });
      assert.equal(written.loads, 2);
      assert.notDeepEqual(next.services, first.services);
    });
  }

  test('are held to the policy in each round', async () => {
    const commit = release('c1', { 'stack.yml': `${SERVICE}    privileged: true\n` });
    await load(commit, {}, { policies: [policyOf('privileged: true')] });
    await assert.rejects(load(commit), { code: 'policy-denied' });
    assert.equal(written.loads, 1);
  });

  test('are asked in each round whose volumes they use', async () => {
    const text = `${SERVICE}    volumes: ["data:/data"]\nvolumes: { data: {} }\n`;
    const commit = release('c1', { 'stack.yml': text });
    await load(commit);
    await assert.rejects(load(commit, {}, { ownerOfVolume: () => 'other' }), { code: 'policy-denied' });
    assert.equal(written.loads, 1);
  });

  test('that something encrypted was opened for are loaded in each round', async () => {
    const encrypted = 'KEY=ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]\nsops_version=3.8.1\nsops_mac=x\n';
    const commit = release('c1', { 'stack.yml': `${SERVICE}    env_file: [secrets.env]\n`, 'secrets.env': encrypted });
    let key = 'one';
    const open = async () => ({ bytes: Buffer.from(`KEY=${key}\n`), format: 'dotenv' }) as const;
    const accessFor = () => ({ open, ask: async () => Buffer.alloc(0) });
    const first = await load(commit, {}, { accessFor });
    assert.deepEqual(first.services['web']?.secretEnvironment, { KEY: 'one' });
    key = 'two';
    const next = await load(commit, {}, { accessFor });
    assert.deepEqual(next.services['web']?.secretEnvironment, { KEY: 'two' });
  });

  test('that are large are not kept', async () => {
    const commit = release('c1', { 'stack.yml': `# ${'x'.repeat(200_000)}\n${SERVICE}` });
    await load(commit);
    await load(commit);
    assert.equal(written.loads, 2);
  });

  test('are forgotten with their deployment', async () => {
    const commit = release('c1', { 'stack.yml': SERVICE });
    await load(commit);
    written.forget('shop');
    await load(commit);
    assert.equal(written.loads, 2);
  });
});

function policyOf(rules: string): Policy {
  const bytes = rules === '' ? null : Buffer.from(`rules: { ${rules} }\n`);
  return policyFor(parsePolicy('policy.yaml', bytes), { name: 'shop', url: 'https://git.example.org/shop.git' });
}
