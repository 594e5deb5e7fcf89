import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { askProvider } from '../../src/secrets/ask-provider.ts';
import { type Provider, readProviders } from '../../src/secrets/providers.ts';
import { createAccess } from '../../src/secrets/secret-access.ts';
import { waitFor } from '../support/wait-for.ts';

const provider = (script: string, more: Partial<Provider> = {}): Provider => ({
  name: 'pin',
  command: ['/bin/sh', '-c', script, 'sh', 'an argument; $(with) "signs"'],
  timeoutMs: 5000,
  maxBytes: 100,
  environment: [],
  stacks: ['shop'],
  trim: true,
  ...more,
});
const ask = async (script: string, more: Partial<Provider> = {}, environment = {}): Promise<string> =>
  Buffer.from(await askProvider(provider(script, more), environment)).toString('latin1');

describe('a provider', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dockr-providers-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('gives what its command prints, without the newline at the end', async () => {
    assert.equal(await ask('echo hunter2'), 'hunter2');
    assert.equal(await ask('echo hunter2', { trim: false }), 'hunter2\n');
    assert.equal(await ask("printf '\\377\\000a\\n\\n'"), '\xff\0a\n');
  });

  test('gets its arguments as they are, and only the variables that it is to have', async () => {
    assert.equal(await ask('echo "$1"'), 'an argument; $(with) "signs"');
    const environment = { TOKEN: 'x', OTHER: 'y', LD_PRELOAD: 'z' };
    assert.equal(
      await ask('echo "$TOKEN-$OTHER-$LD_PRELOAD"', { environment: ['TOKEN', 'MISSING'] }, environment),
      'x--',
    );
  });

  test('that fails tells its code, and nothing that it said', () =>
    assert.rejects(ask('echo hunter2; echo hunter2 >&2; exit 3'), (error: Error & { code: string }) => {
      assert.equal(error.code, 'provider-failed');
      assert.match(error.message, /code 3/);
      assert.doesNotMatch(JSON.stringify(error) + error.message, /hunter2/);
      return true;
    }));

  test('that prints nothing, is killed or is not there has failed', async () => {
    await assert.rejects(ask('true'), { code: 'provider-failed', message: /nothing/ });
    await assert.rejects(ask('kill -9 $$'), { code: 'provider-failed', message: /SIGKILL/ });
    await assert.rejects(askProvider(provider('', { command: ['/nowhere'] }), {}), { code: 'provider-failed' });
  });

  test('that prints more than it may is ended', async () => {
    await assert.rejects(ask('while :; do echo 0123456789; done'), { code: 'provider-output-too-large' });
    assert.equal((await ask('printf "%0100d" 1')).length, 100);
  });

  test('that takes too long is ended, with what it started', async () => {
    const file = join(folder, 'pid');
    await assert.rejects(ask(`sleep 1000 & echo $! > ${file}; wait`, { timeoutMs: 300 }), { code: 'provider-timeout' });
    const pid = readFileSync(file, 'utf8').trim();
    await waitFor(
      'the end of its child',
      () => !existsSync(`/proc/${pid}`) || /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')),
    );
  });

  test('that leaves something behind with its output open is waited for no longer than its time', () =>
    assert.rejects(ask('echo hunter2; sleep 1000 &', { timeoutMs: 300 }), { code: 'provider-timeout' }));

  test('is only of the host, and only for the stacks that it lists', async () => {
    const text = JSON.stringify({ providers: { pin: { command: ['/bin/echo', 'hunter2'], stacks: ['shop'] } } });
    writeFileSync(join(folder, 'secrets.yaml'), text);
    const access = createAccess({ shown: String, keys: async () => [], configDirectory: folder, environment: {} });
    assert.equal(Buffer.from(await access.ask('pin', 'shop')).toString(), 'hunter2');
    await assert.rejects(access.ask('pin', 'blog'), { code: 'provider-not-allowed' });
    await assert.rejects(access.ask('other', 'shop'), { code: 'provider-not-found' });
  });

  const wrong: Readonly<Record<string, unknown>> = {
    'a shell command': { command: 'echo x', stacks: ['*'] },
    'a relative program': { command: ['echo'], stacks: ['*'] },
    'no stacks': { command: ['/bin/echo'] },
    'an unknown key': { command: ['/bin/echo'], stacks: ['*'], shell: true },
    'a long time': { command: ['/bin/echo'], stacks: ['*'], timeout: '1h' },
    'a large size': { command: ['/bin/echo'], stacks: ['*'], max_size: '1g' },
  };
  for (const [what, fields] of Object.entries(wrong))
    test(`declared with ${what} is refused`, async () => {
      const path = join(folder, 'wrong.yaml');
      writeFileSync(path, JSON.stringify({ providers: { pin: fields } }));
      await assert.rejects(readProviders(path), { code: 'bad-providers' });
    });

  test('is refused where others may write who declares it, or the file is no YAML', async () => {
    const path = join(folder, 'loose.yaml');
    writeFileSync(path, '{}');
    assert.equal((await readProviders(path)).size, 0);
    chmodSync(path, 0o666);
    await assert.rejects(readProviders(path), { code: 'bad-providers' });
    chmodSync(path, 0o600);
    writeFileSync(path, 'a: [hunter2\n');
    await assert.rejects(readProviders(path), (error: Error & { at?: unknown }) => {
      assert.doesNotMatch(JSON.stringify(error) + error.message, /hunter2/);
      return true;
    });
  });
});
