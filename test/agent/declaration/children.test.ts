// Deployments that make deployments: folders with stacks, and files that declare some.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inheritTrust } from '../../../src/agent/declaration/children/inherit-trust.ts';
import { waitFor } from '../../support/wait-for.ts';
import { declarationOf, SHOP_URL } from '../declared.ts';
import { DeclarationBench, SERVICE } from './declaration-bench.ts';

const discovering = (more = ''): string => `name: fleet\nsource: { url: ${SHOP_URL} }\npath: stacks/*\n${more}`;
const declaring = (more = ''): string =>
  `name: fleet\nsource: { url: ${SHOP_URL} }\npath: deployments\ncontent: deployments\n${more}`;
const child = (name: string, more = ''): string => `name: ${name}\nsource: { url: https://x/${name}.git }\n${more}`;

function stacks(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`stacks/${name}/compose.yaml`, SERVICE]));
}

/** The error that a deployment has, as `CODE` or `CODE LINE`. */
function errorOf(bench: DeclarationBench, name = 'fleet'): string | undefined {
  const error = bench.agent.get(name).record.error?.error;
  return error && [error.code, error.at?.line].filter((part) => part !== undefined).join(' ');
}

describe('a path with a pattern', () => {
  test('makes a deployment of each folder with a stack file, which goes when the folder does', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push({ ...stacks('blog', 'shop', 'wiki'), 'stacks/docs/readme.md': '' });
    await bench.add(discovering());
    await bench.idle();
    assert.deepEqual(bench.names, ['fleet', 'fleet-blog', 'fleet-shop', 'fleet-wiki']);
    assert.deepEqual(bench.machine.toSorted(), ['fleet-blog web', 'fleet-shop web', 'fleet-wiki web']);
    const { declaration, origin } = bench.agent.get('fleet-shop').record;
    assert.deepEqual([declaration.path, declaration.discover], ['stacks/shop', []]);
    assert.deepEqual(origin, { kind: 'deployment', parent: 'fleet', path: 'stacks/shop' });
    bench.shop.push(stacks('blog', 'shop', 'new'));
    await bench.sync('fleet');
    // Releases of a deployment begin that far apart.
    await bench.clock.advance(3_000);
    await bench.idle();
    assert.deepEqual(bench.names, ['fleet', 'fleet-blog', 'fleet-new', 'fleet-shop']);
    assert.ok(bench.machine.includes('down fleet-wiki'));
    // They are told of the commit, and need not wait for their own time.
    assert.equal(bench.agent.get('fleet-blog').record.applied?.commit, 'c2');
  });

  test('keeps the stacks of what is gone where that is declared', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push(stacks('a', 'b', 'c'));
    await bench.add(discovering('children: { removal: keep }\n'));
    bench.shop.push(stacks('a', 'b'));
    await bench.sync('fleet');
    await bench.idle();
    assert.deepEqual(bench.names, ['fleet', 'fleet-a', 'fleet-b']);
    assert.deepEqual(
      bench.machine.filter((line) => line.startsWith('down')),
      [],
    );
  });

  test('may go through folders of folders', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push(stacks('eu/shop', 'eu/blog', 'us/deep/shop'));
    await bench.add(`name: fleet\nsource: { url: ${SHOP_URL} }\npath: stacks\ndiscover: ["eu/*", "us/**"]\n`);
    assert.deepEqual(bench.names, ['fleet', 'fleet-blog', 'fleet-deep-shop', 'fleet-shop']);
  });

  test('takes the files that are declared as what makes a stack', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push({ 'stacks/a/base.yaml': SERVICE, ...stacks('b') });
    await bench.add(discovering('files: base.yaml\n'));
    assert.deepEqual(bench.names, ['fleet', 'fleet-a']);
  });

  test('is removed with all that it made', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push(stacks('a', 'b'));
    await bench.add(discovering());
    await bench.idle();
    const context = { emit: () => {}, signal: new AbortController().signal };
    await bench.agent.remove('fleet', { down: true, ...context });
    assert.deepEqual(bench.names, []);
    assert.deepEqual(bench.machine.slice(-2).toSorted(), ['down fleet-a', 'down fleet-b']);
    await bench.add(discovering());
    await bench.idle();
    const before = bench.machine.length;
    await bench.agent.remove('fleet', { down: false, ...context });
    assert.deepEqual([bench.names, bench.machine.length], [[], before]);
  });

  test('that is cut short by the end of the daemon leaves nothing running, and goes on at the next start', async () => {
    await using bench = new DeclarationBench();
    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    bench.shop.push(stacks(...names));
    const adding = bench.add(discovering()).catch(() => {});
    await waitFor('some of them', () => bench.names.length > 3, { intervalMs: 1 });
    await bench.agent.close();
    await adding;
    assert.ok(bench.names.length < 31, `${bench.names.length}`);
    assert.equal(bench.clock.pending, 0);
    assert.equal(bench.table.find('fleet')?.applied, null);
    await bench.restart();
    await bench.idle();
    assert.equal(bench.names.length, 31);
    assert.equal(new Set(bench.machine).size, 30);
  });

  test('does not take a name from a person', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push({ 'stack.yml': SERVICE, ...stacks('a', 'b') });
    await bench.add(`name: fleet-b\nsource: { url: ${SHOP_URL} }\n`);
    await bench.add(discovering());
    assert.deepEqual([errorOf(bench), bench.names], ['deployment-exists', ['fleet', 'fleet-b']]);
  });
});

describe('a folder of declarations in a repository', () => {
  test('makes the deployments that its files declare, for this machine', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push({
      'deployments/a.yaml': `${child('fleet-a')}---\n${child('fleet-b', 'hosts: ["db-*"]\n')}`,
      'deployments/c.json': '{"name": "fleet-c", "source": {"url": "https://x/c.git"}, "interval": "2m"}',
      'deployments/readme.md': 'nothing',
    });
    for (const url of ['https://x/fleet-a.git', 'https://x/c.git'])
      bench.repository(url).push({ 'stack.yml': SERVICE });
    await bench.add(declaring('interval: 90s\n'));
    await bench.idle();
    assert.deepEqual(bench.names, ['fleet', 'fleet-a', 'fleet-c']);
    assert.deepEqual(bench.machine, ['fleet-a web', 'fleet-c web']);
    const intervals = ['fleet-a', 'fleet-c'].map((name) => bench.agent.get(name).record.declaration.intervalMs);
    assert.deepEqual(intervals, [90_000, 120_000]);
  });

  test('a file that is broken keeps all as it was, and is told with its place', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push({ 'deployments/a.yaml': child('fleet-a'), 'deployments/b.yaml': child('fleet-b') });
    await bench.add(declaring());
    bench.shop.push({ 'deployments/a.yaml': child('fleet-a', 'intervall: 9m\n') });
    await bench.sync('fleet');
    assert.deepEqual([errorOf(bench), bench.names], ['unknown-key 3', ['fleet', 'fleet-a', 'fleet-b']]);
  });

  test('one that changed is a new generation', async () => {
    await using bench = new DeclarationBench();
    bench.shop.push({ 'deployments/a.yaml': child('fleet-a') });
    await bench.add(declaring());
    bench.shop.push({ 'deployments/a.yaml': child('fleet-a', 'path: other\n') });
    await bench.sync('fleet');
    const { generation, declaration } = bench.agent.get('fleet-a').record;
    assert.deepEqual([generation, declaration.path], [2, 'other']);
  });

  test('children have the trust of their parent, may be stricter with its keys, and get its credentials for its repository alone', () => {
    const verify = { mode: 'head', allowedSigners: '/keys', keyring: null } as const;
    const auth = { kind: 'token', username: '', file: '/token' } as const;
    const trusted = declarationOf({
      content: 'deployments',
      verify,
      auth,
      policies: ['/a'],
      decrypt: { keys: ['/k'] },
    });
    const parent = { name: 'fleet', declaration: trusted, ancestors: [] };
    const placeOf = () => ({ file: 'a.yaml', line: 1, column: 1, length: 1 });
    const plain = inheritTrust(parent, declarationOf({ path: 'x' }), placeOf);
    assert.deepEqual(
      [plain.verify, plain.policies, plain.auth, plain.decrypt],
      [verify, ['/a'], auth, { keys: ['/k'] }],
    );
    const elsewhere = { kind: 'git', url: 'https://x/y', ref: { kind: 'head' } } as const;
    const range = { ...verify, mode: 'range' } as const;
    const stricter = inheritTrust(parent, declarationOf({ source: elsewhere, verify: range }), placeOf);
    assert.deepEqual([stricter.verify, stricter.auth, stricter.decrypt], [range, null, null]);
  });
});
