import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DockrError } from '../../src/core/errors.ts';
import { makeDesired, type ServiceGiven, type StackGiven } from './support.ts';

const PLAIN = { aliases: [], priority: 0, gatewayPriority: 0 };
const BUILD = {
  context: '/srv/shop',
  args: {},
  additionalContexts: {},
  labels: {},
  tags: [],
  noCache: false,
  pull: false,
};

test('containers, networks and volumes are named as Docker Compose names them', () => {
  const desired = makeDesired({
    services: {
      web: {
        scale: 2,
        build: BUILD,
        volumes: [{ kind: 'volume', source: 'data', target: '/data', readOnly: false, noCopy: false }],
      },
      db: { containerName: 'database' },
    },
    volumes: { data: null },
  });
  assert.deepEqual(
    desired.containers.map(({ spec }) => [spec.name, spec.image]),
    [
      ['database', 'db'],
      ['shop-web-1', 'shop-web'],
      ['shop-web-2', 'shop-web'],
    ],
  );
  assert.deepEqual(
    desired.networks.map(({ spec }) => spec.name),
    ['shop_default'],
  );
  assert.deepEqual(
    desired.volumes.map(({ spec }) => spec.name),
    ['shop_data'],
  );
});

test('a container is known in each network by its service and its aliases', () => {
  const [web] = makeDesired({ services: { web: { networks: { front: { ...PLAIN, aliases: ['www'] } } } } }).containers;
  assert.deepEqual(web?.spec.network, {
    kind: 'networks',
    attachments: [{ network: 'shop_front', aliases: ['web', 'www'], ipv4: null, mac: null }],
  });
});

test('the network with the highest gateway priority comes first, then the highest priority, then the first name', () => {
  const networks = {
    d: PLAIN,
    c: PLAIN,
    b: { ...PLAIN, priority: 5 },
    a: { ...PLAIN, gatewayPriority: -1 },
    z: { ...PLAIN, gatewayPriority: 1 },
  };
  const [web] = makeDesired({ services: { web: { networks } } }).containers;
  assert.ok(web?.spec.network.kind === 'networks');
  assert.deepEqual(
    web.spec.network.attachments.map(({ network }) => network),
    ['shop_z', 'shop_b', 'shop_c', 'shop_d', 'shop_a'],
  );
});

test('who shares a network depends on its owner and restarts with it, also when the container is named', () => {
  const dependency = { service: 'vpn', condition: 'started', restart: true, required: true };
  for (const networkMode of [
    { kind: 'service', service: 'vpn' },
    { kind: 'container', container: 'shop-vpn-1' },
  ] as const) {
    const desired = makeDesired({ services: { app: { networkMode }, vpn: {} } });
    assert.deepEqual(desired.services[0]?.dependencies, [dependency]);
    assert.deepEqual(desired.containers[0]?.spec.network, { kind: 'container', container: 'shop-vpn-1' });
  }
});

test('an image that one service builds is not pulled for another', () => {
  const desired = makeDesired({ services: { web: { image: 'app', build: BUILD }, worker: { image: 'app' } } });
  assert.deepEqual(desired.images, [
    {
      reference: 'app',
      services: ['web', 'worker'],
      how: { kind: 'build', inputs: 'inputs of web', force: false, after: [] },
    },
  ]);
});

test('the strongest pull policy of the services that share an image counts', () => {
  const policyOf = (...policies: readonly ('always' | 'missing' | 'never')[]): unknown =>
    makeDesired({
      services: Object.fromEntries(policies.map((pullPolicy, index) => [`s${index}`, { image: 'app', pullPolicy }])),
    }).images[0]?.how;
  assert.deepEqual(policyOf('never', 'missing'), { kind: 'pull', policy: 'missing' });
  assert.deepEqual(policyOf('missing', 'always', 'never'), { kind: 'pull', policy: 'always' });
  assert.deepEqual(policyOf('never'), { kind: 'pull', policy: 'never' });
});

test('without building, an image that only a build names must be here, and one with a name may be pulled', () => {
  const desired = makeDesired(
    { services: { a: { build: BUILD }, b: { build: BUILD, image: 'app' } } },
    { build: 'never' },
  );
  assert.deepEqual(
    desired.images.map(({ how }) => how),
    [
      { kind: 'pull', policy: 'missing' },
      { kind: 'pull', policy: 'never' },
    ],
  );
});

test('pull_policy build builds each time', () => {
  const [image] = makeDesired({ services: { web: { build: BUILD, pullPolicy: 'build' } } }).images;
  assert.ok(image?.how.kind === 'build' && image.how.force);
});

test('a service scaled to nothing is still a service of the stack', () => {
  const desired = makeDesired({ services: { web: {} } }, { scale: { web: 0 } });
  assert.deepEqual([desired.containers.length, desired.services.length], [0, 1]);
});

const REFUSED: readonly (readonly [string, string, StackGiven, Parameters<typeof makeDesired>[1]])[] = [
  ['scaling a service that is not there', 'unknown-service', { services: { web: {} } }, { scale: { wbe: 2 } }],
  ['scaling to less than nothing', 'invalid-scale', { services: { web: {} } }, { scale: { web: -1 } }],
  ['scaling beyond all bounds', 'invalid-scale', { services: { web: {} } }, { scale: { web: 1e9 } }],
  [
    'two containers of one name',
    'container-name-with-scale',
    { services: { web: { containerName: 'web', scale: 2 } } },
    {},
  ],
  [
    'a name that another service has',
    'container-name-twice',
    { services: { web: { containerName: 'shop-db-1' }, db: {} } },
    {},
  ],
  [
    'one image built from two sources',
    'image-built-twice',
    { services: { a: { image: 'app', build: BUILD }, b: { image: 'app', build: BUILD } } },
    {},
  ],
  [
    'a driver that there is not',
    'unsupported-driver',
    { services: { web: {} }, networks: { default: { driver: 'macvlan' } } },
    {},
  ],
  [
    'a driver of volumes that there is not',
    'unsupported-driver',
    {
      services: { web: { volumes: [{ kind: 'volume', source: 'd', target: '/d', readOnly: false, noCopy: false }] } },
      volumes: { d: { driver: 'nfs' } },
    },
    {},
  ],
  [
    'a secret that is nowhere',
    'unknown-secret',
    { services: { web: { secrets: [{ source: 'pin', target: '/pin', uid: 0, gid: 0, mode: 0o400 }] } } },
    { fileDigests: { 'secret:pin': 'x' } },
  ],
  [
    'sharing the network of nobody',
    'unknown-service',
    { services: { web: { networkMode: { kind: 'service', service: 'vpn' } } } },
    {},
  ],
];

for (const [what, code, stack, inputs] of REFUSED) {
  test(`${what} is refused`, () => {
    assert.throws(
      () => makeDesired(stack, inputs),
      (error: DockrError) => error.code === code,
    );
  });
}

test("the engine's own network is one that a service can be on", () => {
  const [web] = makeDesired({ services: { web: { networkMode: { kind: 'bridge' } } } }).containers;
  assert.deepEqual(web?.spec.network, {
    kind: 'networks',
    attachments: [{ network: 'bridge', aliases: [], ipv4: null, mac: null }],
  });
});

test('who names the container of another service keeps the condition of its dependency, and others have none', () => {
  const networkMode = { kind: 'service', service: 'vpn' } as const;
  const vpn = { condition: 'service_healthy', restart: false, required: false } as const;
  const desired = makeDesired({
    services: {
      app: { networkMode, dependsOn: { vpn, db: { condition: 'service_started', restart: false, required: true } } },
      db: {},
      guest: { networkMode: { kind: 'container', container: 'somewhere' } },
      vpn: {},
    },
  });
  assert.deepEqual(desired.services[0]?.dependencies, [
    { service: 'db', condition: 'started', restart: false, required: true },
    { service: 'vpn', condition: 'healthy', restart: true, required: true },
  ]);
  assert.deepEqual(desired.services[2]?.dependencies, []);
});

test('of an external network or volume only its name is known', () => {
  const mount = { kind: 'volume', source: 'data', target: '/data', readOnly: false, noCopy: false } as const;
  const desired = makeDesired({
    services: { web: { networks: { out: PLAIN }, volumes: [mount, { ...mount, kind: 'anonymous', target: '/x' }] } },
    networks: { out: { external: true, name: 'outer', driver: 'macvlan', labels: { a: 'b' }, internal: true } },
    volumes: { data: { external: true, name: 'kept', driver: 'nfs', labels: { a: 'b' } } },
  });
  const [network, volume] = [desired.networks[0], desired.volumes[0]];
  assert.equal(desired.volumes.length, 1);
  assert.deepEqual([network?.external, network?.spec.name, network?.spec.stack], [true, 'outer', null]);
  assert.deepEqual([network?.spec.internal, network?.spec.labels], [false, {}]);
  assert.deepEqual([volume?.external, volume?.spec.name, volume?.spec.stack], [true, 'kept', null]);
  assert.deepEqual(volume?.spec.labels, {});
});

test('a restart policy keeps its retries only where it has any, and a service may forget its health check', () => {
  const policyOf = (restart: ServiceGiven['restart']) =>
    makeDesired({ services: { web: { ...(restart ? { restart } : {}) } } }).containers[0]?.spec.restart;
  assert.deepEqual(policyOf({ kind: 'on-failure', maxRetries: 4 }), { policy: 'on-failure', maxRetries: 4 });
  assert.deepEqual(policyOf({ kind: 'always' }), { policy: 'always', maxRetries: 0 });
});

test('names of hosts are in one order, their addresses as they were given', () => {
  const [web] = makeDesired({ services: { web: { extraHosts: { b: ['2', '1'], a: ['3'] } } } }).containers;
  assert.deepEqual(web?.spec.extraHosts, ['a:3', 'b:2', 'b:1']);
});

test('a build comes after those whose images it takes files from, but never after itself', () => {
  const additionalContexts = { base: 'service:base', self: 'service:app', files: '/srv/files', gone: 'service:gone' };
  const [app] = makeDesired({
    services: { app: { build: { ...BUILD, additionalContexts } }, base: { build: BUILD, image: 'base:1' } },
  }).images.filter(({ reference }) => reference === 'shop-app');
  assert.ok(app?.how.kind === 'build');
  assert.deepEqual(app.how.after, ['base:1']);
});

test('pull_policy build of what is only pulled is missing', () => {
  const [image] = makeDesired({ services: { web: { pullPolicy: 'build' } } }).images;
  assert.deepEqual(image?.how, { kind: 'pull', policy: 'missing' });
});

test('an image that one of its services names may be pulled when nothing is built', () => {
  const services = { a: { build: BUILD, image: 'shop-b' }, b: { build: BUILD } };
  const [image] = makeDesired({ services }, { build: 'never' }).images;
  assert.deepEqual(image?.how, { kind: 'pull', policy: 'missing' });
});

test('an image is built each time if one of its services says so', () => {
  const services = { a: { build: BUILD, image: 'x', pullPolicy: 'build' }, b: { build: BUILD, image: 'x' } } as const;
  const [image] = makeDesired({ services }, { buildInputs: { a: 'same', b: 'same' } }).images;
  assert.ok(image?.how.kind === 'build' && image.how.force);
});

test('an update goes one by one, watched for a second, unless the file says otherwise', () => {
  const strategyOf = (updateConfig?: object, rollbackConfig?: object) => {
    const deploy = { ...(updateConfig ? { updateConfig } : {}), ...(rollbackConfig ? { rollbackConfig } : {}) };
    return makeDesired({ services: { web: { deploy } } }).services[0];
  };
  const usual = { order: null, parallelism: null, delayMs: 0, monitorMs: 1000, maxFailureRatio: 0, isMonitored: false };
  assert.deepEqual(strategyOf()?.update, { ...usual, failureAction: 'pause' });
  assert.deepEqual(strategyOf({})?.update, { ...usual, parallelism: 1, failureAction: 'pause' });
  const given = { order: 'stop-first', parallelism: 0, delayMs: 3, monitorMs: 4, maxFailureRatio: 0.5 };
  const full = { ...given, failureAction: 'rollback' };
  assert.deepEqual(strategyOf(full)?.update, { ...full, isMonitored: true });
  assert.deepEqual(strategyOf(full)?.rollback, { ...full, isMonitored: true });
  assert.equal(strategyOf({ monitorMs: 0 })?.update.isMonitored, false);
  assert.deepEqual(strategyOf(full, { delayMs: 9 })?.rollback, {
    ...{ ...usual, parallelism: 1, delayMs: 9, failureAction: 'pause' },
  });
});

test('a service can have as many containers as there may be, and no more', () => {
  const scaled = (web: number) => makeDesired({ services: { web: {} } }, { scale: { web } }).containers.length;
  assert.equal(scaled(10_000), 10_000);
  assert.throws(() => scaled(10_001), { code: 'invalid-scale' });
  assert.throws(() => scaled(1.5), { code: 'invalid-scale' });
});

test('an overlay network has a subnet of each family where the file says so, in any order, and IPv4 alone elsewhere', () => {
  const networkOf = (given: object) =>
    makeDesired({ services: { web: { networks: { mesh: PLAIN } } }, networks: { mesh: given } }).networks[0]?.spec;
  const subnets = [{ subnet: 'fd00:1::/64' }, { subnet: '10.1.0.0/24', gateway: '10.1.0.1' }];
  const both = networkOf({ driver: 'overlay', enableIpv6: true, subnets });
  assert.deepEqual(both, { ...both, subnet: '10.1.0.0/24', gateway: '10.1.0.1', ipv6: { subnet: 'fd00:1::/64' } });
  const chosen = networkOf({ driver: 'overlay', enableIpv6: true });
  assert.deepEqual(chosen, { ...chosen, subnet: null, ipv6: { subnet: null } });
  assert.equal('ipv6' in { ...networkOf({ driver: 'overlay' }) }, false);
});
