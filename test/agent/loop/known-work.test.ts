// What the commit that runs asks for is loaded once where nothing else has a say, and in each round where something has.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { KnownWork } from '../../../src/agent/loop/known-work.ts';
import type { Work, WorkSource } from '../../../src/agent/loop/round.ts';
import { type Policy, policyFor } from '../../../src/agent/policy/policy.ts';
import type { PolicyRules } from '../../../src/agent/policy/rules.ts';
import type { Stack } from '../../../src/stack/model.ts';
import { Database } from '../../../src/store/database.ts';
import { StackTable } from '../../../src/store/stacks.ts';
import { makeStack, type StackGiven } from '../../reconcile/support.ts';
import { SHOP_URL } from '../declared.ts';

const PINNED = `busybox@sha256:${'a'.repeat(64)}`;
const SOURCE: WorkSource = { directory: '/releases/c1', grounds: 'sha256:1' };

describe('the work of a commit', () => {
  let database: Database;
  let known: KnownWork;
  let loads: number;
  beforeEach(() => {
    database = new Database(':memory:');
    known = new KnownWork(() => database.writes);
    loads = 0;
  });
  afterEach(() => database[Symbol.dispose]());

  const write = (revision: number): void =>
    new StackTable(database).save({ name: 'shop', revision, model: '{}', directory: '/', files: [] }, 0);

  function load(given: StackGiven, { source = SOURCE, rules = {}, during = () => {} } = {}): Promise<Work> {
    const stack = makeStack(given);
    return known.load(source, [policyOf(rules)], async () => {
      loads++;
      during();
      return workOf(stack);
    });
  }
  const whole: StackGiven = { services: { web: { image: PINNED } } };

  test('is loaded once', async () => {
    const first = await load(whole);
    for (let round = 0; round < 5; round++) assert.equal(await load(whole), first);
    assert.equal(loads, 1);
  });

  test('is loaded anew for another release, other grounds, and after a write', async () => {
    await load(whole);
    await load(whole, { source: { ...SOURCE, directory: '/releases/c2' } });
    await load(whole, { source: { ...SOURCE, directory: '/releases/c2', grounds: 'sha256:2' } });
    assert.equal(loads, 3);
    await load(whole);
    write(1);
    await load(whole);
    assert.equal(loads, 5);
  });

  test('is loaded anew where loading it wrote something', async () => {
    await load(whole, { during: () => write(1) });
    await load(whole);
    assert.equal(loads, 2);
  });

  const bind = { kind: 'bind', source: '/srv/data', target: '/data', readOnly: true, createSource: false } as const;
  const build = {
    context: '/releases/c1',
    args: {},
    additionalContexts: {},
    labels: {},
    tags: [],
    noCache: false,
    pull: false,
  };
  const foreign: Readonly<Record<string, StackGiven>> = {
    'an image that was not pinned': { services: { web: { image: 'busybox' } } },
    'a folder of the host': { services: { web: { image: PINNED, volumes: [bind] } } },
    'something to build': { services: { web: { build } } },
    'a variable that is secret': { services: { web: { image: PINNED, secretEnvironment: { KEY: 'x' } } } },
    'a secret': {
      ...whole,
      secrets: {
        key: { name: 'key', origin: { kind: 'value', base64: '', from: { kind: 'provider', provider: 'p' } } },
      },
    },
    'a file': { ...whole, configs: { site: { name: 'site', origin: { kind: 'file', path: '/releases/c1/site' } } } },
  };
  for (const [what, given] of Object.entries(foreign)) {
    test(`is loaded in each round where it has ${what}`, async () => {
      await load(given);
      await load(given);
      assert.equal(loads, 2);
    });
  }

  test('is loaded in each round where images must be signed', async () => {
    const rules = { imageSignatures: [{ match: '**', keys: ['/etc/dockr/key.pem'] }] };
    await load(whole, { rules });
    await load(whole, { rules });
    assert.equal(loads, 2);
  });
});

function workOf(stack: Stack): Work {
  return { kind: 'stack', stack, loaded: stack, release: { commit: 'c1', directory: SOURCE.directory } };
}

function policyOf(rules: Partial<PolicyRules>): Policy {
  const placeOf = () => ({ file: 'policy.yaml', line: 1, column: 1, length: 1, text: '' });
  const sections = [{ match: null, rules, placeOf }];
  return policyFor({ file: 'policy.yaml', sections }, { name: 'shop', url: SHOP_URL });
}
