// What people do to a stack file from one day to the next.
import type { Random } from './random.ts';
import type { DependencyDraft, ServiceDraft, StackDraft } from './stack-draft.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'] as const;

/** Tags, levels and ports that no draft of this history had before. */
export type Fresh = { readonly next: () => number };

export function firstDraft(random: Random, fresh: Fresh): StackDraft {
  const keys = KEYS.filter(() => random.chance(0.6));
  let draft: StackDraft = {
    services: {},
    isInternal: random.chance(0.1),
    isTogether: random.chance(0.15),
    drift: random.weighted({ default: 4, report: 2, repair: 4 }),
  };
  for (const key of keys.length > 0 ? keys : (['a'] as const))
    draft = withService(draft, key, newService(key, draft, { random, fresh }));
  return draft;
}

type Sources = { readonly random: Random; readonly fresh: Fresh };

function newService(key: string, { services }: StackDraft, { random, fresh }: Sources): ServiceDraft {
  const earlier = Object.keys(services).filter((other) => other < key);
  return {
    program: random.weighted({ good: 7, slow: 3, deaf: 1, job: 2, refuses: 0, exits: 0, sick: 0 }),
    tag: fresh.next(),
    builds: random.chance(0.15),
    level: fresh.next(),
    scale: random.pick([1, 1, 1, 2, 3, 0]),
    checked: random.chance(0.6),
    network: random.weighted({ default: 6, back: 2, both: 2, shared: 1, host: 1 }),
    volume: random.weighted({ none: 5, named: 2, anonymous: 2 }),
    containerName: random.chance(0.15) ? random.between(1, 3) * 10 + KEYS.indexOf(keyOf(key)) : null,
    port: random.chance(0.5) ? 8000 + fresh.next() : null,
    restart: random.weighted({ no: 3, always: 2, 'unless-stopped': 3, 'on-failure': 2 }),
    order: random.weighted({ none: 4, unasked: 1, 'start-first': 4, 'stop-first': 1 }),
    parallelism: random.pick([1, 1, 2, 0]),
    failureAction: random.weighted({ pause: 1, continue: 1, rollback: 4 }),
    delayMs: random.pick([0, 0, 2000]),
    tried: random.weighted({ no: 8, yes: 1, timed: 1 }),
    dependsOn: earlier.filter(() => random.chance(0.4)).map((service) => newDependency(service, random)),
  };
}

function newDependency(service: string, random: Random): DependencyDraft {
  return { service, healthy: random.chance(0.6), restart: random.chance(0.3), required: random.chance(0.85) };
}

function keyOf(key: string): (typeof KEYS)[number] {
  return KEYS.find((known) => known === key) ?? 'a';
}

type Edit = (
  service: ServiceDraft,
  sources: Sources & { readonly key: string; readonly draft: StackDraft },
) => ServiceDraft;

/** Changes to one service, by name and weight. */
const EDITS: Readonly<Record<string, readonly [number, Edit]>> = {
  image: [5, (service, { fresh }) => ({ ...service, tag: fresh.next() })],
  'bad image': [
    5,
    (service, { random, fresh }) => ({ ...service, program: badProgram(service, random), tag: fresh.next() }),
  ],
  'good image': [
    3,
    (service, { random, fresh }) => ({ ...service, program: random.pick(['good', 'slow']), tag: fresh.next() }),
  ],
  environment: [5, (service, { fresh }) => ({ ...service, level: fresh.next() })],
  scale: [4, (service, { random }) => ({ ...service, scale: random.pick([0, 1, 2, 3]) })],
  port: [2, (service, { random, fresh }) => ({ ...service, port: random.chance(0.3) ? null : 8000 + fresh.next() })],
  network: [
    2,
    (service, { random }) => ({ ...service, network: random.pick(['default', 'back', 'both', 'shared', 'host']) }),
  ],
  volume: [2, (service, { random }) => ({ ...service, volume: random.pick(['none', 'named', 'anonymous']) })],
  name: [
    2,
    (service, { random, key }) => ({
      ...service,
      containerName: random.chance(0.4) ? null : random.between(1, 3) * 10 + KEYS.indexOf(keyOf(key)),
    }),
  ],
  restart: [
    1,
    (service, { random }) => ({ ...service, restart: random.pick(['no', 'always', 'unless-stopped', 'on-failure']) }),
  ],
  canary: [1, (service, { random }) => ({ ...service, tried: random.pick(['no', 'yes', 'timed']) })],
  check: [1, (service) => ({ ...service, checked: !service.checked })],
  strategy: [
    2,
    (service, { random }) => ({
      ...service,
      order: random.pick(['none', 'unasked', 'start-first', 'stop-first']),
      parallelism: random.pick([0, 1, 2]),
      failureAction: random.pick(['pause', 'continue', 'rollback']),
    }),
  ],
  dependencies: [
    2,
    (service, { random, key, draft }) => ({
      ...service,
      dependsOn: Object.keys(draft.services)
        .filter((other) => other < key && random.chance(0.4))
        .map((other) => newDependency(other, random)),
    }),
  ],
};

const WEIGHTS = Object.fromEntries(Object.entries(EDITS).map(([name, [weight]]) => [name, weight]));

function badProgram({ checked }: ServiceDraft, random: Random): ServiceDraft['program'] {
  return random.pick(checked ? ['refuses', 'exits', 'sick'] : ['refuses', 'exits']);
}

/** The draft after an edit or two. */
export function editDraft(draft: StackDraft, sources: Sources): StackDraft {
  const { random } = sources;
  let edited = draft;
  for (let count = random.pick([1, 1, 2, 3]); count > 0; count--) edited = editOnce(edited, sources);
  return edited;
}

function editOnce(draft: StackDraft, sources: Sources): StackDraft {
  const { random } = sources;
  const what = random.weighted({
    service: 20,
    add: 2,
    remove: 2,
    swapPorts: 1,
    swapNames: 1,
    internal: 1,
    together: 1,
    drift: 1,
  });
  const keys = Object.keys(draft.services);
  const key = random.pick(keys) ?? 'a';
  const service = draft.services[key];
  switch (what) {
    case 'add': {
      const free = random.pick(KEYS.filter((one) => !keys.includes(one)));
      return free === undefined ? draft : withService(draft, free, newService(free, draft, sources));
    }
    case 'remove': {
      const { [key]: _, ...services } = draft.services;
      return keys.length > 1 ? { ...draft, services } : draft;
    }
    case 'internal':
      return { ...draft, isInternal: !draft.isInternal };
    case 'together':
      return { ...draft, isTogether: !draft.isTogether };
    case 'drift':
      return { ...draft, drift: random.pick(['default', 'report', 'repair']) };
    case 'swapPorts':
      return swap(draft, 'port', random);
    case 'swapNames':
      return swap(draft, 'containerName', random);
    case 'service': {
      const [, edit] = EDITS[random.weighted(WEIGHTS)] ?? [];
      return service && edit ? withService(draft, key, edit(service, { ...sources, key, draft })) : draft;
    }
  }
}

/** What one had the other has now. */
function swap(draft: StackDraft, field: 'port' | 'containerName', random: Random): StackDraft {
  const [first, second] = [random.pick(Object.keys(draft.services)), random.pick(Object.keys(draft.services))];
  const [one, other] = [draft.services[first ?? ''], draft.services[second ?? '']];
  if (first === undefined || second === undefined || !one || !other || first === second) return draft;
  return withService(withService(draft, first, { ...one, [field]: other[field] }), second, {
    ...other,
    [field]: one[field],
  });
}

function withService({ services, ...rest }: StackDraft, key: string, service: ServiceDraft): StackDraft {
  const all = { ...services, [key]: service };
  const sorted = Object.keys(all)
    .sort()
    .flatMap((name) => (all[name] ? [[name, all[name]] as const] : []));
  return { ...rest, services: Object.fromEntries(sorted) };
}

/** The same with every program that cannot work replaced by one that does. */
export function mendDraft(draft: StackDraft, { fresh }: Pick<Sources, 'fresh'>): StackDraft {
  const entries = Object.entries(draft.services).map(([key, service]): [string, ServiceDraft] => {
    const isBad = ['refuses', 'exits', 'sick'].includes(service.program);
    return [key, isBad ? { ...service, program: 'good', tag: fresh.next() } : service];
  });
  return { ...draft, services: Object.fromEntries(entries) };
}
