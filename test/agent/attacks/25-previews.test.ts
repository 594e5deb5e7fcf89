// Row 25 of the threats: a preview runs what strangers wrote. It gets no secret, takes nothing of its parent, and its branch may
// be called anything.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, SERVICE } from '../declaration/declaration-bench.ts';
import { PreviewBench } from '../previews/preview-bench.ts';

const AGE = `-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n`;

type Files = Readonly<Record<string, string>>;

/** A preview that is refused with that code: nothing of it runs, and the parent is as it was. */
async function assertRefused(bench: PreviewBench, subject: string | number, code: string): Promise<void> {
  const before = bench.machine.filter((line) => !line.startsWith('shop web'));
  const name = await bench.ask(subject);
  assert.equal(bench.errorOf(name), code, bench.table.find(name)?.error?.error.message ?? 'no error');
  assert.equal(bench.table.find(name)?.applied, null);
  assert.deepEqual(
    bench.machine.filter((line) => !line.startsWith('shop web')),
    before,
  );
  assert.equal(bench.table.find('shop')?.error, null);
}

describe('a pull request that wants the secrets of its parent', () => {
  const wishes: Readonly<Record<string, Files>> = {
    'by a file that is encrypted for this host': {
      'stack.yml': 'services: { web: { image: busybox, secrets: [key] } }\nsecrets: { key: { file: key.age } }\n',
      'key.age': AGE,
    },
    'by a provider of this host': {
      'stack.yml':
        'services: { web: { image: busybox, secrets: [key] } }\nsecrets: { key: { x-dockr: { exec: vault } } }\n',
    },
    'by an encrypted file of variables': {
      'stack.yml': 'services: { web: { image: busybox, env_file: live.env } }\n',
      'live.env': 'KEY=ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]\nsops_version=3.9.0\n',
    },
    'as a config, which is not called a secret': {
      'stack.yml': 'services: { web: { image: busybox, configs: [key] } }\nconfigs: { key: { file: key.age } }\n',
      'key.age': AGE,
    },
  };
  for (const [way, files] of Object.entries(wishes)) {
    test(`${way}, gets none though branches do`, async () => {
      await using bench = await PreviewBench.start('previews: { secrets: true, pullRequests: true }\n');
      bench.push('refs/pull/7/head', files);
      await assertRefused(bench, 7, 'preview-without-secrets');
      assert.deepEqual(bench.opened, []);
    });
  }

  test('as a branch, gets none unless the parent declares it, and then those of the parent', async () => {
    const files = wishes['by a file that is encrypted for this host'] ?? {};
    await using bench = await PreviewBench.start();
    bench.push('x', files);
    await assertRefused(bench, 'x', 'preview-without-secrets');
    assert.deepEqual(bench.opened, []);
    await bench.declare('previews: { secrets: true }\n');
    assert.deepEqual([bench.errorOf('shop-x'), [...new Set(bench.opened)]], [undefined, ['shop opens key.age']]);
    bench.push('x', wishes['by a provider of this host'] ?? {});
    await bench.pass(120_000);
    assert.equal(bench.opened.at(-1), 'shop asks vault');
  });

  test('by declaring previews with secrets in a repository', async () => {
    await using bench = await PreviewBench.start();
    bench.push('main', {
      'deployments/a.yaml': 'name: fleet-a\nsource: { url: https://x/a.git }\npreviews: { secrets: true }\n',
    });
    await bench.add('name: fleet\nsource: { url: "https://x/fleet.git" }\npath: deployments\ncontent: deployments\n');
    assert.equal(bench.errorOf('fleet'), 'child-widens-trust');
  });
});

describe('a preview that takes what its parent has', () => {
  test('its container, network, volume and image by their names, has others', async () => {
    await using bench = await PreviewBench.start();
    bench.push('x', {
      'stack.yml': `
services:
  web: { image: shop-web, build: ., container_name: shop-web-1, volumes: ["data:/d"], networks: [n] }
networks: { n: { name: shop_default } }
volumes: { data: { name: shop_data } }
`,
      Dockerfile: 'FROM scratch\n',
    });
    await bench.ask('x');
    const { services, networks, volumes } = bench.stackOf('shop-x');
    const { containerName, image } = services['web'] ?? {};
    assert.deepEqual([containerName, image], [undefined, undefined]);
    assert.deepEqual([networks['n']?.name, volumes['data']?.name], ['shop-x_n', 'shop-x_data']);
  });

  const takings: Readonly<Record<string, string>> = {
    'its volume as an external one': `${SERVICE}    volumes: ["data:/d"]\nvolumes: { data: { external: true, name: shop_data } }\n`,
    'its network as an external one': `${SERVICE}    networks: [n]\nnetworks: { n: { external: true, name: shop_default } }\n`,
    'its folder of the host': `${SERVICE}    volumes: ["/srv/shop:/d"]\n`,
    'its volume as a folder by another name': `${SERVICE}    volumes: ["data:/d"]\nvolumes: { data: { driver_opts: { o: bind, device: /srv/shop } } }\n`,
    'the network of its container': `${SERVICE}    network_mode: container:shop-web-1\n`,
    'the volumes of its container': `${SERVICE}    volumes_from: ["container:shop-web-1"]\n`,
    'the processes of the host': `${SERVICE}    pid: host\n`,
    'a secret of the host': `${SERVICE}    secrets: [k]\nsecrets: { k: { file: /etc/shop/key } }\n`,
  };
  for (const [what, text] of Object.entries(takings)) {
    test(`${what}, though the host allows that to its parent`, async () => {
      await using bench = await PreviewBench.start();
      bench.policy(
        'rules:\n  externalVolumes: ["**"]\n  externalNetworks: ["**"]\n  hostPaths: [{ path: /srv/shop, write: true }, { path: /etc/shop }]\n  foreignContainers: true\n  hostNamespaces: [pid]\n',
      );
      bench.push('x', { 'stack.yml': text });
      await assertRefused(bench, 'x', 'preview-not-isolated');
    });
  }

  test('what the policy of the host forbids, though it is declared as external', async () => {
    await using bench = await PreviewBench.start('previews: { external: ["**"] }\n');
    bench.push('x', { 'stack.yml': takings['its volume as an external one'] ?? '' });
    await assertRefused(bench, 'x', 'policy-denied');
    bench.push('y', { 'stack.yml': `${SERVICE}    privileged: true\n` });
    await assertRefused(bench, 'y', 'policy-denied');
  });

  test('a freedom that the policy gives to its own name, but not to its parent', async () => {
    await using bench = await PreviewBench.start();
    bench.policy('deployments:\n  - name: shop-x\n    rules: { privileged: true }\n');
    bench.push('x', { 'stack.yml': `${SERVICE}    privileged: true\n` });
    await assertRefused(bench, 'x', 'policy-denied');
  });

  test('its name, or that of another deployment', async () => {
    await using bench = await PreviewBench.start();
    await bench.add('name: shop-x\nsource: { url: "https://x/y.git" }\n');
    bench.push('x');
    assert.equal(await codeOf(bench.ask('x', { name: 'shop' })), 'deployment-exists');
    assert.match(await bench.ask('x'), /^shop-x-[0-9a-f]{10}$/);
    assert.equal(bench.table.find('shop-x')?.origin.kind, 'command');
  });

  test('the word of its parent: its hooks, reports, channels, dependencies and images', async () => {
    await using bench = await PreviewBench.start(
      `webhook: { kind: github, secretFile: /etc/dockr/hook }
reports: { forge: github, tokenFile: /etc/dockr/token }
notify: [{ channel: ops }]
images: [{ image: "**", policy: semver, range: "*", update: commit, commit: { signingKey: /etc/dockr/key } }]
`,
    );
    bench.push('x');
    const { declaration } = bench.table.find(await bench.ask('x')) ?? {};
    const { webhook, reports, notify, images } = declaration ?? {};
    assert.deepEqual([webhook, reports, notify, images], [null, null, [], []]);
  });
});

describe('a pull request that is pushed to after somebody looked at it', () => {
  test('runs as it was looked at', async () => {
    await using bench = await PreviewBench.start();
    bench.push('refs/pull/7/head');
    const name = await bench.ask(7);
    bench.push('refs/pull/7/head', { 'stack.yml': 'services: { miner: { image: busybox } }\n' });
    await bench.pass(5 * 60_000);
    await bench.restart();
    assert.ok(!bench.machine.includes(`${name} miner`));
    assert.equal(bench.table.find(name)?.applied?.commit, 'c1');
  });
});

describe('a branch that is called', () => {
  const names: Readonly<Record<string, string>> = {
    'as a way out of its folder': '../../etc/passwd',
    'as an option of git': '--upload-pack=touch /tmp/x',
    'with characters that move the cursor': 'x\u001b[2J',
    'with the end of a line': 'x\n+refs/heads/main',
    'as a name without end': 'a'.repeat(5000),
    'as nothing': '',
    'with a pattern': 'feature/*',
  };
  for (const [how, branch] of Object.entries(names)) {
    test(`${how} has no preview, asked for or by itself`, async () => {
      await using bench = await PreviewBench.start('previews: { branches: ["**"] }\n');
      bench.push(branch);
      assert.equal(await codeOf(bench.ask(branch)), 'invalid-branch');
      await bench.pass(61_000);
      assert.deepEqual(bench.previews, ['shop-main']);
    });
  }

  test('with letters that only look like those of another is another', async () => {
    await using bench = await PreviewBench.start();
    bench.push('pay');
    bench.push('p\u0430y');
    bench.push('ｐay');
    const made = [await bench.ask('pay'), await bench.ask('p\u0430y'), await bench.ask('ｐay')];
    assert.equal(new Set(made).size, 3);
    for (const name of made) assert.match(name, /^shop-[a-z0-9-]+$/);
  });

  test('as a property of every object has one like any other', async () => {
    await using bench = await PreviewBench.start('previews: { branches: ["**"], limit: 10 }\n');
    bench.push('__proto__');
    bench.push('constructor');
    await bench.pass(61_000);
    assert.deepEqual(bench.previews, ['shop-constructor', 'shop-main', 'shop-proto']);
    await bench.keeper.remove('shop-proto', { emit: () => {}, signal: new AbortController().signal });
    await bench.keeper.remove('shop-constructor', { emit: () => {}, signal: new AbortController().signal });
    await bench.pass(120_000);
    assert.deepEqual(bench.previews, ['shop-main']);
  });

  test('hundreds of them are no more than the limit', async () => {
    await using bench = await PreviewBench.start('previews: { branches: ["f/**"], limit: 3 }\n');
    for (let index = 0; index < 300; index++) bench.push(`f/${index}`);
    await bench.pass(61_000);
    assert.equal(bench.previews.length, 3);
    assert.equal(bench.keeper.problems.length, 1);
  });
});
