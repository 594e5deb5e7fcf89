// Stacks, and machines in every state that a stack's life can leave behind.
import fc from 'fast-check';
import type { DesiredState } from '../../src/reconcile/desired.ts';
import type { PlanPolicy } from '../../src/reconcile/plan.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import type { Dependency, Mount, Port } from '../../src/stack/model/run.ts';
import { broughtUp, EMPTY, makeContainer, makeDesired, POLICY, type ServiceGiven, type StackGiven } from './support.ts';

/** One is a name that plain objects have of themselves. */
const SERVICES = ['a', 'b', 'c', 'constructor', 'e'] as const;
const CONDITIONS = ['service_started', 'service_healthy', 'service_completed_successfully'] as const;
const BUILD = {
  context: '/srv/shop',
  args: {},
  additionalContexts: {},
  labels: {},
  tags: [],
  noCache: false,
  pull: false,
};

type Draw = {
  readonly present: boolean;
  readonly image: string;
  readonly builds: boolean;
  readonly scale: number;
  readonly level: string;
  readonly checked: boolean;
  readonly network: 'default' | 'back' | 'both' | 'shared' | 'host';
  readonly volume: 'none' | 'named' | 'anonymous';
  readonly named: boolean;
  readonly published: boolean;
  readonly address: boolean;
  readonly order: 'start-first' | 'stop-first' | 'unasked' | 'none';
  readonly tried: boolean;
  readonly parallelism: number;
  readonly delayMs: number;
  readonly failureAction: 'pause' | 'continue';
  readonly maxFailureRatio: number;
  readonly dependencies: readonly {
    readonly on: boolean;
    readonly condition: Dependency['condition'];
    readonly restart: boolean;
    readonly required: boolean;
  }[];
};

const often = (yes: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: yes, arbitrary: fc.constant(true) }, { weight: 10 - yes, arbitrary: fc.constant(false) });

const draw: fc.Arbitrary<Draw> = fc.record({
  present: often(8),
  image: fc.constantFrom('nginx', 'redis', 'job'),
  builds: often(3),
  scale: fc.constantFrom(1, 1, 1, 2, 3, 0),
  level: fc.constantFrom('info', 'info', 'debug'),
  checked: often(3),
  network: fc.constantFrom('default', 'default', 'back', 'both', 'shared', 'host'),
  volume: fc.constantFrom('none', 'named', 'anonymous'),
  named: often(3),
  published: often(5),
  address: often(3),
  order: fc.constantFrom('start-first', 'start-first', 'stop-first', 'unasked', 'none', 'none'),
  tried: often(3),
  parallelism: fc.constantFrom(1, 1, 2, 0),
  delayMs: fc.constantFrom(0, 0, 5000),
  failureAction: fc.constantFrom('pause', 'pause', 'continue'),
  maxFailureRatio: fc.constantFrom(0, 0, 0.5),
  dependencies: fc.array(
    fc.record({ on: often(4), condition: fc.constantFrom(...CONDITIONS), restart: often(5), required: often(8) }),
    { minLength: SERVICES.length, maxLength: SERVICES.length },
  ),
});

/** Names, ports and addresses are given out in an order of their own, so that they move and change places. */
export const stacks: fc.Arbitrary<StackGiven> = fc
  .record({
    draws: fc.tuple(...SERVICES.map(() => draw)),
    order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: SERVICES.length, maxLength: SERVICES.length }),
    internal: often(2),
    driverOptions: fc.constantFrom({}, {}, { type: 'nfs' }),
    together: often(5),
  })
  .map(({ draws, order, internal, driverOptions, together }) => {
    const services: Record<string, ServiceGiven> = {};
    for (const [index, name] of SERVICES.entries()) {
      const drawn = draws[index];
      if (drawn?.present)
        services[name] = makeService(drawn, {
          place: order[index] ?? 0,
          earlier: SERVICES.slice(0, index).filter((other) => Object.hasOwn(services, other)),
          services,
        });
    }
    const extensions = together ? { 'x-dockr': { update: { strategy: 'blue-green' } } } : {};
    return { services, networks: { default: { internal } }, volumes: { data: { driverOptions } }, extensions };
  });

type Around = {
  readonly place: number;
  readonly earlier: readonly string[];
  readonly services: Readonly<Record<string, ServiceGiven>>;
};

function makeService(drawn: Draw, { place, earlier, services }: Around): ServiceGiven {
  const owner = earlier.find((name) => services[name]?.scale !== 0 && services[name]?.networkMode === undefined);
  const scale = drawn.named ? Math.min(drawn.scale, 1) : drawn.scale;
  const shares = drawn.network === 'shared' && owner !== undefined;
  const single = scale === 1 && !shares;
  return {
    ...(drawn.builds ? { build: BUILD } : { image: drawn.image }),
    scale,
    environment: { LEVEL: drawn.level, PASSWORD: `sentinel ${drawn.level}` },
    ...(drawn.checked ? { healthcheck: { kind: 'test', test: ['CMD', 'true'] } } : {}),
    ...(drawn.named ? { containerName: `name-${place}` } : {}),
    ...(shares
      ? { networkMode: { kind: 'service', service: owner } }
      : drawn.network === 'host'
        ? { networkMode: { kind: 'host' } }
        : { networks: attachments({ ...drawn, address: drawn.address && single }, place) }),
    ports: !shares && drawn.published ? [port(8000 + place)] : [],
    volumes: mounts(drawn),
    ...(drawn.order === 'none' ? {} : { deploy: { updateConfig: updateConfig(drawn) } }),
    ...(drawn.tried ? { extensions: { 'x-dockr': { canary: { share: '10%' } } } } : {}),
    dependsOn: Object.fromEntries(
      earlier.flatMap((name, index) => {
        const {
          on = false,
          condition = 'service_started',
          restart = false,
          required = true,
        } = drawn.dependencies[index] ?? {};
        return on ? [[name, { condition, restart, required }]] : [];
      }),
    ),
  };
}

function updateConfig({ order, ...config }: Draw): NonNullable<NonNullable<ServiceGiven['deploy']>['updateConfig']> {
  const { parallelism, delayMs, failureAction, maxFailureRatio } = config;
  const given = { parallelism, delayMs, failureAction, maxFailureRatio };
  return order === 'unasked' ? given : { ...given, order };
}

function attachments({ network, address }: Draw, place: number): NonNullable<ServiceGiven['networks']> {
  const plain = { aliases: [], priority: 0, gatewayPriority: 0 };
  const back = { back: address ? { ...plain, ipv4Address: `10.0.0.${place + 10}` } : plain };
  if (network === 'back') return back;
  return network === 'both' ? { default: plain, ...back } : { default: plain };
}

function port(published: number): Port {
  return { target: 80, protocol: 'tcp', published: { first: published, last: published } };
}

function mounts({ volume }: Draw): Mount[] {
  const plain = { target: '/data', readOnly: false, noCopy: false };
  if (volume === 'named') return [{ ...plain, kind: 'volume', source: 'data' }];
  return volume === 'anonymous' ? [{ ...plain, kind: 'anonymous' }] : [];
}

/** What a year on a server does to containers, networks and images. */
type Fate = {
  readonly containers: readonly ContainerFate[];
  readonly brokenNetwork: boolean;
  readonly imageMoved: boolean;
  readonly imageGone: boolean;
};
type ContainerFate =
  | 'well'
  | 'stopped'
  | 'crashed'
  | 'ended'
  | 'created'
  | 'dead'
  | 'gone'
  | 'unknown'
  | 'restarting'
  | 'drifted'
  | 'damaged'
  | 'doubled'
  | 'healthy';

const fates: fc.Arbitrary<Fate> = fc.record({
  containers: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('well' as const) },
      {
        weight: 4,
        arbitrary: fc.constantFrom<ContainerFate>(
          'stopped',
          'crashed',
          'ended',
          'created',
          'dead',
          'gone',
          'restarting',
          'drifted',
          'damaged',
          'doubled',
          'healthy',
        ),
      },
      { weight: 1, arbitrary: fc.constant('unknown' as const) },
    ),
    { minLength: 15, maxLength: 15 },
  ),
  brokenNetwork: often(2),
  imageMoved: often(2),
  imageGone: often(3),
});

function suffer(snapshot: Snapshot, fate: Fate): Snapshot {
  return {
    ...snapshot,
    networks: snapshot.networks.map((network, index) => ({ ...network, intact: !(fate.brokenNetwork && index === 0) })),
    images: snapshot.images.flatMap((image, index) => {
      if (index > 0) return [image];
      return fate.imageGone ? [] : [fate.imageMoved ? { ...image, imageId: 'sha256:moved' } : image];
    }),
    containers: snapshot.containers.flatMap((container, index) =>
      sufferContainer(container, fate.containers[index] ?? 'well'),
    ),
  };
}

function sufferContainer(container: ObservedContainer, fate: ContainerFate): ObservedContainer[] {
  const ended = { ...container, status: 'exited', health: 'none' } as const;
  switch (fate) {
    case 'well':
      return [container];
    case 'gone':
      return [];
    case 'stopped':
      return [{ ...ended, exitCode: 143, stoppedByUser: true }];
    case 'crashed':
      return [{ ...ended, exitCode: 1 }];
    case 'ended':
      return [{ ...ended, exitCode: 0 }];
    case 'created':
    case 'dead':
    case 'unknown':
    case 'restarting':
      return [{ ...container, status: fate }];
    case 'drifted':
      return [{ ...container, status: 'running', drift: ['link is missing'] }];
    case 'damaged':
      return [{ ...container, damage: ['its root filesystem is gone'] }];
    case 'healthy':
      return [{ ...container, health: 'healthy' }];
    case 'doubled':
      return [
        container,
        {
          ...container,
          id: `next of ${container.id}`,
          status: 'created',
          spec: { ...container.spec, name: `${container.spec.name}#next` },
        },
      ];
  }
}

/** What is nobody's business of the stack's. */
const STRANGERS: readonly ObservedContainer[] = [
  makeContainer({
    spec: {
      name: 'other-web-1',
      stack: 'other',
      service: 'a',
      network: { kind: 'networks', attachments: [{ network: 'other_default', aliases: [], ipv4: null, mac: null }] },
    },
  }),
  makeContainer({ spec: { name: 'shop-a-run-1', service: 'a', replica: 0 }, status: 'exited', exitCode: 0 }),
];

export const policies: fc.Arbitrary<PlanPolicy> = fc.record({
  recreate: fc.constantFrom('changed', 'changed', 'changed', 'always', 'never'),
  removeOrphans: often(6),
  renewAnonymousVolumes: often(2),
  services: fc.oneof(
    { weight: 7, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.subarray(['a', 'c', 'constructor']) },
  ),
  noDependencies: often(2),
  promote: often(4),
  noStart: often(1),
  keepEnded: often(2),
});

export type Situation = {
  readonly desired: DesiredState;
  readonly observed: Snapshot;
  readonly policy: PlanPolicy;
  readonly given: StackGiven;
};

function withOneChanged(stack: StackGiven, isTried: boolean): StackGiven {
  const [first] = Object.entries(stack.services ?? {});
  if (!first) return stack;
  const [name, service] = first;
  const canary = { extensions: { 'x-dockr': { canary: { share: '10%' } } } };
  const changed = { ...service, environment: { LEVEL: 'other' }, ...(isTried ? canary : {}) };
  return { ...stack, services: { ...stack.services, [name]: changed } };
}

const ANOTHER = Array.from({ length: 6 }, () => 'another stack' as const);

const FIRST_INPUTS = { a: 'one', b: 'one', c: 'one' };

/** More often than they would come up: many must be well for a canary to be promoted. */
const TRIED = ['tried', 'tried', 'tried', 'tried', 'tried and withdrawn'] as const;
const leavesIt: ReadonlySet<string> = new Set(['nothing', 'tried and withdrawn']);

/** An old stack that was brought up, changed by fate, and the stack that should be now. */
export const situations: fc.Arbitrary<Situation> = fc
  .record({
    before: fc.option(stacks),
    after: stacks,
    change: fc.constantFrom(...ANOTHER, 'nothing', 'one service', ...TRIED),
    fate: fates,
    policy: policies,
    inputs: fc.constantFrom('one', 'two', 'two'),
  })
  .map(({ before, after, change, fate, policy, inputs }) => {
    const isTried = change.startsWith('tried');
    const given =
      before && change !== 'another stack' ? (leavesIt.has(change) ? before : withOneChanged(before, isTried)) : after;
    const buildInputs = { a: inputs, b: inputs, c: inputs };
    const desired = makeDesired(given, { buildInputs });
    const known = new Set(desired.services.map(({ name }) => name));
    const up = before ? broughtUp(makeDesired(before, { buildInputs: FIRST_INPUTS })) : EMPTY;
    const tried =
      before && isTried ? broughtUp(makeDesired(withOneChanged(before, true), { buildInputs: FIRST_INPUTS }), up) : up;
    const suffered = suffer(tried, fate);
    const observed = { ...suffered, containers: [...suffered.containers, ...STRANGERS] };
    return {
      given,
      desired,
      observed,
      policy: { ...POLICY, ...policy, services: policy.services.filter((name) => known.has(name)) },
    };
  });
