// Files of the host that declare deployments, from their first line to their removal.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { waitFor } from '../../support/wait-for.ts';
import { SHOP_URL } from '../declared.ts';
import { codeOf, DeclarationBench, SERVICE } from './declaration-bench.ts';

const declared = (name: string, more = ''): string => `name: ${name}\nsource: { url: ${SHOP_URL} }\n${more}`;

async function benchWithShop(more = ''): Promise<DeclarationBench> {
  const bench = new DeclarationBench();
  bench.shop.push({ 'stack.yml': SERVICE });
  bench.write('shop.yaml', declared('shop', more));
  await bench.look();
  return bench;
}

describe('a file of declarations', () => {
  test('is deployed, and says where the deployment comes from', async () => {
    await using bench = await benchWithShop();
    assert.deepEqual(bench.machine, ['shop web']);
    const { origin, generation } = bench.agent.get('shop').record;
    assert.deepEqual([origin, generation], [{ kind: 'file', path: join(bench.place, 'shop.yaml') }, 1]);
  });

  test('is a new generation when it changes, which is deployed though there is no new commit', async () => {
    await using bench = await benchWithShop();
    bench.write('shop.yaml', declared('shop', 'variables: { LEVEL: 2 }\n'));
    await bench.look();
    const { generation, applied } = bench.agent.get('shop').record;
    assert.deepEqual([generation, applied?.generation], [2, 2]);
    assert.deepEqual(bench.machine, ['shop web', 'shop web']);
    assert.deepEqual(
      bench.agent.history('shop').map(({ cause, outcome, generation }) => `${cause} ${outcome} ${generation}`),
      ['first applied 1', 'declaration applied 2'],
    );
  });

  test('that is written again with the same in it changes nothing', async () => {
    await using bench = await benchWithShop();
    bench.write('shop.yaml', `# a comment\n${declared('shop', 'interval: 60s\n')}`);
    await bench.look();
    assert.deepEqual([bench.agent.get('shop').record.generation, bench.machine], [1, ['shop web']]);
  });

  test('that is broken keeps what it said, and is told with its place', async () => {
    await using bench = await benchWithShop();
    bench.write('shop.yaml', declared('shop', 'intervall: 5m\n'));
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [['shop'], ['unknown-key 3']]);
    bench.write('shop.yaml', declared('shop', 'interval: 5m\n'));
    await bench.look();
    assert.deepEqual([bench.agent.get('shop').record.declaration.intervalMs, bench.problems], [300_000, []]);
  });

  test('whose content this host does not take is told with its place, too', async () => {
    await using bench = await benchWithShop();
    bench.write('more.yaml', `${declared('shop2', 'verify: { mode: head, keyring: /nonexistent/keys }\n')}`);
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [['shop'], ['signers-not-found 2']]);
  });

  test('that is gone takes its deployment away, and leaves the stack', async () => {
    await using bench = await benchWithShop();
    bench.remove('shop.yaml');
    await bench.look();
    assert.deepEqual([bench.names, bench.machine], [[], ['shop web']]);
  });

  test('that is gone takes the stack along where it was declared so', async () => {
    await using bench = await benchWithShop('removal: down\n');
    bench.remove('shop.yaml');
    await bench.look();
    assert.deepEqual([bench.names, bench.machine], [[], ['shop web', 'down shop']]);
  });

  test('that is replaced is not there for a moment, which takes nothing away', async () => {
    await using bench = await benchWithShop('removal: down\n');
    bench.remove('shop.yaml');
    await bench.files.look();
    bench.write('shop.yaml', declared('shop', 'removal: down\n'));
    await bench.look();
    assert.deepEqual([bench.names, bench.machine], [['shop'], ['shop web']]);
  });

  test('that is just being written is not read yet', async () => {
    await using bench = await benchWithShop('removal: down\n');
    bench.write('shop.yaml', '', 100);
    bench.write('half.yaml', declared('half'), 100);
    await bench.look();
    assert.deepEqual([bench.names, bench.problems, bench.machine], [['shop'], [], ['shop web']]);
    bench.write('shop.yaml', declared('shop'), 100);
    await bench.clock.advance(500);
    await waitFor('the file', () => bench.names.length === 2);
    assert.deepEqual(bench.names, ['half', 'shop']);
  });

  test('may be renamed', async () => {
    await using bench = await benchWithShop('removal: down\n');
    renameSync(join(bench.place, 'shop.yaml'), join(bench.place, 'web.yaml'));
    await bench.look();
    const { origin, generation } = bench.agent.get('shop').record;
    assert.deepEqual([origin, generation], [{ kind: 'file', path: join(bench.place, 'web.yaml') }, 1]);
    assert.deepEqual(bench.machine, ['shop web']);
  });

  test('does not get a name that another file, or a person, has taken', async () => {
    await using bench = await benchWithShop();
    bench.write('a.yaml', declared('shop', 'interval: 9m\n'));
    await bench.look();
    assert.deepEqual(bench.problems, ['deployment-exists -']);
    assert.equal(bench.agent.get('shop').record.declaration.intervalMs, 60_000);
    bench.remove('a.yaml');
    await bench.add(declared('mine'));
    bench.write('b.yaml', declared('mine'));
    await bench.look();
    assert.deepEqual(bench.problems, ['deployment-exists 2']);
    assert.equal(bench.agent.get('mine').record.origin.kind, 'command');
    assert.equal(await codeOf(bench.add(declared('shop'))), 'deployment-exists');
    assert.throws(() => bench.agent.checkOwn('shop'), { code: 'declared-elsewhere' });
  });

  test('counts where its hosts are, and no longer when they are others', async () => {
    await using bench = await benchWithShop('hosts: [{ name: "web-*", labels: { region: eu } }]\nremoval: down\n');
    assert.deepEqual(bench.names, ['shop']);
    bench.write('db.yaml', declared('db', 'hosts: ["db-*"]\n'));
    bench.write('shop.yaml', declared('shop', 'hosts: [{ labels: { region: us } }]\nremoval: down\n'));
    await bench.look();
    // What it said last, it said for this machine: the stack goes as it was declared then.
    assert.deepEqual([bench.names, bench.machine, bench.problems], [[], ['shop web', 'down shop'], []]);
    assert.equal(await codeOf(bench.add(declared('db', 'hosts: ["db-*"]\n'))), 'not-for-this-host');
  });

  test('may give a name to something else on each machine', async () => {
    await using bench = await benchWithShop('hosts: ["db-*"]\n');
    assert.deepEqual(bench.names, []);
    bench.write('web.yaml', declared('shop', 'hosts: ["web-*"]\n'));
    bench.write('both.yaml', `${declared('blog', 'hosts: ["db-*"]\n')}---\n${declared('blog', 'hosts: ["web-*"]\n')}`);
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [['blog', 'shop'], []]);
    const here = declared('wiki', 'hosts: ["web-*"]\n');
    bench.write('twice.yaml', `${here}---\n${here}`);
    await bench.look();
    assert.deepEqual(bench.problems, ['deployment-exists -']);
  });

  test('with what counts in one environment alone has it there', async () => {
    const bench = new DeclarationBench();
    await using _ = bench;
    bench.shop.push({ 'stack.yml': SERVICE, 'more.yml': 'services:\n  extra: { image: "busybox:$TAG" }\n' });
    bench.write(
      'shop.yaml',
      declared('shop', 'environments: { live: { hosts: ["web-*"], files: more.yml, variables: { TAG: 1.10 } } }\n'),
    );
    await bench.look();
    assert.deepEqual(bench.machine, ['shop extra,web']);
  });

  test('that suspends the deployment is stronger than "resume"', async () => {
    await using bench = await benchWithShop();
    bench.write('shop.yaml', declared('shop', 'suspend: true\n'));
    await bench.look();
    assert.throws(() => bench.agent.resume('shop'), { code: 'declared-elsewhere' });
    bench.shop.push({ 'stack.yml': SERVICE });
    await bench.clock.advance(3_600_000);
    await bench.idle();
    assert.deepEqual(bench.machine, ['shop web']);
    bench.write('shop.yaml', declared('shop'));
    await bench.look();
    assert.equal(bench.agent.get('shop').record.applied?.commit, 'c2');
  });
});

describe('the folder of declarations', () => {
  test('that is not there takes nothing away, an empty one does', async () => {
    await using bench = await benchWithShop();
    rmSync(bench.place, { recursive: true });
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [['shop'], ['declarations-not-found -']]);
    mkdirSync(bench.place);
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [[], []]);
  });

  test('that others can write to is not read', async () => {
    await using bench = await benchWithShop();
    bench.write('evil.yaml', declared('evil'));
    chmodSync(bench.place, 0o777);
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [['shop'], ['host-file-not-safe -']]);
    chmodSync(bench.place, 0o755);
    chmodSync(join(bench.place, 'evil.yaml'), 0o666);
    await bench.look();
    assert.deepEqual([bench.names, bench.problems], [['shop'], ['host-file-not-safe -']]);
  });

  test('is followed by its changes and by a timer', async () => {
    await using bench = await benchWithShop();
    bench.write('more.yaml', declared('more'));
    await bench.clock.advance(30_000);
    await waitFor('the file', () => bench.names.length === 2);
    bench.write('another.yaml', declared('another'));
    // The kernel tells, and the clock that moves is not the timer's half minute.
    await waitFor('the change', async () => {
      await bench.clock.advance(50);
      return bench.names.length === 3;
    });
    assert.deepEqual(bench.names, ['another', 'more', 'shop']);
  });
});
