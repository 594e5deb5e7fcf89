// The file of a policy: what it allows and forbids, and that nothing is allowed by mistake.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parsePolicy } from '../../../src/agent/policy/load-policy.ts';
import { matchesPattern } from '../../../src/agent/policy/match-pattern.ts';
import { policyFor } from '../../../src/agent/policy/policy.ts';
import { policyPlace, readPolicy } from '../../../src/agent/policy/policy-place.ts';
import { DEFAULT_RULES } from '../../../src/agent/policy/rules.ts';
import { ErrorList } from '../../../src/core/errors.ts';
import { POLICY_FILE, PolicyBench, webWith } from './policy-bench.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schemas/policy.schema.json', import.meta.url), 'utf8'));

describe('a policy', () => {
  test('has each rule that the schema has, and a default for it', () => {
    assert.deepEqual(Object.keys(DEFAULT_RULES), Object.keys(SCHEMA.$defs.rules.properties));
  });

  test('is named where it refuses: rule, service, field, and both places', async () => {
    using bench = new PolicyBench();
    const [error] = await bench.errors(webWith('ports: ["80:80"]'), 'rules:\n  ports: [8080]\n');
    assert.equal(
      error?.message,
      'service "web" publishes port 80, which rule "ports" of this host\'s policy does not allow',
    );
    assert.deepEqual(error?.facts, { rule: 'ports', policy: `${POLICY_FILE}:2:3`, field: 'ports[0]', service: 'web' });
    assert.deepEqual([error?.at?.file, error?.at?.line, error?.at?.column], ['stack.yml', 4, 13]);
    assert.equal(error?.hint, `the rule stands in ${POLICY_FILE}:2:3`);
    const [other] = await bench.errors(webWith('privileged: true'));
    assert.equal(other?.hint, `the rule has its default; "${POLICY_FILE}" can say otherwise`);
  });

  test('refuses everything at once, in order of place', async () => {
    using bench = new PolicyBench();
    const stack = webWith('cap_add: [SYS_ADMIN]\nprivileged: true\npid: host');
    assert.deepEqual(await bench.refusals(stack), [
      'capabilities web cap_add[0]',
      'privileged web privileged',
      'hostNamespaces web pid',
    ]);
  });

  test('says more for some deployments than for all, the last word counting', async () => {
    using bench = new PolicyBench();
    const allowing = (match: string): string =>
      `rules:\n  privileged: false\ndeployments:\n  - ${match}\n    rules: { privileged: true }\n`;
    const stack = webWith('privileged: true');
    for (const match of [
      'name: shop',
      'name: "sh*"',
      'repository: "https://git.example.org/**"',
      'repository: https://git.example.org/*/shop.git',
    ])
      assert.deepEqual(await bench.refusals(stack, allowing(match)), [], match);
    for (const match of [
      'name: other',
      'repository: "https://git.example.org/*"',
      'repository: "*"',
      'name: ""',
      '{ name: shop, repository: x',
    ])
      assert.notDeepEqual(await bench.refusals(stack, allowing(match)), [], match);
    const taken = `${allowing('name: shop')}  - name: "*"\n    rules: { privileged: false }\n`;
    assert.deepEqual(await bench.refusals(stack, taken), ['privileged web privileged']);
    const forNone = 'deployments:\n  - rules: { privileged: true }\n';
    assert.deepEqual(await bench.refusals(stack, forNone), ['privileged web privileged']);
  });

  test('holds images to registries, and then denies builds unless they are allowed', async () => {
    using bench = new PolicyBench();
    const only = (more = ''): string => `rules:\n  images: ["docker.io/library/*", "ghcr.io/acme/**"]\n${more}`;
    const image = (name: string): string => `services:\n  web:\n    image: ${name}\n`;
    for (const name of ['busybox', 'docker.io/library/nginx:1', 'ghcr.io/acme/team/web@sha256:'.concat('a'.repeat(64))])
      assert.deepEqual(await bench.refusals(image(name), only()), [], name);
    for (const name of [
      'acme/web',
      'ghcr.io/other/web',
      'ghcr.io.evil.example/acme/web',
      'evil.example/docker.io/library/nginx',
      'localhost:5000/library/nginx',
      'library.evil/x',
    ])
      assert.deepEqual(await bench.refusals(image(name), only()), ['images web image'], name);
    const build = 'services:\n  web:\n    build: .\n';
    assert.deepEqual(await bench.refusals(build, only()), ['build web build']);
    assert.deepEqual(await bench.refusals(build, only('  build: true\n')), []);
    assert.deepEqual(await bench.refusals(build, 'rules:\n  build: false\n'), ['build web build']);
    const context =
      'services:\n  web:\n    build: { context: ., additional_contexts: { base: "docker-image://evil.example/x" } }\n';
    assert.deepEqual(await bench.refusals(context, only('  build: true\n')), [
      'images web build.additional_contexts.base',
    ]);
  });

  test('can demand digests', async () => {
    using bench = new PolicyBench();
    const policy = 'rules:\n  imageDigests: true\n';
    assert.deepEqual(await bench.refusals(webWith('tty: true'), policy), ['imageDigests web image']);
    const pinned = `services:\n  web:\n    image: busybox:1@sha256:${'a'.repeat(64)}\n`;
    assert.deepEqual(await bench.refusals(pinned, policy), []);
  });

  test('holds ports and addresses to some', async () => {
    using bench = new PolicyBench();
    const policy = 'rules:\n  ports: [443, "8000-8999"]\n  addresses: ["127.0.0.1"]\n';
    const refusals = (port: string) => bench.refusals(webWith(`ports: ["${port}"]`), policy);
    assert.deepEqual(await refusals('127.0.0.1:8080:80'), []);
    assert.deepEqual(await refusals('127.0.0.1::80'), []);
    assert.deepEqual(await refusals('127.0.0.1:8990-9010:80'), ['ports web ports[0]']);
    assert.deepEqual(await refusals('443:80'), ['addresses web ports[0]']);
    assert.deepEqual(await refusals('0.0.0.0:443:80'), ['addresses web ports[0]']);
    assert.deepEqual(await bench.refusals(webWith('ports: ["80"]'), 'rules:\n  ports: []\n'), ['ports web ports[0]']);
  });

  test('holds services to limits, and those without a limit, too', async () => {
    using bench = new PolicyBench();
    const policy = 'rules:\n  limits: { memory: 1g, cpus: 2, pids: 100, replicas: 2 }\n  ulimits: { nofile: 1024 }\n';
    const within = 'mem_limit: 512m\ncpus: 1.5\npids_limit: 100\nscale: 2\nulimits: { nofile: 1024, nproc: 9 }';
    assert.deepEqual(await bench.refusals(webWith(within), policy), []);
    assert.deepEqual(await bench.refusals(webWith('tty: true'), policy), [
      'limits web mem_limit',
      'limits web cpus',
      'limits web pids_limit',
    ]);
    const beyond = 'mem_limit: 2g\ncpus: 3\npids_limit: -1\nscale: 3\nulimits: { nofile: { soft: 1, hard: -1 } }';
    assert.deepEqual(await bench.refusals(webWith(beyond), policy), [
      'limits web mem_limit',
      'limits web cpus',
      'limits web pids_limit',
      'limits web scale',
      'ulimits web ulimits.nofile',
    ]);
  });

  test('lets subnets lie in ranges, of their own kind and whole', async () => {
    using bench = new PolicyBench();
    const policy = 'rules:\n  subnets: [10.20.0.0/16, "fd00:1::/32"]\n';
    const refusals = (subnet: string) =>
      bench.refusals(
        webWith('networks: [n]', `networks:\n  n: { ipam: { config: [{ subnet: "${subnet}" }] } }\n`),
        policy,
      );
    for (const subnet of ['10.20.0.0/16', '10.20.7.0/24', 'fd00:1:2::/64'])
      assert.deepEqual(await refusals(subnet), []);
    for (const subnet of ['10.0.0.0/8', '10.21.0.0/24', '0.0.0.0/0', '::/0', '::ffff:10.20.0.0/112', 'fd00:2::/64'])
      assert.deepEqual(await refusals(subnet), ['subnets networks.n.ipam.config[0].subnet'], subnet);
  });

  test('fits patterns whole, "*" within a part of a path', () => {
    const fits = (pattern: string, text: string): boolean => matchesPattern(pattern, text);
    assert.ok(
      fits('a*c', 'abc') && fits('a*c', 'ac') && fits('**', 'a/b') && fits('a/**/c', 'a/b/b/c') && fits('a.c', 'a.c'),
    );
    assert.ok(!fits('a*c', 'a/c') && !fits('a.c', 'abc') && !fits('a', 'ab') && !fits('b', 'ab') && !fits('', 'a'));
    const started = performance.now();
    assert.equal(fits('*a'.repeat(200), 'a'.repeat(5000).concat('b')), false);
    assert.ok(performance.now() - started < 10_000);
  });
});

describe('a path of the host', () => {
  const bind = (path: string, options = ''): string => webWith(`volumes: ["${path}:/x${options}"]`);

  test('may be read with all beneath it, and written only where that is said', async () => {
    using bench = new PolicyBench();
    const data = join(bench.directory, 'data');
    mkdirSync(join(data, 'in'), { recursive: true });
    const read = `rules:\n  hostPaths: [{ path: "${data}" }]\n`;
    assert.deepEqual(await bench.refusals(bind(data, ':ro'), read), []);
    assert.deepEqual(await bench.refusals(bind(join(data, 'in'), ':ro'), read), []);
    assert.deepEqual(await bench.refusals(bind(data), read), ['hostPaths web volumes[0]']);
    assert.deepEqual(await bench.refusals(bind(`${data}x`, ':ro'), read), ['hostPaths web volumes[0]']);
    const write = `rules:\n  hostPaths: [{ path: "${data}", write: true }]\n`;
    const stack = await bench.load(bind(data), write);
    assert.deepEqual(stack.services['web']?.volumes, [
      { kind: 'bind', source: data, target: '/x', readOnly: false, createSource: false },
    ]);
  });

  test('may not be reached through a link, nor beneath what a container writes', async () => {
    using bench = new PolicyBench();
    const data = join(bench.directory, 'data');
    mkdirSync(join(data, 'in/deep'), { recursive: true });
    symlinkSync('/etc', join(data, 'etc'));
    symlinkSync(data, join(bench.directory, 'link'));
    const read = `rules:\n  hostPaths: [{ path: "${bench.directory}" }]\n`;
    for (const path of [join(data, 'etc'), join(data, 'etc/ssh'), join(bench.directory, 'link/in'), join(data, 'none')])
      assert.deepEqual(await bench.refusals(bind(path, ':ro'), read), ['hostPaths web volumes[0]'], path);
    const both = `rules:\n  hostPaths:\n    - { path: "${bench.directory}" }\n    - { path: "${join(data, 'in')}", write: true }\n`;
    assert.deepEqual(await bench.refusals(bind(join(data, 'in/deep'), ':ro'), both), ['hostPaths web volumes[0]']);
    assert.deepEqual(await bench.refusals(bind(join(data, 'in')), both), []);
  });
});

describe('a socket of the host', () => {
  test('is written by whoever mounts it, however that is called', async () => {
    using bench = new PolicyBench();
    const path = join(bench.directory, 'engine.sock');
    const server = createServer().listen(path);
    await once(server, 'listening');
    const stack = webWith(`volumes: ["${path}:/s:ro"]`);
    const read = `rules:\n  hostPaths: [{ path: "${bench.directory}" }]\n`;
    assert.deepEqual(await bench.refusals(stack, read), ['hostPaths web volumes[0]']);
    const write = `rules:\n  hostPaths: [{ path: "${path}", write: true }]\n`;
    assert.deepEqual(await bench.refusals(stack, write), []);
    server.close();
    await once(server, 'close');
  });
});

describe('a wrong policy', () => {
  const WRONG: Readonly<Record<string, readonly [text: string, message: RegExp, line?: number]>> = {
    'with a key that is not known': ['rules:\n  priviledged: true\n', /unknown key "priviledged"/, 2],
    'with a wrong type': ['rules:\n  privileged: "yes"\n', /"rules.privileged" must be a boolean/, 2],
    'with an unknown namespace': ['rules:\n  hostNamespaces: [pids]\n', /must be "pid", "ipc"/, 2],
    'that is cut off': ['rules:\n  images: ["a', /not valid YAML/, 2],
    'that is empty': ['', /it is empty/],
    'that is only comments': ['# later\n', /it is empty/],
    'that is a list': ['- rules\n', /must be one map/, 1],
    'that is two documents': ['rules: {}\n---\nrules: { privileged: true }\n', /must be one map/, 3],
    'with a rule twice': ['rules:\n  privileged: false\n  privileged: true\n', /already defined/, 3],
    'with a port that is none': ['rules:\n  ports: ["90-80"]\n', /"90-80" is neither a port/, 2],
    'with an address that is none': ['rules:\n  addresses: [localhost]\n', /"localhost" is not an address/, 2],
    'with a subnet that is none': ['rules:\n  subnets: [10.0.0.0]\n', /"10.0.0.0" is not a range of addresses/, 2],
    'with a size that is none': ['rules:\n  limits: { memory: lots }\n', /"lots" is not a size/, 2],
    'with a path that is not plain': ['rules:\n  hostPaths: [{ path: /srv/../etc }]\n', /write "\/etc"/, 2],
    'with a path in one that may be written': [
      'rules:\n  hostPaths:\n    - { path: /srv, write: true }\n    - { path: /srv/data }\n',
      /lies in "\/srv", which may be written/,
      4,
    ],
    'that is not text': ['\xff\xfe', /not valid UTF-8/, 1],
  };
  for (const [what, [text, message, line]] of Object.entries(WRONG)) {
    test(`${what} allows nothing`, () => {
      assert.throws(
        () => parsePolicy(POLICY_FILE, Buffer.from(text, 'latin1')),
        (error: Error) => {
          assert.ok('code' in error && 'at' in error);
          assert.equal(error.code, 'policy-invalid');
          assert.match(error.message, message);
          assert.match(error.message, /nothing is deployed/);
          const at = error.at as { readonly file: string; readonly line: number } | undefined;
          if (line !== undefined) assert.deepEqual([at?.file, at?.line], [POLICY_FILE, line]);
          return true;
        },
      );
    });
  }

  test('tells everything that is wrong, with what was meant', () => {
    assert.throws(
      () => parsePolicy(POLICY_FILE, Buffer.from('rules:\n  image: []\n  privileged: 1\n')),
      (error: Error) => {
        assert.ok(error instanceof ErrorList);
        assert.deepEqual(
          error.errors.map(({ hint, at }) => [hint, at?.line]),
          [
            ['did you mean "images"?', 2],
            [undefined, 3],
          ],
        );
        return true;
      },
    );
  });
});

describe('the file of a policy', () => {
  test('may be missing where it usually is, but not where it was said to be', async () => {
    using bench = new PolicyBench();
    assert.deepEqual(policyPlace({}), { path: POLICY_FILE, required: false });
    const path = join(bench.directory, 'policy.yaml');
    const place = policyPlace({ DOCKR_POLICY: path });
    assert.equal(await readPolicy({ ...place, required: false }), null);
    await assert.rejects(readPolicy(place), { code: 'policy-not-found' });
    const none = policyFor(parsePolicy(path, null), { name: 'shop', url: '' });
    assert.deepEqual(none.rules, DEFAULT_RULES);
  });

  test('must be a file that nobody else can write to', async () => {
    using bench = new PolicyBench();
    const path = join(bench.directory, 'policy.yaml');
    const place = policyPlace({ DOCKR_POLICY: path });
    writeFileSync(path, 'rules: {}\n', { mode: 0o644 });
    assert.equal(String(await readPolicy(place)), 'rules: {}\n');
    for (const mode of [0o664, 0o646]) {
      chmodSync(path, mode);
      await assert.rejects(readPolicy(place), { code: 'host-file-not-safe' });
    }
    rmSync(path);
    mkdirSync(path);
    await assert.rejects(readPolicy(place), { code: 'host-file-not-read' });
  });
});
