// Facts of a stack that is as it was applied, one of them changed: exactly that is found.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { CgroupLimits } from '../../src/core/cgroup-limits.ts';
import { describeDrift } from '../../src/reconcile/describe-drift.ts';
import type { ContainerFacts, DriftFacts, DriftFinding, LiveFacts } from '../../src/reconcile/drift.ts';
import { driftModeOf, driftSettings, isIgnored, watchesDrift } from '../../src/reconcile/drift-settings.ts';
import { findDrift } from '../../src/reconcile/find-drift.ts';
import { makeStack } from './support.ts';

const LIMITS: CgroupLimits = {
  memory: 67_108_864,
  memoryReservation: null,
  memorySwap: 134_217_728,
  cpus: 0.5,
  cpuShares: 1024,
  cpuset: '0-1',
  pids: 50,
};
const LIVE: LiveFacts = {
  process: 'same',
  limits: { expected: LIMITS, actual: LIMITS },
  mounts: { expected: ['/', '/data'], actual: ['/', '/proc', '/data'] },
  network: [],
  routes: [],
  servedPorts: [{ protocol: 'tcp', hostIp: null, hostPort: 8080, containerPort: 80 }],
  files: [{ target: '/run/secrets/pin', expected: 'hmac-sha256:aa', actual: 'hmac-sha256:aa' }],
};
const WEB: ContainerFacts = {
  name: 'shop-web-1',
  service: 'web',
  spec: {
    image: 'web',
    imageId: 'sha256:web',
    restart: { policy: 'no', maxRetries: 0 },
    ports: [{ containerPort: 80, protocol: 'tcp', hostIp: null, hostPort: [8080, 8080] }],
  },
  status: 'running',
  exitCode: null,
  oomKilled: false,
  stoppedByUser: false,
  live: LIVE,
};
const FILE = { size: 3, sha256: 'sha256:aa' };
const FACTS: DriftFacts = {
  stack: 'shop',
  wanted: [{ name: 'shop-web-1', service: 'web' }],
  images: { web: 'sha256:web' },
  awaited: [],
  containers: [WEB],
  networks: [{ name: 'shop_default', problems: [], overlay: [] }],
  volumes: [{ name: 'shop_data', exists: true }],
  files: [{ path: '/srv/shop/site.conf', expected: FILE, actual: FILE }],
  firewallIntact: true,
};

const find = (facts: DriftFacts) => findDrift(facts, () => 'keyed:1f0a9c2e77');
const withWeb = (web: Partial<ContainerFacts>): DriftFacts => ({ ...FACTS, containers: [{ ...WEB, ...web }] });
const withLive = (live: Partial<LiveFacts>): DriftFacts => withWeb({ live: { ...LIVE, ...live } });
const withLimit = (limit: Partial<CgroupLimits>): DriftFacts =>
  withLive({ limits: { expected: LIMITS, actual: { ...LIMITS, ...limit } } });
const ended = (web: Partial<ContainerFacts>): DriftFacts => withWeb({ status: 'exited', live: null, ...web });

test('there is none where all is as it was applied', () => assert.deepEqual(find(FACTS), []));

type Case = readonly [what: string, facts: DriftFacts, expected: string];

const CASES: readonly Case[] = [
  ['a container that is gone', { ...FACTS, containers: [] }, 'container exists automatic'],
  ['one that was half removed', ended({ status: 'dead' }), 'container status automatic'],
  ['one that was never started', ended({ status: 'created' }), 'container status up'],
  ['one that was killed', ended({ exitCode: 137 }), 'container status automatic'],
  ['one that the kernel killed', ended({ exitCode: 137, oomKilled: true }), 'container status automatic'],
  ['one that was asked to end', ended({ exitCode: 143 }), 'container status automatic'],
  ['one that crashed', ended({ exitCode: 139 }), 'container status up'],
  ['one that failed', ended({ exitCode: 1 }), 'container status up'],
  ['one whose end nobody saw', ended({ exitCode: 255 }), 'container status up'],
  [
    'one that its restart policy gave up',
    ended({ exitCode: 137, spec: { ...WEB.spec, restart: { policy: 'on-failure', maxRetries: 1 } } }),
    'container status up',
  ],
  ['another image', withWeb({ spec: { ...WEB.spec, imageId: 'sha256:old' } }), 'image image up'],
  ['a process that is gone', withLive({ process: 'gone', network: ['all of it'] }), 'process process restart'],
  ['less memory', withLimit({ memory: 33_554_432 }), 'limit limits.memory automatic'],
  ['a reservation', withLimit({ memoryReservation: 33_554_432 }), 'limit limits.memory-reservation automatic'],
  ['swap without limit', withLimit({ memorySwap: null }), 'limit limits.memory-swap automatic'],
  ['more processors', withLimit({ cpus: 0.6 }), 'limit limits.cpus automatic'],
  ['other shares', withLimit({ cpuShares: 512 }), 'limit limits.cpu-shares automatic'],
  ['fewer processors', withLimit({ cpuset: '0' }), 'limit limits.cpuset automatic'],
  ['more processes', withLimit({ pids: 51 }), 'limit limits.pids automatic'],
  [
    'a mount that is gone',
    withLive({ mounts: { expected: ['/', '/data'], actual: ['/'] } }),
    'mount mounts./data restart',
  ],
  ['a link that is gone', withLive({ network: ['link is missing'] }), 'network network restart'],
  ['a route that is gone', withLive({ routes: ['default route is missing'] }), 'network routes restart'],
  ['a port that is not held', withLive({ servedPorts: [] }), 'port ports.*:8080:80/tcp restart'],
  [
    'a secret that was written to',
    withLive({ files: [{ target: '/pin', expected: 'hmac:aa', actual: 'hmac:bb' }] }),
    'file files./pin restart',
  ],
  [
    'a secret that is gone',
    withLive({ files: [{ target: '/pin', expected: 'a', actual: null }] }),
    'file files./pin restart',
  ],
  ['a network that is gone', { ...FACTS, networks: [{ name: 'n', problems: null, overlay: [] }] }, 'network exists up'],
  [
    'a bridge that is down',
    { ...FACTS, networks: [{ name: 'n', problems: ['down'], overlay: [] }] },
    'network bridge automatic',
  ],
  [
    'a way to another host that is gone',
    {
      ...FACTS,
      networks: [{ name: 'n', problems: [], overlay: ['forwarding of 02:42:0a:5d:00:03 of VNI 4097 was missing'] }],
    },
    'network overlay automatic',
  ],
  ['a volume that is gone', { ...FACTS, volumes: [{ name: 'v', exists: false }] }, 'volume exists up'],
  [
    'a file that was edited',
    { ...FACTS, files: [{ path: '/f', expected: FILE, actual: { ...FILE, sha256: 'sha256:bb' } }] },
    'file content none',
  ],
  ['a file that is gone', { ...FACTS, files: [{ path: '/f', expected: FILE, actual: null }] }, 'file content none'],
  ['rules that were changed', { ...FACTS, firewallIntact: false }, 'firewall rules automatic'],
];

describe('each single change gives exactly its finding', () => {
  for (const [what, facts, expected] of CASES)
    test(what, () => {
      const findings = find(facts);
      assert.deepEqual(
        findings.map((finding) => `${finding.class} ${finding.field} ${finding.repair}`),
        [expected],
      );
      assert.match(describeDrift(findings[0] as DriftFinding), / is .*, applied was /);
    });
});

const NO_DRIFT: readonly (readonly [string, DriftFacts])[] = [
  ['one that the user stopped', ended({ exitCode: 137, stoppedByUser: true })],
  ['one that has done its work', ended({ exitCode: 0 })],
  [
    'one that others wait for, whatever its policy',
    {
      ...ended({ exitCode: 0, spec: { ...WEB.spec, restart: { policy: 'always', maxRetries: 0 } } }),
      awaited: ['web'],
    },
  ],
  ['one whose restart is due', withWeb({ status: 'restarting', exitCode: 1, live: null })],
  ['one that could not be read', withWeb({ status: 'unknown', live: null })],
  ['limits in whole pages', withLimit({ memory: 67_108_864 - 4095, memorySwap: 134_217_728 + 4095 })],
  ['shares that were weights', withLimit({ cpuShares: 998 })],
  ['the same processors in other words', withLimit({ cpuset: '0,1' })],
  ['limits that cannot be read', withLimit({ memory: undefined, pids: undefined })],
  ['mounts that cannot be read', withLive({ mounts: { expected: ['/'], actual: null } })],
  ['an image that the revision does not know', { ...FACTS, images: {} }],
  ['rules that the stack has no need of', { ...FACTS, firewallIntact: undefined }],
];

describe('no drift is', () => {
  for (const [what, facts] of NO_DRIFT) test(what, () => assert.deepEqual(find(facts), []));
});

test('findings are ordered, plain JSON, and the same for facts in any order', () => {
  fc.assert(
    fc.property(fc.subarray([...CASES], { minLength: 2 }), fc.infiniteStream(fc.nat()), (cases, stream) => {
      const containers = cases.flatMap(([, facts], index) =>
        facts.containers.map((container) => ({ ...container, name: `c${index}` })),
      );
      const all = { ...FACTS, wanted: [], containers, files: cases.flatMap(([, { files }]) => files) };
      const shuffled = containers.toSorted(() => ((stream.next().value ?? 0) % 3) - 1);
      const findings = find(all);
      assert.deepEqual(find({ ...all, containers: shuffled }), findings);
      assert.deepEqual(JSON.parse(JSON.stringify(findings)), findings);
      assert.equal(
        new Set(findings.map(({ resource, field, actual }) => `${resource} ${field} ${actual}`)).size > 0,
        findings.length > 0,
      );
    }),
  );
});

test('nothing is found of any limits that are as they were applied, and any other amount of pages is', () => {
  const amount = fc.oneof(fc.constant(null), fc.integer({ min: 6 * 2 ** 20, max: 2 ** 40 }));
  fc.assert(
    fc.property(amount, amount, (expected, actual) => {
      const limits = { expected: { ...LIMITS, memory: expected }, actual: { ...LIMITS, memory: actual } };
      const isFar = expected === null || actual === null ? expected !== actual : Math.abs(expected - actual) >= 65_536;
      assert.equal(find(withLive({ limits })).length, isFar ? 1 : 0);
    }),
  );
});

test('a value that looks like a secret is a digest', () => {
  const [finding] = find(withLive({ network: ['password=hunter2 is missing'] }));
  assert.equal(finding?.actual, '(hidden 1f0a9c2e)');
});

describe('what a stack says of drift', () => {
  const stack = (own: unknown, web: unknown) => ({
    ...makeStack({ services: { web: { extensions: { 'x-dockr': web } }, db: {} } }),
    extensions: { 'x-dockr': own },
  });
  const [limit] = find(withLimit({ memory: 33_554_432 }));
  const [bridge] = find({ ...FACTS, networks: [{ name: 'n', problems: ['down'], overlay: [] }] });
  assert.ok(limit && bridge);

  test('holds for its services unless they say otherwise', () => {
    const settings = driftSettings(stack({ drift: 'repair' }, { drift: 'ignore' }));
    assert.deepEqual(settings.services, { web: 'ignore', db: 'repair' });
    assert.equal(driftModeOf(limit, settings), 'ignore');
    assert.equal(driftModeOf(bridge, settings), 'repair');
    assert.equal(watchesDrift(settings), true);
  });

  test('is nothing where it is nothing that dockr knows', () => {
    for (const own of [undefined, null, 'repair', { drift: 'mend' }, { drift: ['repair'], ignoreDrift: 'web' }]) {
      const settings = driftSettings(stack(own, own));
      assert.deepEqual(settings, { mode: 'default', services: { web: 'default', db: 'default' }, ignored: [] });
      assert.equal(watchesDrift(settings), false);
    }
  });

  test('leaves out fields by service, by part and everywhere', () => {
    const ignores = (own: readonly string[], web: readonly string[] = []) => {
      const settings = driftSettings(stack({ ignoreDrift: own }, { ignoreDrift: web }));
      return [limit, bridge].map((finding) => isIgnored(finding, settings));
    };
    assert.deepEqual(ignores(['web.limits.memory']), [true, false]);
    assert.deepEqual(ignores(['web.limits']), [true, false]);
    assert.deepEqual(ignores(['web.lim', 'db.limits']), [false, false]);
    assert.deepEqual(ignores(['*.limits', 'network.bridge']), [true, true]);
    assert.deepEqual(ignores([], ['limits.memory']), [true, false]);
  });
});

const shown = (facts: DriftFacts) => find(facts).map(({ field, expected, actual }) => ({ field, expected, actual }));

test('a finding says what was to be and what is', () => {
  const rows: readonly (readonly [DriftFacts, ReturnType<typeof shown>[number]])[] = [
    [
      { ...FACTS, containers: [] },
      { field: 'exists', expected: true, actual: false },
    ],
    [
      { ...FACTS, volumes: [{ name: 'v', exists: false }] },
      { field: 'exists', expected: true, actual: false },
    ],
    [ended({ exitCode: 3 }), { field: 'status', expected: 'running', actual: 'exited with 3' }],
    [ended({ exitCode: null }), { field: 'status', expected: 'running', actual: 'exited with an unknown code' }],
    [ended({ exitCode: 128 }), { field: 'status', expected: 'running', actual: 'exited with 128' }],
    [ended({ exitCode: 129 }), { field: 'status', expected: 'running', actual: 'killed by signal 1' }],
    [ended({ exitCode: 254 }), { field: 'status', expected: 'running', actual: 'killed by signal 126' }],
    [ended({ exitCode: 255 }), { field: 'status', expected: 'running', actual: 'exited with 255' }],
    [ended({ exitCode: 256 }), { field: 'status', expected: 'running', actual: 'exited with 256' }],
    [
      ended({ exitCode: 137, oomKilled: true }),
      { field: 'status', expected: 'running', actual: 'killed for want of memory' },
    ],
    [
      withLive({ files: [{ target: '/pin', expected: 'hmac:aabbccddeeff', actual: null }] }),
      { field: 'files./pin', expected: '(hidden aabbccdd)', actual: 'missing' },
    ],
    [
      withLive({ files: [{ target: '/pin', expected: 'hmac:aabbccddeeff', actual: 'hmac:0011223344' }] }),
      { field: 'files./pin', expected: '(hidden aabbccdd)', actual: '(hidden 00112233)' },
    ],
    [
      { ...FACTS, files: [{ path: '/f', expected: FILE, actual: { size: 4, sha256: 'sha256:0123456789abcdef' } }] },
      { field: 'content', expected: '3 bytes, aa', actual: '4 bytes, 0123456789ab' },
    ],
    [
      { ...FACTS, files: [{ path: '/f', expected: null, actual: FILE }] },
      { field: 'content', expected: 'not there', actual: '3 bytes, aa' },
    ],
  ];
  for (const [facts, expected] of rows) assert.deepEqual(shown(facts), [expected]);
});

const restarting = (policy: 'always' | 'on-failure' | 'unless-stopped') => ({
  spec: { ...WEB.spec, restart: { policy, maxRetries: 0 } },
});

test('what ended with 0 is no drift where it may end, and drift where it is to run', () => {
  assert.deepEqual(find(ended({ exitCode: 0, ...restarting('on-failure') })), []);
  assert.equal(find(ended({ exitCode: 0, ...restarting('always') })).length, 1);
  assert.equal(find({ ...ended({ exitCode: 0, ...restarting('always') }), awaited: ['db'] }).length, 1);
  assert.equal(find({ ...ended({ exitCode: 1 }), awaited: ['web'] }).length, 1);
});

test('what its restart policy gave up is left to the next command, also when memory was short', () => {
  const repairOf = (facts: DriftFacts) => find(facts)[0]?.repair;
  assert.equal(repairOf(ended({ exitCode: 137, oomKilled: true, ...restarting('on-failure') })), 'up');
  assert.equal(repairOf(ended({ exitCode: 143, ...restarting('always') })), 'up');
  assert.equal(repairOf(ended({ exitCode: 143 })), 'automatic');
});

test('a container whose state could not be read is not looked at', () => {
  assert.deepEqual(find(withWeb({ status: 'unknown', spec: { ...WEB.spec, imageId: 'sha256:old' } })), []);
});

test('a name that every object has is no image that was applied', () => {
  assert.deepEqual(find(withWeb({ spec: { ...WEB.spec, image: 'constructor' } })), []);
});

const PORT = { containerPort: 80, protocol: 'tcp', hostIp: null, hostPort: [8080, 8082] } as const;
const SERVED = { protocol: 'tcp', hostIp: null, hostPort: 8080, containerPort: 80 };
const withPort = (
  port: Partial<typeof PORT> | { hostPort: null } | { hostIp: string },
  served: Partial<typeof SERVED>,
) =>
  find({
    ...withWeb({
      spec: { ...WEB.spec, ports: [{ ...PORT, ...port }] },
      live: { ...LIVE, servedPorts: [{ ...SERVED, ...served }] },
    }),
  }).map(({ field }) => field);

test('a port is served by exactly what it says', () => {
  assert.deepEqual(withPort({}, {}), []);
  assert.deepEqual(withPort({}, { hostPort: 8082 }), []);
  assert.deepEqual(withPort({ hostPort: null }, { hostPort: 49_152 }), []);
  assert.deepEqual(withPort({}, { hostPort: 8083 }), ['ports.*:8080:80/tcp']);
  assert.deepEqual(withPort({}, { hostPort: 8079 }), ['ports.*:8080:80/tcp']);
  assert.deepEqual(withPort({}, { protocol: 'udp' }), ['ports.*:8080:80/tcp']);
  assert.deepEqual(withPort({}, { containerPort: 81 }), ['ports.*:8080:80/tcp']);
  assert.deepEqual(withPort({ hostIp: '127.0.0.1' }, {}), ['ports.127.0.0.1:8080:80/tcp']);
  assert.deepEqual(withPort({ hostPort: null }, { protocol: 'udp' }), ['ports.*::80/tcp']);
});

test('only texts that look like secrets are hidden', () => {
  const [number] = find(withLimit({ memory: 33_554_432 }));
  const [text] = find(withLive({ network: ['link is missing'] }));
  assert.deepEqual([number?.actual, text?.actual], [33_554_432, 'link is missing']);
});

test('findings are sorted by resource, then by field, then by what is', () => {
  const facts: DriftFacts = {
    ...withLive({ routes: ['b', 'a'], network: ['c'] }),
    wanted: [{ name: 'a-1', service: 'a' }],
    volumes: [{ name: 'v', exists: false }],
  };
  assert.deepEqual(
    find(facts).map(({ resource, field, actual }) => `${resource} ${field} ${actual}`),
    [
      'container a-1 exists false',
      'container shop-web-1 network c',
      'container shop-web-1 routes a',
      'container shop-web-1 routes b',
      'volume v exists false',
    ],
  );
});

const LIMIT_ROWS: readonly (readonly [
  keyof CgroupLimits,
  CgroupLimits[keyof CgroupLimits],
  CgroupLimits[keyof CgroupLimits],
  boolean,
])[] = [
  ['memory', 2 ** 30, 2 ** 30 + 65_535, true],
  ['memory', 2 ** 30, 2 ** 30 + 65_536, false],
  ['memory', null, 2 ** 30, false],
  ['memory', 2 ** 30, null, false],
  ['memory', null, null, true],
  ['memory', undefined, 5, true],
  ['memory', 5, undefined, true],
  ['memory', 65_535, null, false],
  ['cpus', 0.5, 0.500_001, true],
  ['cpus', 0.5, 0.5001, false],
  ['cpuShares', 1000, 1030, true],
  ['cpuShares', 1000, 1031, false],
  ['cpuShares', 2, 3, true],
  ['cpuShares', 2, 1, true],
  ['cpuShares', 2, 4, false],
  ['pids', 50, 50, true],
  ['pids', 50, 51, false],
  ['cpuset', '0-2,5', '5,2,1,0,1', true],
  ['cpuset', '0-2', '0-1', false],
  ['cpuset', '10,9', '9-10', true],
  ['cpuset', '0', null, false],
  ['cpuset', null, '', true],
  ['cpuset', '3-1', '', true],
  ['cpuset', '0-8192', '0-9000', true],
  ['cpuset', '0-8191', '0-8192', false],
];

for (const [limit, expected, actual, isSame] of LIMIT_ROWS) {
  test(`${limit} of ${expected} and ${actual} ${isSame ? 'are the same' : 'differ'}`, () => {
    const limits = { expected: { ...LIMITS, [limit]: expected }, actual: { ...LIMITS, [limit]: actual } };
    assert.equal(find(withLive({ limits })).length, isSame ? 0 : 1);
  });
}

test('a finding of no service goes by what the stack says', () => {
  const settings = { mode: 'repair', services: { web: 'ignore' }, ignored: [] } as const;
  const [limit] = find(withLimit({ memory: 33_554_432 }));
  assert.ok(limit);
  assert.equal(driftModeOf({ ...limit, service: null }, settings), 'repair');
  assert.equal(driftModeOf({ ...limit, service: 'constructor' }, settings), 'repair');
  assert.equal(driftModeOf({ ...limit, service: 'web' }, settings), 'ignore');
});
