// Deployments with encrypted files: opened with the keys of the host, and with no others.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, globSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AgeKey, ageEncrypt, makeAgeKey } from '../support/age.ts';
import { sopsEncrypt } from '../support/sops-encrypt.ts';
import { DeployRig, deploySkipReason, stackFiles } from './deploy-rig.ts';

const skip = deploySkipReason() || (existsSync('/usr/bin/age') ? false : 'no /usr/bin/age (apt-get install age)');
const SENTINELS = [
  'sentinel-token-8d1f',
  'sentinel-pin-77aa',
  'sentinel-file-0b3c',
  'sentinel-licence-51e9',
  'sentinel-next-c0de',
];
const [TOKEN = '', PIN = '', FILE = '', LICENCE = '', NEXT = ''] = SENTINELS;

describe('a deployment with secrets', { skip }, () => {
  let rig: DeployRig;
  let key: AgeKey;
  let other: AgeKey;
  let config: string;
  let printed = '';

  before(async () => {
    rig = await DeployRig.start(undefined, (root) => ({ DOCKR_CONFIG_DIRECTORY: join(root.workDirectory, 'etc') }));
    config = rig.root.makeDirectory('etc');
    [key, other] = [makeAgeKey(), makeAgeKey()];
    putKey('shop/shop.txt', key);
    putKey('blog/blog.txt', other);
    const providers = { licence: { command: ['/bin/echo', LICENCE], stacks: ['shop'] } };
    writeFileSync(join(config, 'secrets.yaml'), JSON.stringify({ providers }));
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  function putKey(name: string, { text }: AgeKey, mode = 0o600): string {
    const path = join(config, 'keys', name);
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  function secretFiles(token: string, recipients = [key.recipient]): Readonly<Record<string, string | Buffer>> {
    // What is mounted is of one commit, and another one's is a change.
    const web = stackFiles('one')['stacks/shop/stack.yml'].replace(/ {4}volumes:\n.*\n/, '');
    const more = `    env_file: web.env
    secrets: [token, licence]
    configs: [{source: site, target: /site}]
secrets:
  token: {file: ./token.json}
  licence: {x-dockr: {exec: licence}}
configs:
  site: {file: ./site.age}
`;
    return {
      ...stackFiles('one'),
      'stacks/shop/stack.yml': `${web}${more}`,
      'stacks/shop/token.json': sopsEncrypt({ token }, { recipients, format: 'json' }),
      'stacks/shop/web.env': sopsEncrypt({ PIN }, { recipients, format: 'dotenv' }),
      'stacks/shop/site.age': ageEncrypt(FILE, recipients, { armor: true }),
    };
  }

  async function dockr(...words: readonly string[]) {
    const ended = await rig.dockr.run(words);
    printed += ended.stdout + ended.stderr;
    return ended;
  }
  const add = (name: string) =>
    dockr('deploy', 'add', name, '--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1h');
  const inside = (script: string): Promise<string> => rig.output('shop', ['/busybox', 'sh', '-c', script]);
  const errorOf = async (name: string): Promise<string | undefined> => (await rig.show(name)).error?.error.code;

  test('has them opened with the key of the host that is for it', async () => {
    await rig.repository.push(secretFiles(TOKEN));
    const { exitCode, stderr } = await add('shop');
    assert.equal(exitCode, 0, stderr + rig.dockr.daemonLog());
    assert.deepEqual(JSON.parse(await inside('/busybox cat /run/secrets/token')), { token: TOKEN });
    assert.equal(
      await inside('echo $PIN; /busybox cat /run/secrets/licence; echo; /busybox cat /site'),
      `${PIN}\n${LICENCE}\n${FILE}`,
    );
  });

  test('does nothing when they are encrypted anew without a change', async () => {
    await rig.repository.push(secretFiles(TOKEN));
    assert.match((await dockr('deploy', 'sync', 'shop')).stderr, /nothing to do/);
  });

  test('of another name has neither the key nor the provider, and starts nothing', async () => {
    const { exitCode } = await add('blog');
    assert.equal(exitCode, 1);
    assert.equal(await errorOf('blog'), 'no-key-fits');
    await rig.repository.push(secretFiles(TOKEN, [key.recipient, other.recipient]));
    await dockr('deploy', 'sync', 'blog');
    assert.equal(await errorOf('blog'), 'provider-not-allowed');
    assert.deepEqual(await rig.containers('blog'), []);
    await dockr('deploy', 'rm', '--down', 'blog');
  });

  test('goes on with what runs when the repository was tampered with', async () => {
    const [before] = await rig.containers('shop');
    const files = secretFiles(TOKEN);
    const text = String(files['stacks/shop/token.json']);
    await rig.repository.push({ ...files, 'stacks/shop/token.json': text.replace('"token"', '"admin"') });
    assert.equal((await dockr('deploy', 'sync', 'shop')).exitCode, 1);
    assert.equal(await errorOf('shop'), 'secret-tampered');
    assert.equal((await rig.containers('shop'))[0]?.id, before?.id);
  });

  test('cannot bring keys of its own, nor name a provider as a command', async () => {
    const mine = makeAgeKey();
    await rig.repository.push({
      ...secretFiles(TOKEN, [mine.recipient]),
      'stacks/shop/keys.txt': mine.text,
      'stacks/shop/.env': `SOPS_AGE_KEY_FILE=./keys.txt\nDOCKR_AGE_KEY_FILE=./keys.txt\nDOCKR_CONFIG_DIRECTORY=.\n`,
    });
    await dockr('deploy', 'sync', 'shop');
    assert.equal(await errorOf('shop'), 'no-key-fits');
    const files = secretFiles(TOKEN);
    const stack = String(files['stacks/shop/stack.yml']).replace('exec: licence', 'exec: [/bin/id]');
    await rig.repository.push({ ...files, 'stacks/shop/stack.yml': stack });
    await dockr('deploy', 'sync', 'shop');
    assert.equal(await errorOf('shop'), 'wrong-value');
  });

  test('is stopped by a key that others can read', async () => {
    const path = putKey('loose.txt', makeAgeKey(), 0o644);
    await rig.repository.push(secretFiles(TOKEN));
    await dockr('deploy', 'sync', 'shop');
    assert.equal(await errorOf('shop'), 'key-file-exposed');
    rmSync(path);
  });

  test('gets a changed secret with the next round, and a changed key with it', async () => {
    rmSync(join(config, 'keys/shop/shop.txt'));
    const next = makeAgeKey();
    putKey('shop/next.txt', next);
    await rig.repository.push(secretFiles(NEXT, [next.recipient]));
    assert.equal((await dockr('deploy', 'sync', 'shop')).exitCode, 0);
    assert.deepEqual(JSON.parse(await inside('/busybox cat /run/secrets/token')), { token: NEXT });
  });

  test('tells none of them, and stores none', async () => {
    for (const words of [
      ['deploy', 'show', 'shop'],
      ['deploy', 'list'],
      ['-p', 'shop', 'history'],
      ['inspect', 'shop'],
    ])
      for (const form of [[], ['--json']]) await dockr(...words, ...form);
    await dockr('inspect', 'shop-web-1', '--json');
    const state = globSync('**/*', { cwd: rig.root.stateDirectory }).map((file) => join(rig.root.stateDirectory, file));
    const files = state.filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile());
    for (const text of SENTINELS) {
      for (const form of [text, Buffer.from(text).toString('hex'), Buffer.from(text).toString('base64').slice(4, -4)]) {
        assert.ok(!printed.includes(form), `printed: ${text}`);
        for (const file of files) assert.ok(!readFileSync(file).includes(form), `${file}: ${text}`);
      }
    }
  });
});
