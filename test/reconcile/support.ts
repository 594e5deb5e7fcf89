// Stacks, snapshots and policies for tests, made from the few fields that matter.
import type { ContainerSpec } from '../../src/core/specs.ts';
import { canonicalSpec, type StoredSpec } from '../../src/reconcile/canonical-spec.ts';
import { type DesiredInputs, desiredState } from '../../src/reconcile/desire.ts';
import type { DesiredState } from '../../src/reconcile/desired.ts';
import type { Cause, PlanPolicy } from '../../src/reconcile/plan.ts';
import { planStack } from '../../src/reconcile/plan-stack.ts';
import { simulate } from '../../src/reconcile/simulate.ts';
import type { ObservedContainer, Snapshot } from '../../src/reconcile/snapshot.ts';
import { diffContainers } from '../../src/reconcile/spec-diff.ts';
import { USUAL_POLICY } from '../../src/reconcile/usual-policy.ts';
import type { StackNetwork, StackVolume } from '../../src/stack/model/resources.ts';
import type { Service, Stack } from '../../src/stack/model.ts';

export type ServiceGiven = Partial<Service>;
export type StackGiven = {
  readonly name?: string;
  readonly services?: Readonly<Record<string, ServiceGiven | null>>;
  readonly networks?: Readonly<Record<string, Partial<StackNetwork> | null>>;
  readonly volumes?: Readonly<Record<string, Partial<StackVolume> | null>>;
  readonly secrets?: Stack['secrets'];
  readonly configs?: Stack['configs'];
  readonly extensions?: Stack['extensions'];
};

export const EMPTY: Snapshot = { images: [], networks: [], volumes: [], containers: [] };

export const POLICY = USUAL_POLICY;

/** A whole stack; services without networks are on `default`. */
export function makeStack({
  name = 'shop',
  services = {},
  networks = {},
  volumes = {},
  secrets = {},
  configs = {},
  extensions = {},
}: StackGiven): Stack {
  const made = mapValues(services, (service, key) => makeService(key, service ?? {}));
  const used = Object.values(made).flatMap((service) => Object.keys(service.networks));
  const all = { ...Object.fromEntries(used.map((key) => [key, null])), ...networks };
  return {
    name,
    directory: '/srv/shop',
    files: ['/srv/shop/compose.yaml'],
    services: made,
    networks: mapValues(all, (network, key) => ({ ...NETWORK, name: `${name}_${key}`, ...network })),
    volumes: mapValues(volumes, (volume, key) => ({ ...VOLUME, name: `${name}_${key}`, ...volume })),
    secrets,
    configs,
    extensions,
  };
}

function makeService(name: string, given: ServiceGiven): Service {
  const mode = given.networkMode ?? { kind: 'networks' };
  const networks = mode.kind === 'networks' ? (given.networks ?? { default: ATTACHMENT }) : {};
  return {
    ...SERVICE,
    ...(given.build ? {} : { image: name }),
    ...given,
    name,
    networkMode: mode,
    networks: mapValues(networks, (attachment) => ({ ...ATTACHMENT, ...attachment })),
    dependsOn: mapValues(given.dependsOn ?? {}, (dependency) => ({ ...DEPENDENCY, ...dependency })),
    ports: (given.ports ?? []).map((port) => ({ ...PORT, ...port })),
    volumes: (given.volumes ?? []).map((mount) => ({ ...MOUNT, ...mount })),
    resources: { ulimits: {}, ...given.resources },
  };
}

const DEPENDENCY = { condition: 'service_started', restart: false, required: true } as const;
const ATTACHMENT = { aliases: [], priority: 0, gatewayPriority: 0 };
const PORT = { protocol: 'tcp' } as const;
const MOUNT = { readOnly: false, noCopy: false, createSource: true, options: [] };
const VOLUME: Omit<StackVolume, 'name'> = { external: false, driver: 'local', driverOptions: {}, labels: {} };
const NETWORK: Omit<StackNetwork, 'name'> = {
  external: false,
  driver: 'bridge',
  driverOptions: {},
  internal: false,
  attachable: false,
  enableIpv6: false,
  labels: {},
  subnets: [],
};
const SERVICE: Omit<Service, 'name'> = {
  scale: 1,
  environment: {},
  init: false,
  tty: false,
  stdinOpen: false,
  labels: {},
  stopGraceMs: 10_000,
  restart: { kind: 'no' },
  dependsOn: {},
  ports: [],
  volumes: [],
  networks: {},
  networkMode: { kind: 'networks' },
  secrets: [],
  configs: [],
  extraHosts: {},
  dns: [],
  dnsSearch: [],
  dnsOptions: [],
  sysctls: {},
  resources: { ulimits: {} },
  capAdd: [],
  capDrop: [],
  privileged: false,
  readOnly: false,
  securityOpt: [],
  attach: true,
};

/** Inputs in which every file's digest says its name, and every build's inputs its service. */
export function makeInputs(stack: Stack, given: Partial<DesiredInputs> = {}): DesiredInputs {
  const files = [
    ...Object.keys(stack.secrets).map((key) => `secret:${key}`),
    ...Object.keys(stack.configs).map((key) => `config:${key}`),
  ];
  const builds = Object.values(stack.services).filter(({ build }) => build);
  return {
    build: 'when-changed',
    pull: 'as-declared',
    scale: {},
    ...given,
    fileDigests: { ...Object.fromEntries(files.map((key) => [key, `digest of ${key}`])), ...given.fileDigests },
    buildInputs: { ...Object.fromEntries(builds.map(({ name }) => [name, `inputs of ${name}`])), ...given.buildInputs },
  };
}

export function makeDesired(given: StackGiven, inputs: Partial<DesiredInputs> = {}): DesiredState {
  const stack = makeStack(given);
  return desiredState(stack, makeInputs(stack, inputs));
}

/** What is there after a stack was brought up on an empty machine. */
export function broughtUp(desired: DesiredState, snapshot: Snapshot = EMPTY, policy: PlanPolicy = POLICY): Snapshot {
  return simulate(snapshot, planStack(desired, snapshot, policy, 0));
}

type ContainerGiven = Partial<Omit<ObservedContainer, 'spec'>> & {
  readonly spec: Partial<ContainerSpec> & { readonly name: string };
};

export function makeContainer({ spec, ...given }: ContainerGiven): ObservedContainer {
  const state = {
    id: `id of ${spec.name}`,
    status: 'running',
    exitCode: null,
    health: 'none',
    stoppedByUser: false,
    drift: [],
  } as const;
  return { ...state, ...given, spec: canonicalSpec({ stack: 'shop', replica: 1, ...spec }) };
}

/** `diffContainers` of two specs that any version may have stored: both are made canonical first. */
export function diffStored(stored: StoredSpec<ContainerSpec>, desired: StoredSpec<ContainerSpec>): Cause[] {
  return diffContainers(canonicalSpec(stored), canonicalSpec(desired));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
