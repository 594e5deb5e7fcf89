import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DockrError } from '../../src/core/errors.ts';
import { makeDesired, type StackGiven } from './support.ts';

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
