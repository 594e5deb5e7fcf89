import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ContainerSpec } from '../../src/core/specs.ts';
import { canonicalNetwork, canonicalSpec, canonicalVolume } from '../../src/reconcile/canonical-spec.ts';
import { diffContainers, diffNetworks, diffVolumes } from '../../src/reconcile/spec-diff.ts';

const text = fc.string({ maxLength: 5 });
const words = fc.array(text, { maxLength: 3 });
const record = fc.dictionary(text, text, { maxKeys: 3 });
const whole = fc.integer({ min: 0, max: 9 });

/** Specs as some version may have stored them: any field may be missing. */
const stored = fc.record(
  {
    name: text,
    stack: fc.option(text),
    replica: whole,
    command: fc.option(words),
    environment: fc.dictionary(text, fc.option(text), { maxKeys: 3 }),
    labels: record,
    stopGraceMs: whole,
    restart: fc.record({ policy: fc.constantFrom('no', 'always', 'on-failure'), maxRetries: whole }),
    healthcheck: fc.option(
      fc.record(
        { test: fc.option(fc.constantFrom(['NONE'], ['CMD', 'true'])), intervalMs: fc.option(whole) },
        { requiredKeys: [] },
      ),
    ),
    mounts: fc.uniqueArray(
      fc.oneof(
        fc.record(
          { kind: fc.constant('volume' as const), target: text, volume: text, subpath: fc.option(text) },
          { requiredKeys: ['kind', 'target'] },
        ),
        fc.record(
          { kind: fc.constant('tmpfs' as const), target: text, options: words },
          { requiredKeys: ['kind', 'target'] },
        ),
        fc.record(
          { kind: fc.constant('bind' as const), target: text, source: text },
          { requiredKeys: ['kind', 'target'] },
        ),
      ),
      { selector: ({ target }) => target, maxLength: 3 },
    ),
    network: fc.oneof(
      fc.constant({ kind: 'host' as const }),
      fc.record({
        kind: fc.constant('networks' as const),
        attachments: fc.array(
          fc.record({ network: text, aliases: words, mac: fc.option(fc.constantFrom('AA:BB', 'aa:bb')) }),
          { maxLength: 2 },
        ),
      }),
    ),
    ports: fc.array(
      fc.record(
        {
          containerPort: whole,
          protocol: fc.constantFrom('tcp', 'udp'),
          hostIp: fc.constantFrom('', null, '127.0.0.1'),
          hostPort: fc.option(fc.tuple(whole, whole)),
        },
        { requiredKeys: ['containerPort'] },
      ),
      { maxLength: 4 },
    ),
    capAdd: fc.array(fc.constantFrom('NET_ADMIN', 'cap_net_admin', 'CAP_SYS_TIME', 'sys_time'), { maxLength: 4 }),
    resources: fc.record({ memoryBytes: fc.option(whole), cpus: fc.option(whole) }, { requiredKeys: [] }),
    securityOptions: words,
  },
  { requiredKeys: ['name'] },
);

const asSpec = (value: unknown): ContainerSpec => canonicalSpec(value as ContainerSpec);

test('the canonical form of a canonical form is itself, byte for byte', () => {
  fc.assert(
    fc.property(stored, (spec) => {
      const once = asSpec(spec);
      assert.equal(JSON.stringify(canonicalSpec(once)), JSON.stringify(once));
    }),
    { numRuns: 2000 },
  );
});

test('a spec differs from none of its spellings', () => {
  fc.assert(
    fc.property(stored, (spec) => {
      assert.deepEqual(diffContainers(spec as unknown as ContainerSpec, asSpec(spec)), []);
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
  const causes = diffContainers({ name: 'web', ...attached(['a', 'b']) }, { name: 'web', ...attached(['b', 'a']) });
  assert.deepEqual(causes, [{ kind: 'changed', field: 'networks', from: ['a', 'b'], to: ['b', 'a'] }]);
});

test('another reference of the same image makes no difference', () => {
  assert.deepEqual(
    diffContainers({ name: 'web', image: 'a:1', imageId: 'x' }, { name: 'web', image: 'a:2', imageId: 'x' }),
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
  const causes = diffContainers({ name: 'web' }, { name: 'web', environment });
  assert.deepEqual(
    causes.map((cause) => 'field' in cause && cause.field),
    ['environment.__proto__', 'environment.constructor'],
  );
});
