// The stack file of a history: few fields that say everything, so that it can be changed a little and shown in a line.
import type { Dependency, Port } from '../../src/stack/model/run.ts';
import type { Service, Stack } from '../../src/stack/model.ts';
import { makeStack, type ServiceGiven, type StackGiven } from '../reconcile/support.ts';

export type ServiceDraft = {
  /** How its program behaves: a name that the registry knows. */
  readonly program: 'good' | 'slow' | 'deaf' | 'job' | 'refuses' | 'exits' | 'sick';
  readonly tag: number;
  readonly builds: boolean;
  readonly level: number;
  readonly scale: number;
  readonly checked: boolean;
  readonly network: 'default' | 'back' | 'both' | 'shared' | 'host';
  readonly volume: 'none' | 'named' | 'anonymous';
  readonly containerName: number | null;
  readonly port: number | null;
  readonly restart: 'no' | 'always' | 'unless-stopped' | 'on-failure';
  readonly order: 'none' | 'unasked' | 'start-first' | 'stop-first';
  readonly parallelism: number;
  readonly failureAction: 'pause' | 'continue' | 'rollback';
  readonly delayMs: number;
  /** Its versions are tried on a part of the connections; `timed` ones are promoted by themselves. */
  readonly tried: 'no' | 'yes' | 'timed';
  readonly dependsOn: readonly DependencyDraft[];
};

export type DependencyDraft = {
  readonly service: string;
  readonly healthy: boolean;
  readonly restart: boolean;
  readonly required: boolean;
};

export type StackDraft = {
  readonly services: Readonly<Record<string, ServiceDraft>>;
  readonly isInternal: boolean;
  /** Switched as one: blue-green. */
  readonly isTogether: boolean;
  readonly drift: 'default' | 'report' | 'repair';
};

export const BAD_PROGRAMS: ReadonlySet<ServiceDraft['program']> = new Set(['refuses', 'exits', 'sick']);

const HEALTHCHECK = { kind: 'test', test: ['CMD', 'true'], intervalMs: 5000, timeoutMs: 500, retries: 2 } as const;
const PLAIN = { aliases: [], priority: 0, gatewayPriority: 0 };

/** The model that the loader would make of it. */
export function stackOf(name: string, given: StackDraft): Stack {
  const draft = withoutDoubles(given);
  const entries = Object.entries(draft.services).map(
    ([key, service]) => [key, serviceOf(key, service, draft)] as const,
  );
  const model: StackGiven = {
    name,
    services: Object.fromEntries(entries),
    networks: { default: { internal: draft.isInternal } },
    volumes: Object.fromEntries(entries.map(([key]) => [`data-${key}`, null])),
  };
  return {
    ...makeStack(model),
    extensions: {
      'x-dockr': {
        ...(draft.drift === 'default' ? {} : { drift: draft.drift }),
        ...(draft.isTogether ? { update: { strategy: 'blue-green' } } : {}),
      },
    },
  };
}

/** The loader refuses two containers of one name. */
function withoutDoubles(draft: StackDraft): StackDraft {
  const taken = new Set<number>();
  const entries = Object.entries(draft.services).map(([key, service]) => {
    const { containerName } = service;
    const isDouble = containerName !== null && taken.has(containerName);
    if (containerName !== null) taken.add(containerName);
    return [key, isDouble ? { ...service, containerName: null } : service] as const;
  });
  return { ...draft, services: Object.fromEntries(entries) };
}

/** Only somebody who is waited for may run to an end: another one would be started by each `up`. */
export function programOfService(key: string, { services }: StackDraft): ServiceDraft['program'] {
  const { program } = services[key] ?? { program: 'good' };
  const isAwaited = Object.values(services).some(({ dependsOn }) => dependsOn.some((one) => one.service === key));
  return program === 'job' && !isAwaited ? 'good' : program;
}

function serviceOf(key: string, drawn: ServiceDraft, draft: StackDraft): ServiceGiven {
  const program = programOfService(key, draft);
  const owner = ownerOf(key, drawn, draft);
  const image = `${program}/${key}:${drawn.tag}`;
  const builds = drawn.builds && program === 'good';
  return {
    ...(builds ? { build: buildOf(drawn.tag), image } : { image }),
    scale: drawn.containerName === null ? drawn.scale : Math.min(1, drawn.scale),
    environment: { LEVEL: String(drawn.level) },
    stopGraceMs: 2000,
    restart: restartOf(program, drawn),
    ...(drawn.checked && program !== 'job'
      ? { healthcheck: { ...HEALTHCHECK, startPeriodMs: 4000, startIntervalMs: 500 } }
      : {}),
    ...(drawn.containerName === null ? {} : { containerName: `named-${drawn.containerName}` }),
    ...networkOf(drawn, owner),
    ports: drawn.port === null || owner !== undefined || drawn.network === 'shared' ? [] : [portOf(drawn.port)],
    volumes: mountsOf(key, drawn),
    ...(drawn.tried === 'no' ? {} : { extensions: { 'x-dockr': { canary: canaryOf(drawn.tried) } } }),
    ...(drawn.order === 'none' ? {} : { deploy: { updateConfig: updateConfigOf(drawn) } }),
    dependsOn: Object.fromEntries(drawn.dependsOn.flatMap((one) => dependencyOf(one, draft))),
  };
}

/** A job that ran well is not to run again. */
function restartOf(program: ServiceDraft['program'], { restart }: ServiceDraft): Service['restart'] {
  if (program === 'job') return { kind: 'no' };
  return restart === 'on-failure' ? { kind: 'on-failure', maxRetries: 3 } : { kind: restart };
}

/** The service whose network it is in. */
function ownerOf(key: string, { network }: ServiceDraft, { services }: StackDraft): string | undefined {
  if (network !== 'shared') return undefined;
  return Object.keys(services).find((other) => {
    const owner = services[other];
    if (!owner || other >= key || owner.network === 'shared' || owner.network === 'host') return false;
    // Of one that has run to its end there is no network to be in.
    return owner.scale > 0 && owner.program !== 'job';
  });
}

function networkOf({ network }: ServiceDraft, owner: string | undefined): Partial<ServiceGiven> {
  if (owner !== undefined) return { networkMode: { kind: 'service', service: owner } };
  switch (network) {
    case 'host':
      return { networkMode: { kind: 'host' } };
    case 'back':
      return { networks: { back: PLAIN } };
    case 'both':
      return { networks: { default: PLAIN, back: PLAIN } };
    default:
      return { networks: { default: PLAIN } };
  }
}

function portOf(port: number): Port {
  return { target: 80, protocol: 'tcp', published: { first: port, last: port } };
}

function mountsOf(key: string, { volume }: ServiceDraft): NonNullable<ServiceGiven['volumes']> {
  const plain = { target: '/data', readOnly: false, noCopy: false };
  if (volume === 'named') return [{ ...plain, kind: 'volume', source: `data-${key}` }];
  return volume === 'anonymous' ? [{ ...plain, kind: 'anonymous' }] : [];
}

function updateConfigOf({ order, parallelism, failureAction, delayMs }: ServiceDraft) {
  const rest = { parallelism, failureAction, delayMs };
  return order === 'start-first' || order === 'stop-first' ? { ...rest, order } : rest;
}

function canaryOf(tried: 'yes' | 'timed'): { readonly share: string; readonly for?: string } {
  return tried === 'timed' ? { share: '20%', for: '30s' } : { share: '10%' };
}

function buildOf(tag: number): NonNullable<Service['build']> {
  return {
    context: '/nowhere',
    args: { TAG: String(tag) },
    additionalContexts: {},
    labels: {},
    tags: [],
    noCache: false,
    pull: false,
  };
}

function dependencyOf(
  { service, healthy, restart, required }: DependencyDraft,
  draft: StackDraft,
): [string, Dependency][] {
  const other = draft.services[service];
  if (!other) return [];
  const program = programOfService(service, draft);
  const isChecked = other.checked && program !== 'job';
  const condition =
    program === 'job' ? 'service_completed_successfully' : healthy && isChecked ? 'service_healthy' : 'service_started';
  return [[service, { condition, restart, required }]];
}
