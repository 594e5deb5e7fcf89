// Rules about networks and volumes: those of others, and those that are more than a folder or a bridge of our own.
import type { StackNetwork, StackVolume } from '../../stack/model/resources.ts';
import type { Service, Stack } from '../../stack/model.ts';
import { matchesAny } from './match-pattern.ts';
import type { PolicyRules } from './rules.ts';
import { isSubnetWithin } from './subnet.ts';
import type { Violation } from './violation.ts';

export type Owners = {
  /** The stack that a volume which is there belongs to; null for none, undefined where there is no such volume. */
  readonly ownerOfVolume: (name: string) => string | null | undefined;
  /** Whether there is a stack of that name on this host. */
  readonly isStack: (name: string) => boolean;
};

export function checkResources(stack: Stack, rules: PolicyRules, owners: Owners): readonly Violation[] {
  return [
    ...Object.values(stack.services).flatMap((service) => [
      ...checkContainerName(stack.name, service, { rules, owners }),
      ...checkBuildNetwork(stack, service, rules),
    ]),
    ...Object.entries(stack.networks).flatMap(([key, network]) => [
      ...checkNetwork({ stack: stack.name, key }, network, rules),
      ...checkSubnets(key, network, rules),
    ]),
    ...Object.entries(stack.volumes).flatMap(([key, volume]) => {
      const place = { stack: stack.name, key };
      const isForeign = isForeignVolume(place, volume, owners);
      return [...checkVolumeName(key, volume, { rules, isForeign }), ...checkVolumeType(key, volume, rules)];
    }),
  ];
}

type NameContext = { readonly rules: PolicyRules; readonly owners: Owners };

/** `db-web-1` would be in the way of the stack "db", and taken for a part of it. */
function* checkContainerName(stack: string, service: Service, { rules, owners }: NameContext): Generator<Violation> {
  const { name, containerName } = service;
  if (containerName === undefined || containerName.startsWith(`${stack}-`)) return;
  const words = containerName.split('-');
  const beginnings = words.slice(1).map((_, index) => words.slice(0, index + 1).join('-'));
  const other = beginnings.find((beginning) => beginning !== stack && owners.isStack(beginning));
  if (other === undefined || matchesAny(rules.containerNames, containerName)) return;
  const says = `service "${name}" has the container name "${containerName}", which begins as those of stack "${other}"`;
  yield { rule: 'containerNames', path: ['services', name, 'container_name'], says };
}

/** RUNs join the network of that very name. That of the host is a matter of "hostNamespaces". */
function* checkBuildNetwork(stack: Stack, { name, build }: Service, rules: PolicyRules): Generator<Violation> {
  const network = build?.network;
  if (network === undefined || ['default', 'none', 'host'].includes(network)) return;
  const isOwn = Object.entries(stack.networks).some(
    ([key, own]) => !own.external && own.name === network && own.name === `${stack.name}_${key}`,
  );
  if (isOwn || matchesAny(rules.externalNetworks, network)) return;
  const says = `service "${name}" builds in the network "${network}", which is not of the stack`;
  yield { rule: 'externalNetworks', path: ['services', name, 'build', 'network'], says };
}

function* checkSubnets(key: string, { external, subnets }: StackNetwork, rules: PolicyRules): Generator<Violation> {
  if (external) return;
  for (const [index, { subnet }] of subnets.entries()) {
    if (subnet === undefined || isSubnetWithin(subnet, rules.subnets)) continue;
    const path = ['networks', key, 'ipam', 'config', index, 'subnet'];
    yield { rule: 'subnets', path, says: `network "${key}" chooses the subnet "${subnet}"` };
  }
}

type Place = { readonly stack: string; readonly key: string };

function* checkNetwork({ stack, key }: Place, network: StackNetwork, rules: PolicyRules): Generator<Violation> {
  const path = ['networks', key];
  const { name, external, driver } = network;
  if (name === 'host' || driver === 'host') {
    if (rules.hostNamespaces.includes('network')) return;
    yield { rule: 'hostNamespaces', path, says: `network "${key}" is that of the host` };
  } else if (external || name !== `${stack}_${key}`) {
    if (!matchesAny(rules.externalNetworks, name))
      yield { rule: 'externalNetworks', path, says: `network "${key}" is "${name}", which is not of the stack` };
  } else if (!rules.networkDrivers.includes(driver)) {
    yield { rule: 'networkDrivers', path: [...path, 'driver'], says: `network "${key}" has the driver "${driver}"` };
  }
}

/** `shop_blue_data` may be the volume "blue_data" of the stack "shop" as well as "data" of "shop_blue". */
function isForeignVolume({ stack, key }: Place, { name, external }: StackVolume, { ownerOfVolume }: Owners): boolean {
  const owner = ownerOfVolume(name);
  return external || name !== `${stack}_${key}` || (owner !== undefined && owner !== stack);
}

function* checkVolumeName(
  key: string,
  { name }: StackVolume,
  { rules, isForeign }: { readonly rules: PolicyRules; readonly isForeign: boolean },
): Generator<Violation> {
  if (!isForeign || matchesAny(rules.externalVolumes, name)) return;
  const says = `volume "${key}" is "${name}", which is not of the stack`;
  yield { rule: 'externalVolumes', path: ['volumes', key], says };
}

/** Folders of the host are found where files are checked. */
function* checkVolumeType(
  key: string,
  { driver, driverOptions }: StackVolume,
  rules: PolicyRules,
): Generator<Violation> {
  const path = ['volumes', key];
  if (driver !== 'local') {
    const says = `volume "${key}" has the driver "${driver}"`;
    if (!rules.volumeTypes.includes(driver)) yield { rule: 'volumeTypes', path: [...path, 'driver'], says };
    return;
  }
  if (Object.keys(driverOptions).length === 0 || isFolder(driverOptions)) return;
  const type = driverOptions['type'] ?? 'none';
  const says = `volume "${key}" mounts a file system of the type "${type}"`;
  if (!rules.volumeTypes.includes(type)) yield { rule: 'volumeTypes', path: [...path, 'driver_opts'], says };
}

/** Whether a volume is a folder of the host by another name. */
export function isFolder({ device, o = '', type = 'none' }: StackVolume['driverOptions']): boolean {
  return device !== undefined && (/(^|,)r?bind(,|$)/.test(o) || type === 'none' || type === 'bind');
}
