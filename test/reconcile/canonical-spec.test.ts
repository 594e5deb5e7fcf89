import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ContainerSpec } from '../../src/core/specs.ts';
import { canonicalNetwork, canonicalSpec, canonicalVolume } from '../../src/reconcile/canonical-spec.ts';
import { diffNetworks, diffVolumes } from '../../src/reconcile/spec-diff.ts';
import { storedSpecs } from './stored-specs.ts';
import { diffStored } from './support.ts';

const asSpec = (value: unknown): ContainerSpec => canonicalSpec(value as ContainerSpec);

test('P3: a spec differs from none of its spellings', () => {
  fc.assert(
    fc.property(storedSpecs, (spec) => {
      assert.deepEqual(diffStored(spec as unknown as ContainerSpec, asSpec(spec)), []);
    }),
    { numRuns: 500 },
  );
});

test('every field has its default where an older version stored none', () => {
  assert.equal(Object.values(canonicalSpec({ name: 'web' })).includes(undefined as never), false);
  assert.deepEqual(canonicalNetwork({ name: 'n' }), {
    name: 'n',
    stack: null,
    key: null,
    driver: 'bridge',
    internal: false,
    subnet: null,
    gateway: null,
    ipRange: null,
    options: {},
    labels: {},
  });
  assert.deepEqual(canonicalVolume({ name: 'v' }), {
    name: 'v',
    stack: null,
    key: null,
    driver: 'local',
    options: {},
    labels: {},
  });
});

const SPELLINGS: readonly (readonly [string, Partial<ContainerSpec>, Partial<ContainerSpec>])[] = [
  [
    'capabilities with and without CAP_',
    { capAdd: ['CAP_NET_ADMIN', 'sys_time'] },
    { capAdd: ['SYS_TIME', 'NET_ADMIN', 'net_admin'] },
  ],
  [
    'retries of a policy that has none',
    { restart: { policy: 'always', maxRetries: 3 } },
    { restart: { policy: 'always', maxRetries: 0 } },
  ],
  [
    'a health check that says nothing',
    {
      healthcheck: {
        test: null,
        intervalMs: null,
        timeoutMs: null,
        retries: null,
        startPeriodMs: null,
        startIntervalMs: null,
      },
    },
    { healthcheck: null },
  ],
  ['the order of variables', { environment: { A: '1', B: '2' } }, { environment: { B: '2', A: '1' } }],
  [
    'the order of ports',
    {
      ports: [
        { containerPort: 2, protocol: 'tcp', hostIp: null, hostPort: null },
        { containerPort: 1, protocol: 'udp', hostIp: null, hostPort: [5, 5] },
      ],
    },
    {
      ports: [
        { containerPort: 1, protocol: 'udp', hostIp: null, hostPort: [5, 5] },
        { containerPort: 2, protocol: 'tcp', hostIp: null, hostPort: null },
      ],
    },
  ],
  [
    'letters of a hardware address',
    { network: { kind: 'networks', attachments: [{ network: 'n', aliases: ['b', 'a'], ipv4: null, mac: 'AA:00' }] } },
    { network: { kind: 'networks', attachments: [{ network: 'n', aliases: ['a', 'b'], ipv4: null, mac: 'aa:00' }] } },
  ],
];

for (const [what, one, other] of SPELLINGS) {
  test(`${what} makes no difference`, () => {
    assert.equal(
      JSON.stringify(canonicalSpec({ name: 'web', ...one })),
      JSON.stringify(canonicalSpec({ name: 'web', ...other })),
    );
  });
}

test('the order of networks makes a difference: the first is the default route', () => {
  const attached = (networks: readonly string[]): Partial<ContainerSpec> => ({
    network: {
      kind: 'networks',
      attachments: networks.map((network) => ({ network, aliases: [], ipv4: null, mac: null })),
    },
  });
  const causes = diffStored({ name: 'web', ...attached(['a', 'b']) }, { name: 'web', ...attached(['b', 'a']) });
  assert.deepEqual(causes, [{ kind: 'changed', field: 'networks', from: ['a', 'b'], to: ['b', 'a'] }]);
});

test('another reference of the same image makes no difference', () => {
  assert.deepEqual(
    diffStored({ name: 'web', image: 'a:1', imageId: 'x' }, { name: 'web', image: 'a:2', imageId: 'x' }),
    [],
  );
});

test('what a network leaves to the engine is no difference from what the engine chose', () => {
  assert.deepEqual(diffNetworks({ name: 'n', subnet: '10.1.0.0/24', gateway: '10.1.0.1' }, { name: 'n' }), []);
  const causes = diffNetworks({ name: 'n', subnet: '10.1.0.0/24' }, { name: 'n', subnet: '10.2.0.0/24' });
  assert.deepEqual(causes, [{ kind: 'changed', field: 'subnet', from: '10.1.0.0/24', to: '10.2.0.0/24' }]);
});

test('a volume that is called otherwise in the stack file is the same volume', () => {
  assert.deepEqual(diffVolumes({ name: 'v', key: 'one' }, { name: 'v', key: 'two' }), []);
});

test('hostile keys are plain keys', () => {
  const environment = JSON.parse('{"__proto__": "a", "constructor": "b"}');
  const causes = diffStored({ name: 'web' }, { name: 'web', environment });
  assert.deepEqual(
    causes.map((cause) => 'field' in cause && cause.field),
    ['environment.__proto__', 'environment.constructor'],
  );
});

/** In the order of the canonical form: each differs from the one before it in what counts next. */
const PORTS: ContainerSpec['ports'] = [
  { containerPort: 9, protocol: 'tcp', hostIp: null, hostPort: null },
  { containerPort: 9, protocol: 'tcp', hostIp: null, hostPort: [0, 0] },
  { containerPort: 9, protocol: 'tcp', hostIp: null, hostPort: [80, 80] },
  { containerPort: 9, protocol: 'tcp', hostIp: null, hostPort: [80, 81] },
  { containerPort: 9, protocol: 'tcp', hostIp: null, hostPort: [81, 81] },
  { containerPort: 9, protocol: 'tcp', hostIp: '10.0.0.1', hostPort: [7, 7] },
  { containerPort: 9, protocol: 'tcp', hostIp: '10.0.0.2', hostPort: [6, 6] },
  { containerPort: 9, protocol: 'udp', hostIp: null, hostPort: [5, 5] },
  { containerPort: 10, protocol: 'tcp', hostIp: null, hostPort: [4, 4] },
];

test('P3: ports in any order are the same ports', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...PORTS], { minLength: PORTS.length }), (ports) => {
      assert.deepEqual(canonicalSpec({ name: 'web', ports }).ports, PORTS);
    }),
  );
});

test('the same published port twice is one, and two that the kernel chooses are two', () => {
  const chosen = { containerPort: 80, protocol: 'tcp', hostIp: null, hostPort: null } as const;
  const given = { ...chosen, hostPort: [80, 80] } as const;
  assert.deepEqual(canonicalSpec({ name: 'web', ports: [given, { ...given }] }).ports, [given]);
  assert.deepEqual(canonicalSpec({ name: 'web', ports: [chosen, { ...chosen }] }).ports, [chosen, chosen]);
});

test('a health check that is switched off needs nothing else', () => {
  const timed = { intervalMs: 5, timeoutMs: 5, retries: 5, startPeriodMs: 5, startIntervalMs: 5 };
  const silent = { intervalMs: null, timeoutMs: null, retries: null, startPeriodMs: null, startIntervalMs: null };
  const checkOf = (test: readonly string[]) =>
    canonicalSpec({ name: 'web', healthcheck: { test, ...timed } }).healthcheck;
  assert.deepEqual(checkOf(['NONE', 'x']), { test: ['NONE'], ...silent });
  assert.deepEqual(checkOf(['CMD', 'NONE']), { test: ['CMD', 'NONE'], ...timed });
});

test('files that older versions stored belong to root, and everybody may read them', () => {
  const file = { kind: 'config', name: 'site', target: '/site', source: { content: 'x' }, digest: 'sha256:1' } as const;
  const stored = { ...file, uid: undefined, gid: undefined, mode: undefined };
  const [canonical] = asSpec({ name: 'web', files: [stored] }).files;
  assert.deepEqual(canonical, { ...file, uid: 0, gid: 0, mode: 0o444 });
});

test('limits of a container are in one order, and a policy that retries keeps its number', () => {
  const ulimits = { nproc: { soft: 1, hard: 2 }, core: { soft: 3, hard: 4 } };
  const spec = asSpec({ name: 'web', resources: { ulimits }, restart: { policy: 'on-failure' } });
  assert.deepEqual(Object.keys(spec.resources.ulimits), ['core', 'nproc']);
  assert.deepEqual(spec.restart, { policy: 'on-failure', maxRetries: 0 });
});

test('elements of one name are told apart by a number, and causes are sorted by field', () => {
  const attached = (...networks: readonly string[]): ContainerSpec =>
    asSpec({ name: 'web', network: { kind: 'networks', attachments: networks.map((network) => ({ network })) } });
  const fields = diffStored(attached('n'), attached('n', 'n', 'n')).map((cause) => 'field' in cause && cause.field);
  assert.deepEqual(fields, ['networks[n#2]', 'networks[n#3]']);
  const changed = diffStored(asSpec({ name: 'web' }), asSpec({ name: 'web', user: 'a', labels: { z: '1', b: '2' } }));
  assert.deepEqual(
    changed.map((cause) => 'field' in cause && cause.field),
    ['labels.b', 'labels.z', 'user'],
  );
  const mounted = (...targets: readonly string[]): ContainerSpec =>
    asSpec({ name: 'web', mounts: targets.map((target) => ({ kind: 'tmpfs', target })) });
  assert.deepEqual(
    diffStored(mounted('/c', '/b'), mounted('/a')).map((cause) => 'field' in cause && cause.field),
    ['mounts[/a]', 'mounts[/b]', 'mounts[/c]'],
  );
});
