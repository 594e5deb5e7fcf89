import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALL_CAPABILITIES } from '../../../../src/engine/containers/runtime-config/capabilities.ts';
import {
  encodeRuntimeConfig,
  encodeRuntimeJson,
} from '../../../../src/engine/containers/runtime-config/oci-runtime-config.ts';
import {
  type RuntimeConfigResult,
  runtimeConfig,
} from '../../../../src/engine/containers/runtime-config/runtime-config.ts';
import { hostFacts, type Overrides, PLAIN_SPEC, runtimeInput } from './run-container.ts';

const MIB = 1024 * 1024;
const build = (overrides?: Overrides): RuntimeConfigResult => runtimeConfig(runtimeInput(overrides));
const resources = (change: Partial<typeof PLAIN_SPEC.resources>): Overrides => ({
  spec: { resources: { ...PLAIN_SPEC.resources, ...change } },
});
const host = (change: Partial<typeof hostFacts>) => ({
  host: { ...hostFacts, capabilities: ALL_CAPABILITIES.filter((name) => name !== 'CAP_SYS_RESOURCE'), ...change },
});

describe('command line', () => {
  const image = { entrypoint: ['/entry'], cmd: ['image', 'command'] };
  const argv = (spec: Overrides['spec']) => build({ image, spec: { command: null, ...spec } }).config.process.args;

  test('the entrypoint and command of the image are the default', () => {
    assert.deepEqual(argv({}), ['/entry', 'image', 'command']);
  });
  test('a command replaces the command only', () => {
    assert.deepEqual(argv({ command: ['mine'] }), ['/entry', 'mine']);
  });
  test('an entrypoint drops the command of the image', () => {
    assert.deepEqual(argv({ entrypoint: ['/mine'] }), ['/mine']);
  });
  test('an empty entrypoint is none', () => {
    for (const entrypoint of [[], ['']]) assert.deepEqual(argv({ entrypoint, command: ['ls'] }), ['ls']);
  });
  test('an empty command is none', () => {
    assert.deepEqual(argv({ command: [] }), ['/entry']);
  });
  test('nothing to run is an error', () => {
    assert.throws(() => argv({ entrypoint: [] }), { code: 'no-command' });
  });
  test('an init program goes in front', () => {
    const { config } = build({ spec: { init: true }, input: { initPath: '/usr/bin/tini-static' } });
    assert.deepEqual(config.process.args, ['/sbin/docker-init', '--', 'true']);
    assert.equal(
      config.mounts.find(({ destination }) => destination === '/sbin/docker-init')?.source,
      '/usr/bin/tini-static',
    );
    assert.throws(() => build({ spec: { init: true } }), { code: 'no-init' });
  });
});

describe('environment', () => {
  const env = (overrides: Overrides) => build(overrides).config.process.env;

  test('has PATH, HOSTNAME and HOME, and TERM with a terminal', () => {
    assert.deepEqual(env({ spec: { tty: true } }), [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'HOSTNAME=0123456789ab',
      'TERM=xterm',
      'HOME=/root',
    ]);
  });
  test('the spec wins over the image, which wins over the defaults', () => {
    const found = env({ image: { env: ['PATH=/image', 'A=1', 'HOME=/image'] }, spec: { environment: { A: '2' } } });
    assert.deepEqual(found, ['PATH=/image', 'HOSTNAME=0123456789ab', 'A=2', 'HOME=/image']);
  });
  test('null removes a variable, even a default', () => {
    assert.deepEqual(
      env({ image: { env: ['A=1'] }, spec: { environment: { A: null, HOME: null, PATH: null, HOSTNAME: null } } }),
      [],
    );
  });
  test('a name or value that would break out of its entry is an error', () => {
    for (const environment of [{ 'A=B': 'c' }, { '': 'x' }, { A: 'x\0B=y' }]) {
      assert.throws(() => build({ spec: { environment } }), { code: 'invalid-environment' });
    }
  });
});

describe('working directory', () => {
  for (const [spec, image, expected] of [
    [null, null, '/'],
    [null, '/srv', '/srv'],
    ['/a/../../b/./c/', '/srv', '/b/c'],
    ['', '/srv', '/srv'],
  ] as const) {
    test(`${spec} over ${image} is ${expected}`, () => {
      assert.equal(build({ spec: { workingDir: spec }, image: { workingDir: image } }).config.process.cwd, expected);
    });
  }
  test('a relative one is an error', () => {
    assert.throws(() => build({ spec: { workingDir: 'app' } }), { code: 'invalid-working-dir' });
  });
});

describe('resources', () => {
  test('nothing is limited unless asked for', () => {
    const { memory, cpu, pids } = build().config.linux.resources;
    assert.deepEqual([memory, cpu, pids], [undefined, undefined, undefined]);
  });
  test('memory with swap is twice the memory by default', () => {
    assert.deepEqual(build(resources({ memoryBytes: 64 * MIB })).config.linux.resources.memory, {
      limit: 64 * MIB,
      swap: 128 * MIB,
    });
  });
  test('unlimited swap and no swap are told to the runtime', () => {
    assert.equal(
      build(resources({ memoryBytes: 64 * MIB, memorySwapBytes: -1 })).config.linux.resources.memory?.swap,
      -1,
    );
    assert.equal(
      build(resources({ memoryBytes: 64 * MIB, memorySwapBytes: 64 * MIB })).config.linux.resources.memory?.swap,
      64 * MIB,
    );
  });
  test('without swap accounting swap is left out, with a warning if it was asked for', () => {
    const input = host({ swapAccounting: false });
    const silent = build({ ...resources({ memoryBytes: 64 * MIB }), input });
    assert.deepEqual([silent.config.linux.resources.memory, silent.warnings], [{ limit: 64 * MIB }, []]);
    assert.equal(
      build({ ...resources({ memoryBytes: 64 * MIB, memorySwapBytes: 65 * MIB }), input }).warnings.length,
      1,
    );
  });
  for (const [change, code] of [
    [{ memoryBytes: MIB }, 'memory-too-small'],
    [{ memoryBytes: 8 * MIB, memoryReservationBytes: 9 * MIB }, 'invalid-memory'],
    [{ memorySwapBytes: 9 * MIB }, 'invalid-memory'],
    [{ memoryBytes: 9 * MIB, memorySwapBytes: 8 * MIB }, 'invalid-memory'],
    [{ cpus: 0.001 }, 'invalid-cpus'],
    [{ cpus: -1 }, 'invalid-cpus'],
    [{ cpuShares: -1 }, 'invalid-cpu-shares'],
    [{ cpuset: '0-' }, 'invalid-cpuset'],
    [{ oomScoreAdj: 2000 }, 'invalid-oom-score'],
    [{ ulimits: { nofiles: { soft: 1, hard: 1 } } }, 'unknown-ulimit'],
    [{ ulimits: { nofile: { soft: 2, hard: 1 } } }, 'invalid-ulimit'],
    [{ ulimits: { nofile: { soft: -1, hard: 1 } } }, 'invalid-ulimit'],
  ] as const) {
    test(`${JSON.stringify(change)} is ${code}`, () => {
      assert.throws(() => build(resources(change)), { code });
    });
  }
  test('processors become a quota; more than there are is a warning', () => {
    const { config, warnings } = build(resources({ cpus: 2.5, cpuset: '0-1' }));
    assert.deepEqual(config.linux.resources.cpu, { quota: 250_000, period: 100_000, cpus: '0-1' });
    assert.equal(warnings.length, 1);
  });
  test('shares beyond the range of the kernel are clamped with a warning', () => {
    const { config, warnings } = build(resources({ cpuShares: 1 }));
    assert.deepEqual([config.linux.resources.cpu, warnings.length], [{ shares: 2 }, 1]);
  });
  test('0 and -1 processes are unlimited', () => {
    for (const pids of [0, -1]) assert.equal(build(resources({ pids })).config.linux.resources.pids, undefined);
  });
  test('oom_score_adj cannot go below our own without the capability', () => {
    const low = build({ ...resources({ oomScoreAdj: -500 }), input: host({}) });
    assert.deepEqual([low.config.process.oomScoreAdj, low.warnings.length], [0, 1]);
    const able = build({ ...resources({ oomScoreAdj: -500 }), input: host({ capabilities: ALL_CAPABILITIES }) });
    assert.deepEqual([able.config.process.oomScoreAdj, able.warnings.length], [-500, 0]);
    const silent = build({ input: host({ oomScoreAdj: 100 }) });
    assert.deepEqual([silent.config.process.oomScoreAdj, silent.warnings.length], [100, 0]);
  });
  test('ulimits above our hard limit are clamped with a warning, and -1 stays unlimited in the text', () => {
    const { config, warnings } = build({
      ...resources({ ulimits: { nofile: { soft: 50_000, hard: 50_000 }, core: { soft: -1, hard: -1 } } }),
      input: host({}),
    });
    assert.deepEqual(config.process.rlimits[1], { type: 'RLIMIT_NOFILE', soft: 20_000, hard: 20_000 });
    assert.equal(warnings.length, 1);
    const text = encodeRuntimeConfig(config);
    assert.match(text, /"type":"RLIMIT_CORE","soft":18446744073709551615,"hard":18446744073709551615/);
    assert.equal(encodeRuntimeJson(JSON.parse(text)), text);
  });
  test('open files have the limits of a service of systemd by default', () => {
    const { rlimits } = build({ input: host({ hardLimits: { nofile: 1_000_000 } }) }).config.process;
    assert.deepEqual(rlimits, [{ type: 'RLIMIT_NOFILE', soft: 1024, hard: 524_288 }]);
  });
});

describe('namespaces and sysctls', () => {
  const types = (overrides: Overrides) => build(overrides).config.linux.namespaces.map(({ type }) => type);

  test('a container has its own of each kind, the network made beforehand', () => {
    assert.deepEqual(types({}), ['mount', 'uts', 'pid', 'ipc', 'network']);
  });
  test('on cgroup version 2 also of cgroups', () => {
    assert.ok(types({ input: host({ cgroupVersion: 2 }) }).includes('cgroup'));
  });
  test("the host's network brings its hostname, no namespace and no sysctls", () => {
    const { config } = build({ spec: { network: { kind: 'host' } }, input: { networkNamespace: 'host' } });
    assert.ok(!config.linux.namespaces.some(({ type }) => type === 'network'));
    assert.deepEqual([config.hostname, config.linux.sysctl], ['machine', {}]);
  });
  test('a shared network keeps the sysctls it has', () => {
    assert.deepEqual(build({ spec: { network: { kind: 'container', container: 'x' } } }).config.linux.sysctl, {});
  });
  test('only sysctls that namespaces keep apart are allowed', () => {
    const sysctls = (name: string, kind: 'host' | 'none' = 'none') =>
      build({
        spec: { sysctls: { [name]: '1' }, network: { kind } },
        input: kind === 'host' ? { networkNamespace: 'host' } : {},
      });
    assert.equal(sysctls('net.core.somaxconn').config.linux.sysctl['net.core.somaxconn'], '1');
    assert.equal(sysctls('fs.mqueue.msg_max').config.linux.sysctl['fs.mqueue.msg_max'], '1');
    assert.throws(() => sysctls('vm.swappiness'), { code: 'sysctl-not-namespaced' });
    assert.throws(() => sysctls('net.core.somaxconn', 'host'), { code: 'sysctl-not-namespaced' });
    for (const name of ['net../../kernel/x', 'net.', '../x', ''])
      assert.throws(() => sysctls(name), { code: 'invalid-sysctl' });
  });
  test('a hostname that no host can have is an error', () => {
    for (const hostname of ['-x', 'a b', 'x'.repeat(64), ''])
      assert.throws(() => build({ spec: { hostname } }), { code: 'invalid-hostname' });
  });
});

describe('security', () => {
  const options = (...securityOptions: string[]) => build({ spec: { securityOptions } }).config.process.noNewPrivileges;

  test('the spellings of security_opt', () => {
    for (const word of ['no-new-privileges', 'no-new-privileges:true', 'no-new-privileges=true'])
      assert.equal(options(word), true, word);
    assert.equal(options('no-new-privileges:false'), false);
    assert.equal(options('seccomp:unconfined', 'apparmor=unconfined', 'label:disable'), false);
  });
  test('an option that would not be honoured is refused', () => {
    for (const word of [
      'apparmor=docker-default',
      'seccomp=/profile.json',
      'label=type:x',
      'systempaths=unconfined',
      'foo',
    ]) {
      assert.throws(() => options(word), { code: 'not-supported' }, word);
    }
  });
  test('a privileged container has nothing masked, no rule for devices and a writable /sys', () => {
    const { linux, mounts } = build({ spec: { privileged: true } }).config;
    assert.deepEqual(
      [linux.maskedPaths, linux.readonlyPaths, linux.resources.devices],
      [[], [], [{ allow: true, type: 'a', access: 'rwm' }]],
    );
    assert.ok(mounts.find(({ destination }) => destination === '/sys')?.options.includes('rw'));
  });
});

describe('mounts', () => {
  const tmpfs = (target: string, options: readonly string[] = []) =>
    ({ kind: 'tmpfs', target, readOnly: false, sizeBytes: null, mode: null, options }) as const;
  const bind = (target: string, propagation: string | null = null) =>
    ({ kind: 'bind', source: '/nowhere', target, readOnly: true, propagation }) as const;
  const targets = (...mounts: Parameters<typeof runtimeConfig>[0]['mounts'][number][]) =>
    build({ input: { mounts } }).config.mounts.map(({ destination }) => destination);

  test('a parent is mounted before what is in it, after the defaults', () => {
    assert.deepEqual(targets(tmpfs('/data/a/b'), tmpfs('/data'), tmpfs('/data/a')).slice(-3), [
      '/data',
      '/data/a',
      '/data/a/b',
    ]);
  });
  test('a mount on a default replaces it, one on /dev replaces all beneath it', () => {
    assert.equal(targets(tmpfs('/dev/shm')).filter((target) => target === '/dev/shm').length, 1);
    assert.deepEqual(
      targets(bind('/dev')).filter((target) => target.startsWith('/dev')),
      ['/dev'],
    );
  });
  test('a file of the user wins over the one every container gets', () => {
    const { mounts } = build({
      input: { mounts: [bind('/etc/hosts')], files: { hosts: '/h', hostname: '/n', resolvConf: '/r' } },
    }).config;
    assert.deepEqual(
      mounts.filter(({ destination }) => destination.startsWith('/etc/')).map(({ source }) => source),
      ['/nowhere', '/n', '/r'].sort(),
    );
  });
  test('two mounts on one target, one on the root and a relative one are errors', () => {
    assert.throws(() => targets(tmpfs('/a'), tmpfs('/a/')), { code: 'duplicate-mount' });
    for (const target of ['/', '/..', 'a', '', '/a\0'])
      assert.throws(() => targets(tmpfs(target)), { code: 'invalid-mount-target' }, target);
  });
  test('propagation of a mount asks for that of the root', () => {
    assert.equal(build({ input: { mounts: [bind('/a', 'rslave')] } }).config.linux.rootfsPropagation, 'slave');
    assert.equal(
      build({ input: { mounts: [bind('/a', 'rslave'), bind('/b', 'shared')] } }).config.linux.rootfsPropagation,
      'shared',
    );
    assert.throws(() => targets(bind('/a', 'sideways')), { code: 'invalid-propagation' });
  });
  test('options of a tmpfs are changed one by one', () => {
    const options = (...words: string[]) =>
      build({ input: { mounts: [tmpfs('/t', words)] } }).config.mounts.at(-1)?.options;
    assert.deepEqual(options(), ['nosuid', 'nodev', 'noexec', 'rw', 'mode=1777']);
    assert.deepEqual(options('exec,size=50%', 'noatime', 'ro', 'mode=700'), [
      'nosuid',
      'nodev',
      'exec',
      'ro',
      'noatime',
      'mode=700',
      'size=50%',
    ]);
    for (const word of ['huge=always', 'size=', 'bind', 'size=1;x', 'context=x', 'mode=9'])
      assert.throws(() => options(word), { code: 'invalid-tmpfs-option' }, word);
  });
});

test('the same input gives the same text', () => {
  assert.equal(encodeRuntimeConfig(build().config), encodeRuntimeConfig(build().config));
});
