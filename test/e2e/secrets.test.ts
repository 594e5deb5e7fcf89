// Encrypted files and providers of secrets: what is in them reaches the container, and nothing else ever has it.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { RevisionSummary } from '../../src/api/messages.ts';
import { type AgeKey, ageEncrypt, makeAgeKey } from '../support/age.ts';
import { rebootMachine } from '../support/reboot.ts';
import { sopsEncrypt } from '../support/sops-encrypt.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { jsonLines, Scenario, StackUnderTest } from './scenario.ts';

const commandFiles = globSync('*.ts', { cwd: resolve(import.meta.dirname, '../../src/cli/commands') });
const skip = needsRegistry.skip || (existsSync('/usr/bin/age') ? false : 'no /usr/bin/age (apt-get install age)');

describe('the secrets of a stack', { skip }, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  let key: AgeKey;
  /** Everything that any command has printed. */
  let printed = '';
  const sentinels = new Set<string>();

  before(async () => {
    scenario = await Scenario.open({ DOCKR_CONFIG_DIRECTORY: '/nowhere' });
    const host = scenario.root.makeDirectory('host');
    writeFileSync(
      join(host, 'secrets.yaml'),
      JSON.stringify({ providers: { 'shop-pin': printing(sentinel('from-provider')) } }),
    );
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    key = makeAgeKey();
    const keyFile = join(scenario.root.workDirectory, 'keys.txt');
    writeFileSync(keyFile, key.text, { mode: 0o600 });
    const environment = {
      DOCKR_AGE_KEY_FILE: keyFile,
      DOCKR_CONFIG_DIRECTORY: host,
      VARIABLE: sentinel('from-variable'),
    };
    stack = new StackUnderTest(scenario, scenario.writeFolder('vault', {}), environment);
    write('first');
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  function sentinel(name: string): string {
    const text = `sentinel-${name}-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
    sentinels.add(text);
    return text;
  }

  function printing(text: string): object {
    return { command: ['/bin/sh', '-c', `echo ${text}`], stacks: ['vault'] };
  }

  function write(round: string, more: object = {}): void {
    const recipients = [key.recipient];
    const put = (name: string, bytes: string | Buffer): void => writeFileSync(join(stack.folder, name), bytes);
    put('token.yaml', sopsEncrypt({ token: sentinel(`sops-${round}`) }, { recipients, format: 'yaml' }));
    put(
      'site.conf.age',
      ageEncrypt(Buffer.concat([Buffer.from([0, 255]), Buffer.from(sentinel(`age-${round}`))]), recipients),
    );
    put(
      'web.env',
      sopsEncrypt(
        { PIN: sentinel(`env-${round}`), LEVEL: `${sentinel(`level-${round}`)}$HOME` },
        { recipients, format: 'dotenv' },
      ),
    );
    const web = {
      image: served.images.busybox.byTag,
      command: ['sleep', '1000000'],
      stop_grace_period: '0s',
      restart: 'always',
      env_file: ['web.env'],
      environment: { ROUND: round },
      secrets: ['token', 'pin', 'variable'],
      configs: [{ source: 'site', target: '/etc/site.conf' }],
      ...more,
    };
    const file = {
      name: 'vault',
      services: { web },
      secrets: {
        token: { file: './token.yaml' },
        pin: { 'x-dockr': { exec: 'shop-pin' } },
        variable: { environment: 'VARIABLE' },
      },
      configs: { site: { file: './site.conf.age' } },
    };
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify(file, null, 2));
  }

  /** Runs a command, whose output counts for the test of what is told. */
  async function run(...words: readonly string[]) {
    const ended = await stack.run(words);
    printed += ended.stdout + ended.stderr;
    return ended;
  }

  async function runClean(command: string, words: readonly string[]): Promise<void> {
    const { stdout, stderr } = await run(...command.split('-'), ...words);
    checkClean(`dockr ${command} ${words.join(' ')}`, Buffer.from(stdout + stderr));
  }

  /** A command without an end, while the containers are made anew. */
  async function followed(...words: readonly string[]): Promise<void> {
    const during = async (child: ChildProcess, seen: () => string): Promise<void> => {
      await waitFor('an event', async () => {
        await run('up', '-d', '--force-recreate');
        return seen().length > 0;
      });
      child.kill('SIGINT');
    };
    const { cwd, environment } = { cwd: stack.folder, environment: stack.environment };
    const { stdout, stderr } = await scenario.dockr.run(words, { cwd, environment, during });
    assert.notEqual(stdout + stderr, '');
    checkClean(words.join(' '), Buffer.from(stdout + stderr));
  }

  async function ok(...words: readonly string[]) {
    const ended = await run(...words);
    assert.equal(ended.exitCode, 0, `${words.join(' ')}\n${ended.stdout}${ended.stderr}${scenario.dockr.daemonLog()}`);
    return ended;
  }

  async function checkInside(round: string): Promise<void> {
    const read = (script: string): Promise<string> => stack.sh('web', script);
    assert.equal(await read('cat /run/secrets/token'), `token: ${sentinel(`sops-${round}`)}`);
    assert.equal(await read('cat /run/secrets/pin'), sentinel('from-provider'));
    assert.equal(await read('cat /run/secrets/variable'), sentinel('from-variable'));
    assert.equal(await read('tail -c +3 /etc/site.conf'), sentinel(`age-${round}`));
    assert.equal(await read('wc -c < /etc/site.conf'), String(sentinel(`age-${round}`).length + 2));
    assert.equal(await read('echo "$PIN $ROUND"'), `${sentinel(`env-${round}`)} ${round}`);
    assert.equal(await read('echo "$LEVEL"'), `${sentinel(`level-${round}`)}$HOME`);
    assert.match(await read('grep " /run/secrets/token " /proc/mounts'), /^tmpfs /);
  }

  test('are opened for the container', async () => {
    await ok('up', '-d');
    await checkInside('first');
  });

  test('that did not change leave everything as it is, though SOPS encrypted them anew', async () => {
    const { id } = await stack.container('web');
    write('first');
    assert.match((await ok('up', '-d')).stderr, /nothing to do|unchanged/i);
    assert.equal((await stack.container('web')).id, id);
  });

  test('that changed are a reason to recreate, and neither value is told', async () => {
    write('second');
    const plan = await run('plan');
    assert.match(plan.stdout, /secretEnvironment\.PIN content changed/);
    await ok('up', '-d');
    await checkInside('second');
  });

  test('come back with an earlier revision, though its files are gone', async () => {
    await ok('rollback');
    await checkInside('first');
    await ok('up', '-d');
    await checkInside('second');
  });

  test('are there after the daemon was killed and the container starts again', async () => {
    const pid = scenario.dockr.daemonPid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await waitFor('another daemon', async () => (await stack.run(['ps'])).exitCode === 0);
    await ok('restart', 'web');
    await checkInside('second');
  });

  test('are there after a reboot, though nobody gives a key', async () => {
    await rebootMachine(scenario.dockr);
    await scenario.dockr.ok(['ps', '--all-stacks'], { environment: { DOCKR_BOOT_ID: 'another' } });
    await waitFor('the container', async () => (await stack.container('web')).status === 'running');
    await checkInside('second');
  });

  test('that somebody changes on the host are drift', async () => {
    const { id } = await stack.container('web');
    const folder = globSync(join(scenario.root.runDirectory, '**', id, '**', 'files')).at(0) ?? '';
    const names = readdirSync(folder).map((name) => join(folder, name));
    const file = names.find((path) => readFileSync(path, 'utf8').includes(sentinel('age-second'))) ?? '';
    chmodSync(file, 0o600);
    writeFileSync(file, 'changed');
    const drift = await run('drift');
    assert.match(drift.stdout, /files/);
    await ok('up', '-d', '--force-recreate');
    await checkInside('second');
  });

  test('are in no output of any command', async () => {
    const planFile = join(stack.folder, 'plan.json');
    const [first] = jsonLines<RevisionSummary>((await ok('history', '--json')).stdout).toReversed();
    const oldest = String(first?.revision ?? 1);
    const name = 'vault-web-1';
    /** The words behind each command; null where it is of no stack, or tried in another way. */
    const lines: Readonly<Record<string, readonly (readonly string[])[] | null>> = {
      apply: null,
      'audit-show': [[], ['--json']],
      'audit-verify': [[]],
      build: [[]],
      completion: [['bash']],
      config: [
        [],
        ['--json'],
        ['--services'],
        ['--variables'],
        ['--origin'],
        ['--no-interpolate'],
        ['--hash', '*'],
        ['--format', 'json'],
      ],
      'daemon-stop': null,
      'daemon-start': null,
      daemon: null,
      'deploy-add': null,
      'deploy-adopt': [['vault', '--git', 'https://127.0.0.1:9/vault.git']],
      'deploy-history': [['vault']],
      'deploy-list': [[], ['--json']],
      'deploy-preview': [['vault', '--branch', 'main']],
      'deploy-preview-list': [[], ['--json']],
      'deploy-preview-rm': [['vault']],
      'deploy-resume': [['vault']],
      'deploy-rm': [['vault']],
      'deploy-rollback': [['vault']],
      'deploy-show': [['vault']],
      'deploy-status': [[], ['--json']],
      'deploy-suspend': [['vault']],
      'deploy-sync': [['vault']],
      diff: [[oldest], [oldest, '--json']],
      doctor: [[], ['--json']],
      drift: [[], ['--json']],
      events: null,
      exec: [['web', 'true']],
      explain: [['web'], ['web', '--json']],
      help: [[]],
      history: [[], ['--json'], [oldest], [oldest, '--json']],
      images: [[], ['--json']],
      info: [[], ['--json']],
      inspect: [[name], ['vault'], [name, '--json'], ['vault', '--json'], [served.images.busybox.byTag]],
      install: [['--dry-run']],
      kill: [['-s', 'USR1', 'web']],
      logs: [[], ['--json']],
      ls: [[], ['--json']],
      'network-inspect': [['vault_default'], ['vault_default', '--json']],
      'network-ls': [[], ['--json']],
      'network-rm': [['vault_default']],
      'node-inspect': [['one']],
      'node-ls': [[], ['--json']],
      plan: [[], ['--json'], ['-o', planFile], ['--force-recreate', '--json']],
      port: [['web', '80']],
      promote: [[]],
      ps: [[], ['--json'], ['--all', '--all-stacks']],
      pull: [[]],
      restart: [['web'], ['web', '--json']],
      rm: [['web']],
      rmi: [['nothing']],
      rollback: [['--to', oldest, '--json'], [oldest]],
      run: [['--rm', served.images.busybox.byTag, 'true']],
      start: [['web']],
      stats: [['--no-stream'], ['--no-stream', '--json']],
      stop: [['web']],
      top: [[], ['--json']],
      up: [
        ['-d'],
        ['-d', '--json', '--force-recreate'],
        ['-d', '--trace', join(stack.folder, 'trace.json')],
        ['--dry-run'],
      ],
      upgrade: [['--from', join(stack.folder, 'nothing.tar.gz')]],
      version: [[], ['--json']],
      'volume-ls': [[]],
      'volume-rm': [['nothing']],
      wait: null,
      watch: null,
      down: null,
    };
    const commands = commandFiles.map((file) => basename(file, '.ts')).sort();
    assert.deepEqual(commands, Object.keys(lines).sort(), 'a command is missing here');
    for (const command of commands) for (const words of lines[command] ?? []) await runClean(command, words);
    await followed('events', '--json');
    await followed('watch', '--no-up');
    await run('up', '-d');
    await run('plan', '--force-recreate', '-o', planFile);
    await run('apply', planFile);
    checkClean('the output of the commands', Buffer.from(printed));
    for (const file of ['plan.json', 'trace.json']) checkClean(file, readFileSync(join(stack.folder, file)));
  });

  test('are in no file of the state directory, and in no list of arguments', async () => {
    const files = globSync('**/*', { cwd: scenario.root.stateDirectory }).map((file) =>
      join(scenario.root.stateDirectory, file),
    );
    const read = files.filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile());
    assert.ok(read.some((file) => file.endsWith('dockr.db')) && read.some((file) => file.endsWith('daemon.log')));
    for (const file of read) checkClean(file, readFileSync(file));
    for (const file of globSync('/proc/[0-9]*/cmdline')) {
      if (!file.includes(`/${process.pid}/`)) checkClean(file, readIfThere(file));
    }
  });

  test('are not opened by a key of somebody else, which is told with the short name of the recipient', async () => {
    const other = join(scenario.root.workDirectory, 'other.txt');
    writeFileSync(other, makeAgeKey().text, { mode: 0o600 });
    const { exitCode, stderr } = await run('--age-key', other, 'up', '-d');
    assert.equal(exitCode, 3);
    assert.match(stderr, /error\[no-key-fits\]/);
    assert.match(stderr, new RegExp(key.recipient.slice(0, 12)));
    assert.ok(!stderr.includes(key.recipient));
  });

  test('need a key file that nobody else can read', async () => {
    const open = join(scenario.root.workDirectory, 'open.txt');
    writeFileSync(open, key.text);
    chmodSync(open, 0o644);
    const { exitCode, stderr } = await run('--age-key', open, 'up', '-d');
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[key-file-exposed\]/);
    assert.doesNotMatch(stderr, /AGE-SECRET/);
  });

  test('cannot be had from a provider that is not for the stack', async () => {
    const host = scenario.root.makeDirectory('other-host');
    const providers = { 'shop-pin': { ...printing('x'), stacks: ['shop'] } };
    writeFileSync(join(host, 'secrets.yaml'), JSON.stringify({ providers }));
    const { exitCode, stderr } = await stack.run(['up', '-d'], { DOCKR_CONFIG_DIRECTORY: host });
    assert.equal(exitCode, 3);
    assert.match(stderr, /error\[provider-not-allowed\]/);
  });

  test('may not be what labels or variables of the stack come from', async () => {
    write('second', { label_file: ['web.env'] });
    assert.match((await run('up', '-d')).stderr, /error\[encrypted-file\]/);
    write('second');
    assert.match((await run('--env-file', 'web.env', 'config')).stderr, /error\[encrypted-file\]/);
    mkdirSync(join(stack.folder, 'inner'), { recursive: true });
    checkClean('what was said of it', Buffer.from(printed));
  });

  test('leave nothing behind when the stack goes', async () => {
    await ok('down', '-t', '0');
    for (const file of globSync(join(scenario.root.runDirectory, '**/files/*'))) checkClean(file, readIfThere(file));
  });

  /** In no spelling, and with no digest that could be tried words against. */
  function checkClean(what: string, bytes: Buffer): void {
    for (const text of sentinels) {
      const raw = Buffer.from(text);
      for (const form of [text, raw.toString('hex'), raw.toString('base64').slice(4, -4), ...plainDigests(raw)])
        assert.ok(!bytes.includes(form), `${what} has ${form === text ? text : `${text} as ${form}`}`);
    }
    assert.ok(!bytes.includes(/AGE-SECRET-KEY-1\w+/.exec(key.text)?.[0] ?? '?'), `${what} has the private key`);
  }
});

function plainDigests(bytes: Buffer): readonly string[] {
  return ['sha256', 'sha512', 'sha1', 'md5'].map((name) => createHash(name).update(bytes).digest('hex'));
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
