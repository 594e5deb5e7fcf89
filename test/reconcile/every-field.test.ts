// Every field of a spec by itself: kept by the canonical form, seen by the comparison, hidden where it is secret.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../../src/core/specs.ts';
import { canonicalNetwork, canonicalSpec, canonicalVolume } from '../../src/reconcile/canonical-spec.ts';
import type { Cause, Plan } from '../../src/reconcile/plan.ts';
import { redactPlan } from '../../src/reconcile/redact-plan.ts';
import { diffNetworks, diffVolumes } from '../../src/reconcile/spec-diff.ts';
import { diffStored } from './support.ts';

const DEFAULTS: ContainerSpec = {
  name: 'shop-web-1',
  stack: null,
  service: null,
  replica: 0,
  image: '',
  imageId: '',
  entrypoint: null,
  command: null,
  environment: {},
  workingDir: null,
  user: null,
  hostname: null,
  domainname: null,
  init: false,
  tty: false,
  stdin: false,
  labels: {},
  stopSignal: null,
  stopGraceMs: 10_000,
  restart: { policy: 'no', maxRetries: 0 },
  healthcheck: null,
  postStart: [],
  preStop: [],
  mounts: [],
  network: { kind: 'none' },
  ports: [],
  files: [],
  extraHosts: [],
  dns: [],
  dnsSearch: [],
  dnsOptions: [],
  sysctls: {},
  resources: {
    memoryBytes: null,
    memoryReservationBytes: null,
    memorySwapBytes: null,
    cpus: null,
    cpuShares: null,
    cpuset: null,
    pids: null,
    shmBytes: null,
    oomScoreAdj: null,
    ulimits: {},
  },
  capAdd: [],
  capDrop: [],
  privileged: false,
  readOnly: false,
  securityOptions: [],
  autoRemove: false,
};

/** None of it is a default. */
const FULL: ContainerSpec = {
  name: 'shop-web-1',
  stack: 'shop',
  service: 'web',
  replica: 1,
  image: 'nginx',
  imageId: 'sha256:1',
  entrypoint: ['/entry'],
  command: ['serve'],
  environment: { A: '1', B: null },
  workingDir: '/srv',
  user: 'www',
  hostname: 'web',
  domainname: 'example.org',
  init: true,
  tty: true,
  stdin: true,
  labels: { a: 'b' },
  stopSignal: 'SIGQUIT',
  stopGraceMs: 1,
  restart: { policy: 'on-failure', maxRetries: 3 },
  healthcheck: {
    test: ['CMD', 'true'],
    intervalMs: 1,
    timeoutMs: 2,
    retries: 3,
    startPeriodMs: 4,
    startIntervalMs: 5,
  },
  postStart: [{ command: ['seed'], user: 'www', workingDir: '/srv', privileged: true, environment: { A: '1' } }],
  preStop: [{ command: ['leave'], user: 'www', workingDir: '/srv', privileged: true, environment: { A: '1' } }],
  mounts: [
    { kind: 'volume', volume: 'v', target: '/a', readOnly: true, noCopy: true, subpath: 's' },
    { kind: 'anonymous', target: '/b', readOnly: true, noCopy: true },
    { kind: 'bind', source: '/s', target: '/c', readOnly: true, createSource: false, propagation: 'rshared' },
    { kind: 'tmpfs', target: '/d', readOnly: true, sizeBytes: 1, mode: 2, options: ['noexec'] },
  ],
  network: {
    kind: 'networks',
    attachments: [{ network: 'n', aliases: ['web'], ipv4: '10.0.0.2', mac: '02:00:00:00:00:01' }],
  },
  ports: [{ containerPort: 80, protocol: 'udp', hostIp: '127.0.0.1', hostPort: [8080, 8081], sticky: true }],
  files: [
    {
      kind: 'secret',
      name: 's',
      target: '/run/secrets/s',
      uid: 1,
      gid: 2,
      mode: 3,
      source: { value: 'hmac:0123456789' },
      digest: 'hmac:0123456789',
    },
  ],
  extraHosts: ['a:1.2.3.4'],
  dns: ['1.1.1.1'],
  dnsSearch: ['example.org'],
  dnsOptions: ['ndots:1'],
  sysctls: { 'net.core.somaxconn': '1' },
  resources: {
    memoryBytes: 1,
    memoryReservationBytes: 2,
    memorySwapBytes: 3,
    cpus: 4,
    cpuShares: 5,
    cpuset: '0',
    pids: 6,
    shmBytes: 7,
    oomScoreAdj: 8,
    ulimits: { nofile: { soft: 1, hard: 2 } },
  },
  capAdd: ['NET_ADMIN'],
  capDrop: ['CHOWN'],
  privileged: true,
  readOnly: true,
  securityOptions: ['no-new-privileges'],
  autoRemove: true,
};

const NETWORK: NetworkSpec = {
  name: 'n',
  stack: 'shop',
  key: 'front',
  driver: 'bridge',
  internal: true,
  subnet: '10.0.0.0/24',
  gateway: '10.0.0.1',
  ipRange: '10.0.0.128/25',
  options: { mtu: '1400' },
  labels: { a: 'b' },
};
const BARE_NETWORK: NetworkSpec = {
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
};

const VOLUME: VolumeSpec = {
  name: 'v',
  stack: 'shop',
  key: 'data',
  driver: 'local',
  options: { o: 'x' },
  labels: { a: 'b' },
};
const BARE_VOLUME: VolumeSpec = { name: 'v', stack: null, key: null, driver: 'local', options: {}, labels: {} };

test('a field that is left out has its default, one that is given stays', () => {
  assert.deepEqual(canonicalSpec({ name: 'shop-web-1' }), DEFAULTS);
  assert.deepEqual(canonicalSpec(FULL), FULL);
  assert.deepEqual(canonicalNetwork({ name: 'n' }), BARE_NETWORK);
  assert.deepEqual(canonicalNetwork(NETWORK), NETWORK);
  assert.deepEqual(canonicalVolume({ name: 'v' }), BARE_VOLUME);
  assert.deepEqual(canonicalVolume(VOLUME), VOLUME);
});

test('mounts and attachments have defaults of their own', () => {
  const { mounts, network, files, ports } = canonicalSpec({
    name: 'x',
    mounts: [
      { kind: 'volume', target: '/a' },
      { kind: 'anonymous', target: '/b' },
      { kind: 'bind', target: '/c' },
      { kind: 'tmpfs', target: '/d' },
    ] as never,
    network: { kind: 'networks', attachments: [{ network: 'n' }] } as never,
    ports: [{ containerPort: 80 }] as never,
  });
  assert.deepEqual(mounts, [
    { kind: 'volume', volume: '', target: '/a', readOnly: false, noCopy: false, subpath: null },
    { kind: 'anonymous', target: '/b', readOnly: false, noCopy: false },
    { kind: 'bind', source: '', target: '/c', readOnly: false, createSource: true, propagation: null },
    { kind: 'tmpfs', target: '/d', readOnly: false, sizeBytes: null, mode: null, options: [] },
  ]);
  assert.deepEqual(network, { kind: 'networks', attachments: [{ network: 'n', aliases: [], ipv4: null, mac: null }] });
  assert.deepEqual(ports, [{ containerPort: 80, protocol: 'tcp', hostIp: null, hostPort: null }]);
  assert.deepEqual(files, []);
});

/** Fields whose change is none of the container's, or is told by another one's. */
const WITHOUT_CAUSE: ReadonlySet<string> = new Set(['name', 'stack', 'service', 'replica', 'image']);

for (const field of Object.keys(FULL) as (keyof ContainerSpec)[]) {
  if (WITHOUT_CAUSE.has(field)) continue;
  test(`a change of ${field} is told as such, both ways, and as nothing else`, () => {
    const other = { ...FULL, [field]: DEFAULTS[field] };
    for (const causes of [diffStored(FULL, other), diffStored(other, FULL)]) {
      // An id that is not known yet is no difference.
      if (field === 'imageId' && causes.length === 0) continue;
      assert.notEqual(causes.length, 0);
      assert.deepEqual(
        [...new Set(causes.map(fieldOf))].filter((name) => name !== field && name !== SYNONYMS[field]),
        [],
      );
      assert.doesNotMatch(JSON.stringify(causes), /hunter2|0123456789/);
    }
  });
}

const SYNONYMS: Readonly<Record<string, string>> = { network: 'networks' };

function fieldOf(cause: Cause): string {
  return 'field' in cause ? (cause.field.split(/[.[]/)[0] ?? '') : cause.kind;
}

test('the same spec has no difference', () => {
  assert.deepEqual(diffStored(FULL, { ...FULL }), []);
  assert.deepEqual(diffStored(DEFAULTS, { ...DEFAULTS, replica: 4 }), []);
  assert.deepEqual(diffStored(DEFAULTS, { ...DEFAULTS, name: 'other' }).map(fieldOf), ['name']);
});

for (const field of ['internal', 'options', 'labels'] as const)
  test(`a network's ${field} is seen`, () => {
    const causes = diffNetworks(NETWORK, { ...NETWORK, [field]: BARE_NETWORK[field] });
    assert.deepEqual([...new Set(causes.map(fieldOf))], [field]);
  });

test('an address range that is asked for is seen, one that is left to us is as it is', () => {
  const other = { subnet: '10.9.0.0/24', gateway: '10.0.0.9', ipRange: '10.0.0.64/26' };
  for (const [field, value] of Object.entries(other)) {
    assert.deepEqual([...new Set(diffNetworks(NETWORK, { ...NETWORK, [field]: value }).map(fieldOf))], [field]);
    assert.deepEqual(diffNetworks(NETWORK, { ...NETWORK, [field]: null }), []);
  }
});

for (const field of ['options', 'labels'] as const)
  test(`a volume's ${field} are seen`, () => {
    const causes = diffVolumes(VOLUME, { ...VOLUME, [field]: {} });
    assert.deepEqual([...new Set(causes.map(fieldOf))], [field]);
  });

test('a plan leaves with its steps, and without what is secret', () => {
  const base = { after: [], because: [] };
  const spec = { ...FULL, environment: { PASSWORD: 'hunter2', LEVEL: 'info' }, command: ['--token', 'hunter2'] };
  const plan: Plan = {
    id: 'id',
    stack: 'shop',
    steps: [
      { ...base, kind: 'create-container', id: 'a', spec, start: true },
      {
        ...base,
        kind: 'recreate-container',
        id: 'b',
        container: 'x',
        spec,
        start: true,
        renewAnonymousVolumes: false,
        unlessImageId: null,
        keepEnded: false,
      },
      { ...base, kind: 'remove-network', id: 'c', name: 'n' },
    ],
    warnings: [],
    unchanged: ['volume v'],
  };
  const shown = redactPlan(plan, (text) => `hmac:${text.length}0000000`);
  assert.doesNotMatch(JSON.stringify(shown), /hunter2/);
  assert.deepEqual({ ...shown, steps: shown.steps.map(({ id }) => id) }, { ...plan, steps: ['a', 'b', 'c'] });
  const [first, , third] = shown.steps;
  assert.deepEqual(third, plan.steps[2]);
  assert.equal(first && 'spec' in first && 'environment' in first.spec && first.spec.environment['LEVEL'], 'info');
  const config = {
    ...plan,
    steps: [
      {
        ...base,
        kind: 'create-container',
        id: 'a',
        spec: {
          ...FULL,
          files: FULL.files.map((file) => ({ ...file, kind: 'config' as const, source: { content: 'hunter2' } })),
        },
        start: true,
      } as const,
    ],
  };
  assert.match(JSON.stringify(redactPlan(config, () => 'x')), /hunter2/, 'a config is no secret');
});

test('a secret that an earlier version stored in the spec is its digest', () => {
  const files = FULL.files.map((file) => ({ ...file, source: { content: 'hunter2' } }));
  assert.deepEqual(canonicalSpec({ ...FULL, files }), canonicalSpec(FULL));
});

test('a secret variable is seen when it changes, and neither value is told', () => {
  const before = canonicalSpec({ ...FULL, secretEnvironment: { LEVEL: 'hmac:1', B: 'hmac:2' } });
  const after = canonicalSpec({ ...FULL, secretEnvironment: { LEVEL: 'hmac:3', B: 'hmac:2' } });
  assert.deepEqual(diffStored(before, after), [{ kind: 'content-changed', field: 'secretEnvironment.LEVEL' }]);
  assert.deepEqual(
    diffStored(canonicalSpec(FULL), after).map(({ kind }) => kind),
    ['content-changed'],
  );
});
