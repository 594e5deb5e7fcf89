// Stack model + what had to be read for it -> desired state. Equal input, in whatever order it was put together, gives
// equal bytes.

import { StackError } from '../core/errors.ts';
import type { NetworkSpec, VolumeSpec } from '../core/specs.ts';
import { suggest } from '../core/suggest.ts';
import type { StackNetwork, StackVolume } from '../stack/model/resources.ts';
import type { Dependency } from '../stack/model/run.ts';
import type { Service, Stack } from '../stack/model.ts';
import { canonicalNetwork, canonicalVolume } from './canonical-spec.ts';
import { containerName, desiredContainerSpec } from './desire-container.ts';
import { desiredImages } from './desire-images.ts';
import { updateStrategies } from './desire-update.ts';
import type {
  DesiredContainer,
  DesiredDependency,
  DesiredInputs,
  DesiredNetwork,
  DesiredService,
  DesiredState,
  DesiredVolume,
} from './desired.ts';
import { compareNames, ownValue, sortedBy } from './sorting.ts';
import { canaryOf, switchingOf } from './update-settings.ts';

export type { DesiredInputs } from './desired.ts';

const MAX_SCALE = 10_000;

/** What should be on this machine for a stack. Networks and volumes that no service uses are left out. */
export function desiredState(stack: Stack, inputs: DesiredInputs): DesiredState {
  checkScale(stack, inputs.scale);
  const services = sortedBy(Object.values(stack.services), (service) => service.name);
  const containers = services.flatMap((service) => desiredContainers(stack, service, inputs));
  checkNames(containers);
  return {
    stack: stack.name,
    switching: switchingOf(stack),
    services: services.map((service) => desiredService(stack, service)),
    images: desiredImages(stack, inputs),
    networks: desiredNetworks(stack, services),
    volumes: desiredVolumes(stack, services),
    containers,
  };
}

function checkScale(stack: Stack, scale: Readonly<Record<string, number>>): void {
  const names = Object.keys(stack.services);
  for (const [name, count] of Object.entries(scale)) {
    if (!Object.hasOwn(stack.services, name)) {
      const near = suggest(name, names);
      throw new StackError('unknown-service', {
        message: `cannot scale service "${name}": the stack has ${names.sort(compareNames).join(', ') || 'no services'}`,
        hint: near === undefined ? undefined : `did you mean "${near}"?`,
      });
    }
    if (!Number.isInteger(count) || count < 0 || count > MAX_SCALE) {
      throw new StackError('invalid-scale', {
        message: `cannot scale service "${name}" to ${count}: expected a whole number from 0 to ${MAX_SCALE}`,
      });
    }
  }
}

function checkNames(containers: readonly DesiredContainer[]): void {
  const byName = new Map<string, DesiredContainer>();
  for (const container of containers) {
    const { name, service } = container.spec;
    const other = byName.get(name);
    byName.set(name, container);
    if (!other) continue;
    throw new StackError('container-name-twice', {
      message: `services "${other.spec.service}" and "${service}" both name a container "${name}"`,
      hint: 'give one of them another container_name',
    });
  }
}

/** What the containers of a service wait for. */
export function desiredService(stack: Stack, service: Service): DesiredService {
  const dependencies = Object.entries(service.dependsOn).map(([name, given]) => toDependency(name, given));
  const base = { name: service.name, ...updateStrategies(service), canary: canaryOf(service) };
  const shared = sharedService(stack, service);
  if (shared === undefined) return { ...base, dependencies: sortedBy(dependencies, (one) => one.service) };
  // The namespace goes with the container that owns it, whatever the file says about restarts.
  const given = dependencies.find((one) => one.service === shared) ?? { service: shared, condition: 'started' };
  const others = dependencies.filter((one) => one.service !== shared);
  const all: DesiredDependency[] = [...others, { ...given, restart: true, required: true }];
  return { ...base, dependencies: sortedBy(all, (one) => one.service) };
}

function toDependency(service: string, { condition, restart, required }: Dependency): DesiredDependency {
  const conditions = {
    service_started: 'started',
    service_healthy: 'healthy',
    service_completed_successfully: 'completed',
  } as const;
  return { service, condition: conditions[condition], restart, required };
}

/** The service of this stack whose network namespace it shares, also when the file names the container. */
function sharedService(stack: Stack, service: Service): string | undefined {
  const mode = service.networkMode;
  if (mode.kind === 'service') return mode.service;
  if (mode.kind !== 'container') return undefined;
  return Object.values(stack.services).find((other) => containerName(stack, other, 1) === mode.container)?.name;
}

function desiredContainers(stack: Stack, service: Service, inputs: DesiredInputs): DesiredContainer[] {
  const scale = ownValue(inputs.scale, service.name) ?? service.scale;
  if (service.containerName !== undefined && scale > 1) {
    throw new StackError('container-name-with-scale', {
      message: `cannot run ${scale} containers of service "${service.name}": its container_name "${service.containerName}" can be given once`,
      hint: 'remove container_name, or scale it to 1',
    });
  }
  const { dependencies } = desiredService(stack, service);
  return Array.from({ length: scale }, (_, index) => ({
    spec: desiredContainerSpec(stack, service, { replica: index + 1, fileDigests: inputs.fileDigests }),
    dependencies,
  }));
}

function desiredNetworks(stack: Stack, services: readonly Service[]): DesiredNetwork[] {
  const used = new Set(services.flatMap((service) => Object.keys(service.networks)));
  const networks = Object.entries(stack.networks).filter(([key]) => used.has(key));
  return sortedBy(
    networks.map(([key, network]) => ({ spec: networkSpec(stack, key, network), external: network.external })),
    ({ spec }) => spec.name,
  );
}

function networkSpec(stack: Stack, key: string, network: StackNetwork): NetworkSpec {
  if (network.external) return canonicalNetwork({ name: network.name, key });
  checkDriver('network', key, { driver: network.driver, known: ['bridge', 'overlay', 'default', ''] });
  const isOverlay = network.driver === 'overlay';
  const six = isOverlay && network.enableIpv6 ? [{ subnet: network.subnets.find(isIpv6)?.subnet ?? null }] : [];
  const [subnet] = six.length > 0 ? network.subnets.filter((one) => !isIpv6(one)) : network.subnets;
  const [ipv6] = six;
  return canonicalNetwork({
    name: network.name,
    stack: stack.name,
    key,
    driver: isOverlay ? 'overlay' : 'bridge',
    ...(ipv6 ? { ipv6 } : {}),
    internal: network.internal,
    subnet: subnet?.subnet ?? null,
    gateway: subnet?.gateway ?? null,
    ipRange: subnet?.ipRange ?? null,
    options: network.driverOptions,
    labels: network.labels,
  });
}

function isIpv6({ subnet }: StackNetwork['subnets'][number]): boolean {
  return subnet?.includes(':') ?? false;
}

function desiredVolumes(stack: Stack, services: readonly Service[]): DesiredVolume[] {
  const mounts = services.flatMap((service) => service.volumes);
  const used = new Set(mounts.flatMap((mount) => (mount.kind === 'volume' ? [mount.source] : [])));
  const volumes = Object.entries(stack.volumes).filter(([key]) => used.has(key));
  return sortedBy(
    volumes.map(([key, volume]) => ({ spec: volumeSpec(stack, key, volume), external: volume.external })),
    ({ spec }) => spec.name,
  );
}

function volumeSpec(stack: Stack, key: string, volume: StackVolume): VolumeSpec {
  if (volume.external) return canonicalVolume({ name: volume.name, key });
  checkDriver('volume', key, { driver: volume.driver, known: ['local', 'default', ''] });
  return canonicalVolume({
    name: volume.name,
    stack: stack.name,
    key,
    options: volume.driverOptions,
    labels: volume.labels,
  });
}

function checkDriver(
  kind: string,
  key: string,
  { driver, known }: { readonly driver: string; readonly known: readonly string[] },
): void {
  if (known.includes(driver)) return;
  throw new StackError('unsupported-driver', {
    message: `${kind} "${key}" asks for driver "${driver}": there is ${known.filter((name) => name !== '' && name !== 'default').join(' and ')}`,
  });
}
