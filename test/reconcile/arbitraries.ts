// Stacks, and machines in every state that a stack's life can leave behind.
import fc from 'fast-check';
import type { DesiredInputs, DesiredState } from '../../src/reconcile/desired.ts';
import type { PlanPolicy } from '../../src/reconcile/plan.ts';
import type { Snapshot } from '../../src/reconcile/snapshot.ts';
import type { Dependency, FileGrant, Mount, Port } from '../../src/stack/model/run.ts';
import { fates, MACHINE, often, STRANGERS, suffer } from './fates.ts';
import { broughtUp, makeDesired, POLICY, type ServiceGiven, type StackGiven } from './support.ts';

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
  readonly network: 'default' | 'back' | 'both' | 'outer' | 'shared' | 'host' | 'guest' | 'bridge' | 'none';
  readonly volume: 'none' | 'named' | 'anonymous' | 'kept' | 'bind' | 'tmpfs';
  readonly files: 'none' | 'secret' | 'config' | 'both';
  readonly pull: 'unsaid' | 'always' | 'missing';
  readonly named: boolean;
  readonly published: 'no' | 'port' | 'range' | 'chosen' | 'udp' | 'loopback' | 'sticky';
  readonly mac: boolean;
  readonly rollback: boolean;
  readonly address: boolean;
  readonly order: 'start-first' | 'stop-first' | 'unasked' | 'none';
  readonly tried: boolean;
  readonly parallelism: number;
  readonly delayMs: number;
  readonly failureAction: 'pause' | 'continue' | 'rollback';
  readonly maxFailureRatio: number;
  readonly dependencies: readonly {
    readonly on: boolean;
    readonly condition: Dependency['condition'];
    readonly restart: boolean;
    readonly required: boolean;
  }[];
};

const draw: fc.Arbitrary<Draw> = fc.record({
  present: often(8),
  image: fc.constantFrom('nginx', 'redis', 'job'),
  builds: often(3),
  scale: fc.constantFrom(1, 1, 1, 2, 3, 0),
  level: fc.constantFrom('info', 'info', 'debug'),
  checked: often(3),
  network: fc.oneof(
    { weight: 7, arbitrary: fc.constantFrom('default', 'default', 'default', 'back', 'both', 'shared') },
    { weight: 3, arbitrary: fc.constantFrom('outer', 'host', 'guest', 'bridge', 'none') },
  ),
  volume: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('none', 'none', 'named', 'anonymous', 'anonymous') },
    { weight: 2, arbitrary: fc.constantFrom('kept', 'bind', 'tmpfs') },
  ),
  files: fc.constantFrom('none', 'none', 'none', 'secret', 'config', 'both'),
  pull: fc.constantFrom('unsaid', 'unsaid', 'unsaid', 'always', 'missing'),
  named: often(3),
  published: fc.constantFrom('no', 'no', 'no', 'port', 'port', 'port', 'range', 'chosen', 'udp', 'loopback', 'sticky'),
  mac: often(1),
  rollback: often(3),
  address: often(3),
  order: fc.constantFrom('start-first', 'start-first', 'stop-first', 'unasked', 'none', 'none'),
  tried: often(3),
  parallelism: fc.constantFrom(1, 1, 2, 0),
  delayMs: fc.constantFrom(0, 0, 5000),
  failureAction: fc.constantFrom('pause', 'pause', 'continue', 'rollback'),
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
    backName: fc.constantFrom('shop_back', 'shop_back', 'renamed'),
    dataName: fc.constantFrom('shop_data', 'shop_data', 'renamed-data'),
    together: often(5),
  })
  .map(({ draws, order, internal, driverOptions, backName, dataName, together }) => {
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
    return {
      services,
      networks: { default: { internal }, back: { name: backName }, out: { external: true, name: 'outer' } },
      volumes: { data: { driverOptions, name: dataName }, kept: { external: true, name: 'kept' } },
      secrets: { pin: { name: 'pin', origin: { kind: 'content', content: 'sentinel' } } },
      configs: { site: { name: 'site', origin: { kind: 'file', path: '/srv/shop/site.conf' } } },
      extensions: together ? { 'x-dockr': { update: { strategy: 'blue-green' } } } : {},
    };
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
    ...networking(drawn, { place, single, owner: shares ? owner : undefined }),
    ...(drawn.pull === 'unsaid' ? {} : { pullPolicy: drawn.pull }),
    ports: shares || drawn.network === 'guest' ? [] : ports(drawn, 8000 + place),
    volumes: mounts(drawn),
    secrets: drawn.files === 'secret' || drawn.files === 'both' ? [grant('pin')] : [],
    configs: drawn.files === 'config' || drawn.files === 'both' ? [grant('site')] : [],
    deploy: {
      ...(drawn.order === 'none' ? {} : { updateConfig: updateConfig(drawn) }),
      ...(drawn.rollback ? { rollbackConfig: { order: 'stop-first', parallelism: 1, delayMs: 1000 } } : {}),
    },
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

type Place = { readonly place: number; readonly single: boolean; readonly owner: string | undefined };

/** Addresses are for services of one container. */
function networking(drawn: Draw, { place, single, owner }: Place): Pick<ServiceGiven, 'networks' | 'networkMode'> {
  if (owner !== undefined) return { networkMode: { kind: 'service', service: owner } };
  switch (drawn.network) {
    case 'host':
    case 'bridge':
    case 'none':
      return { networkMode: { kind: drawn.network } };
    case 'guest':
      return { networkMode: { kind: 'container', container: 'other-web-1' } };
    default:
      return { networks: attachments(drawn, place, single) };
  }
}

function attachments(
  { network, address, mac }: Draw,
  place: number,
  single: boolean,
): NonNullable<ServiceGiven['networks']> {
  const plain = { aliases: [], priority: 0, gatewayPriority: 0 };
  const own = {
    ...(address && single ? { ipv4Address: `10.0.0.${place + 10}` } : {}),
    ...(mac && single ? { macAddress: `02:00:00:00:00:0${place}` } : {}),
  };
  const back = { back: { ...plain, ...own } };
  if (network === 'back') return back;
  if (network === 'outer') return { out: plain };
  return network === 'both' ? { default: plain, ...back } : { default: plain };
}

function ports({ published }: Draw, port: number): Port[] {
  const plain: Port = { target: 80, protocol: 'tcp', published: { first: port, last: port } };
  switch (published) {
    case 'no':
      return [];
    case 'port':
      return [plain];
    case 'range':
      // Out of reach of single ports: which one of a range is taken shows only when it is.
      return [{ ...plain, published: { first: 10 * port, last: 10 * port + 1 } }];
    case 'chosen':
      return [{ target: 80, protocol: 'tcp' }];
    case 'udp':
      return [plain, { ...plain, protocol: 'udp' }];
    case 'loopback':
      return [{ ...plain, hostIp: '127.0.0.1' }];
    case 'sticky':
      return [{ ...plain, extensions: { 'x-dockr': { sticky: true } } }];
  }
}

function mounts({ volume }: Draw): Mount[] {
  const plain = { target: '/data', readOnly: false, noCopy: false };
  switch (volume) {
    case 'none':
      return [];
    case 'named':
      return [{ ...plain, kind: 'volume', source: 'data' }];
    case 'kept':
      return [{ ...plain, kind: 'volume', source: 'kept' }];
    case 'anonymous':
      return [{ ...plain, kind: 'anonymous' }];
    case 'bind':
      return [{ kind: 'bind', source: '/srv/shop/data', target: '/data', readOnly: false, createSource: true }];
    case 'tmpfs':
      return [{ kind: 'tmpfs', target: '/data', readOnly: false, options: [] }];
  }
}

function grant(source: string): FileGrant {
  return { source, target: `/run/${source}`, uid: 0, gid: 0, mode: 0o400 };
}

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
  ignoreOrphans: often(2),
  allowEmpty: often(2),
  isRollback: often(2),
});

/** What a command line says beside the file. */
const asked: fc.Arbitrary<Partial<DesiredInputs>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        pull: fc.constantFrom('always', 'never'),
        build: fc.constantFrom('always', 'never'),
        scale: fc.record({ a: fc.constantFrom(0, 1), b: fc.constantFrom(0, 1) }, { requiredKeys: [] }),
        pinned: fc.record(
          { nginx: fc.constant('sha256:pinned'), 'shop-a': fc.constant('sha256:pinned') },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
  },
);

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
    asked,
  })
  .map(({ before, after, change, fate, policy, inputs, asked: { scale = {}, ...options } }) => {
    const isTried = change.startsWith('tried');
    const given =
      before && change !== 'another stack' ? (leavesIt.has(change) ? before : withOneChanged(before, isTried)) : after;
    const buildInputs = { a: inputs, b: inputs, c: inputs };
    const own = Object.entries(scale).filter(([name]) => Object.hasOwn(given.services ?? {}, name));
    const desired = makeDesired(given, { ...options, buildInputs, scale: Object.fromEntries(own) });
    const known = new Set(desired.services.map(({ name }) => name));
    const up = before ? broughtUp(makeDesired(before, { buildInputs: FIRST_INPUTS }), MACHINE) : MACHINE;
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
