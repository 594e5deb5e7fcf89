// SECURITY.md row 9: what was opened is on a tmpfs that only root looks into, and sealed in the database; nowhere else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, globSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SealedBox } from '../../../src/core/sealed-box.ts';
import { Database } from '../../../src/store/database.ts';
import { SecretValueTable } from '../../../src/store/secret-values.ts';
import { type AgeKey, ageEncrypt, makeAgeKey } from '../../support/age.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';

const skip = deploySkipReason() || (existsSync('/usr/bin/age') ? false : 'no /usr/bin/age (apt-get install age)');
const TOKEN = 'sentinel-token-4c1d0f7a';
const NOBODY = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];

describe('the secrets that a host has opened', { skip }, () => {
  let rig: DeployRig;
  let key: AgeKey;
  let keys: string;

  before(async () => {
    rig = await DeployRig.start(undefined, (root) => ({ DOCKR_CONFIG_DIRECTORY: join(root.workDirectory, 'etc') }));
    keys = rig.root.makeDirectory('etc/keys');
    chmodSync(keys, 0o700);
    key = makeAgeKey();
    writeFileSync(join(keys, 'host.txt'), key.text, { mode: 0o600 });
    await rig.repository.push(files());
    await rig.dockr.ok([
      'deploy',
      'add',
      'shop',
      '--git',
      rig.repository.url,
      '--path',
      'stacks/shop',
      '--interval',
      '1h',
    ]);
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/run/secrets/token']), TOKEN);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  /** `more` stands in the service. */
  function files(more = '') {
    const web = stackFiles('one')['stacks/shop/stack.yml'].replace(/ {4}volumes:\n.*\n/, '');
    const secrets = '    secrets: [token]\nsecrets:\n  token: { file: ./token.age }\n';
    return {
      ...stackFiles('one'),
      'stacks/shop/stack.yml': web + more + secrets,
      'stacks/shop/token.age': ageEncrypt(TOKEN, [key.recipient]),
    };
  }

  /** The code of what became of these. */
  async function pushed(tree: Parameters<DeployRig['repository']['push']>[0]): Promise<string | undefined> {
    await rig.repository.push(tree);
    await rig.dockr.run(['deploy', 'sync', 'shop']);
    return (await rig.show('shop')).error?.error.code;
  }

  async function keptRunning(attack: () => Promise<void>): Promise<void> {
    const before = await rig.containers('shop');
    await attack();
    assert.deepEqual(
      (await rig.containers('shop')).map(({ id }) => id),
      before.map(({ id }) => id),
    );
  }

  test('another user of the host, who looks into every file of dockr', () => {
    const { stateDirectory, runDirectory } = rig.root;
    const search = ['grep', '--recursive', '--no-messages', '--files-with-matches', '--binary-files=text', TOKEN];
    const places = [stateDirectory, runDirectory];
    // Root does find it: on the tmpfs.
    const [found = ''] = spawnSync('/usr/bin/env', [...search, ...places], { encoding: 'utf8' }).stdout.split('\n');
    assert.ok(found.startsWith(runDirectory), found);
    assert.equal(spawnSync('setpriv', [...NOBODY, ...search, ...places], { encoding: 'utf8' }).stdout, '');
    for (const file of [found, join(stateDirectory, 'key'), join(stateDirectory, 'dockr.db'), join(keys, 'host.txt')]) {
      assert.ok(existsSync(file), file);
      assert.equal(spawnSync('setpriv', [...NOBODY, 'cat', file], { encoding: 'utf8' }).stdout, '', file);
    }
  });

  test('a thief of the database, who has a machine of his own', () => {
    const copy = rig.root.makeDirectory('stolen');
    for (const file of globSync('dockr.db*', { cwd: rig.root.stateDirectory }))
      cpSync(join(rig.root.stateDirectory, file), join(copy, file));
    using database = new Database(join(copy, 'dockr.db'));
    const [row, ...others] = database.all('SELECT digest FROM secret_values');
    assert.deepEqual(others, []);
    const digest = String(row?.['digest']);
    const table = (machineKey: Buffer) => new SecretValueTable(database, new SealedBox(() => machineKey));
    const own = readFileSync(join(rig.root.stateDirectory, 'key'));
    assert.equal(table(own).find(digest)?.toString(), TOKEN);
    assert.equal(table(Buffer.alloc(own.length, 7)).find(digest), undefined);
    // Nor does it open for whoever puts it in the place of another, which a container of his would be given.
    database.run('UPDATE secret_values SET digest = ?', 'of-another');
    assert.equal(table(own).find('of-another'), undefined);
  });

  test('a repository that puts what is encrypted into an image, and looks whether it is opened there', async () => {
    const tree = files();
    const Dockerfile = 'FROM scratch\nCOPY busybox /busybox\nCOPY token.age /token.age\n';
    const image = { 'image/Dockerfile': Dockerfile, 'image/token.age': tree['stacks/shop/token.age'] };
    assert.equal(await pushed({ ...tree, ...image }), undefined);
    assert.match(await rig.output('shop', ['/busybox', 'head', '-n', '1', '/token.age']), /^age-encryption\.org/);
    assert.deepEqual(filesWith(TOKEN), []);
  });

  test('a repository that mounts what is encrypted as it lies in its release', async () => {
    assert.equal(await pushed(files('    volumes: ["./token.age:/mounted"]\n')), undefined);
    assert.match(await rig.output('shop', ['/busybox', 'head', '-n', '1', '/mounted']), /^age-encryption\.org/);
    assert.deepEqual(filesWith(TOKEN), []);
  });

  const TELL = '/busybox cat /run/secrets/token; echo; /busybox cat /run/secrets/token >&2; exit 3';
  const CHECK = `healthcheck: { test: ["CMD", "/busybox", "sh", "-c", "${TELL}"], interval: 1s, retries: 1 }`;
  const waitingFor = (condition: string): string =>
    `services:\n  waiting:\n    build: ../../image\n    depends_on: { web: { condition: ${condition} } }\n`;
  const telling: Readonly<Record<string, (stack: string) => string>> = {
    'a hook': (stack) =>
      stack.replace('    secrets:', `    post_start: [{ command: ["/busybox", "sh", "-c", "${TELL}"] }]\n    secrets:`),
    'a health check': (stack) =>
      stack.replace('    secrets:', `    ${CHECK}\n    secrets:`).replace('services:\n', waitingFor('service_healthy')),
    'a program': (stack) =>
      stack
        .replace(/command: .*/, `command: ["/busybox", "sh", "-c", "${TELL}"]`)
        .replace('services:\n', waitingFor('service_completed_successfully')),
  };
  for (const [who, change] of Object.entries(telling)) {
    test(`${who} that tells its secret and fails, so that what it said is kept`, async () => {
      const tree = files();
      assert.ok(await pushed({ ...tree, 'stacks/shop/stack.yml': change(tree['stacks/shop/stack.yml']) }));
      assert.match(JSON.stringify((await rig.show('shop')).error), /‹secret›/);
      assert.deepEqual(filesWith(TOKEN), []);
      assert.equal(await pushed(files()), undefined);
    });
  }

  test('somebody who may put keys into the folder of the keys', () =>
    keptRunning(async () => {
      chmodSync(keys, 0o770);
      assert.equal(await pushed(files('    hostname: other\n')), 'key-file-exposed');
      chmodSync(keys, 0o700);
    }));

  test('a key that is of another user, whatever its mode is', () =>
    keptRunning(async () => {
      const planted = join(keys, 'planted.txt');
      writeFileSync(planted, makeAgeKey().text, { mode: 0o600 });
      chownSync(planted, 65534, 65534);
      assert.equal(await pushed(files('    hostname: other\n')), 'key-file-exposed');
      chownSync(planted, 0, 0);
    }));

  test('a thief who comes when it was replaced, and nothing goes back to it', async () => {
    const history = 'x-dockr: { history: 1 }\n';
    const digests = () => {
      using database = new Database(join(rig.root.stateDirectory, 'dockr.db'));
      return database.all('SELECT digest FROM secret_values').map((row) => String(row['digest']));
    };
    const replaced = digests();
    assert.equal(replaced.length, 1);
    for (const token of ['sentinel-second-90aa', 'sentinel-third-77fe', 'sentinel-fourth-1b2c']) {
      const tree = files();
      const stack = history + tree['stacks/shop/stack.yml'];
      const encrypted = ageEncrypt(token, [key.recipient]);
      assert.equal(
        await pushed({ ...tree, 'stacks/shop/stack.yml': stack, 'stacks/shop/token.age': encrypted }),
        undefined,
      );
    }
    assert.equal(await rig.output('shop', ['/busybox', 'cat', '/run/secrets/token']), 'sentinel-fourth-1b2c');
    assert.deepEqual(
      digests().filter((digest) => replaced.includes(digest)),
      [],
    );
  });

  test('whoever looks into the memory file system when the stack has gone', async () => {
    await rig.dockr.ok(['deploy', 'rm', '--down', 'shop']);
    const left = globSync('**/*', { cwd: rig.root.runDirectory }).map((file) => join(rig.root.runDirectory, file));
    assert.deepEqual(
      left.filter((file) => contains(file, 'sentinel-')),
      [],
    );
  });

  /** Of the state directory. */
  function filesWith(text: string): readonly string[] {
    const paths = globSync('**/*', { cwd: rig.root.stateDirectory }).map((file) => join(rig.root.stateDirectory, file));
    const forms = [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').slice(0, -4)];
    return paths.filter((path) => forms.some((form) => contains(path, form)));
  }
});

function contains(path: string, text: string): boolean {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  return readFileSync(path).includes(text);
}
