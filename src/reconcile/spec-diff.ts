// Why a stored spec is not the desired one. Both sides have passed through the same canonicaliser.
import type {
  AttachmentSpec,
  ContainerNetwork,
  ContainerSpec,
  FileSpec,
  NetworkSpec,
  VolumeSpec,
} from '../core/specs.ts';
import { canonicalNetwork, canonicalVolume, type StoredSpec } from './canonical-spec.ts';
import { diffElements, diffFields, diffOtherFields } from './diff-fields.ts';
import type { Cause } from './plan.ts';

/** Compared in ways of their own, or no more than names. */
const APART: ReadonlySet<string> = new Set<keyof ContainerSpec>([
  ...(['image', 'imageId', 'postStart', 'preStop', 'mounts', 'ports', 'files', 'network'] as const),
  ...(['stack', 'service', 'replica'] as const),
]);

/**
 * Empty when the container is as it should be; both are canonical. `imageId` counts when both are known; the reference
 * alone does not.
 */
export function diffContainers(from: ContainerSpec, to: ContainerSpec): Cause[] {
  return [
    ...diffImages(from, to),
    ...diffOtherFields(from, to, APART),
    // By field, so that a secret in one is not told with the rest.
    ...diffFields({ ...from.postStart }, { ...to.postStart }, 'postStart'),
    ...diffFields({ ...from.preStop }, { ...to.preStop }, 'preStop'),
    ...diffElements(from.mounts, to.mounts, { path: 'mounts', key: (mount) => mount.target }),
    ...diffElements(from.ports, to.ports, { path: 'ports', key: (port) => `${port.containerPort}/${port.protocol}` }),
    ...diffFiles(from.files, to.files),
    ...diffNetworking(from.network, to.network),
  ];
}

/** What the desired one leaves to the engine (null) is no difference. */
export function diffNetworks(stored: StoredSpec<NetworkSpec>, desired: StoredSpec<NetworkSpec>): Cause[] {
  const { stack, key, name, subnet, gateway, ipRange, ...fields } = canonicalNetwork(desired);
  const from = canonicalNetwork(stored);
  const { internal, driver, options, labels } = from;
  const chosen = Object.entries({ subnet, gateway, ipRange }).filter(([, value]) => value !== null);
  const present = { subnet: from.subnet, gateway: from.gateway, ipRange: from.ipRange };
  const given = Object.fromEntries(chosen);
  const found = Object.fromEntries(Object.entries(present).filter(([field]) => Object.hasOwn(given, field)));
  return [...diffFields({ internal, driver, options, labels }, fields), ...diffFields(found, given)];
}

/** Empty when the volume is as it should be. */
export function diffVolumes(stored: StoredSpec<VolumeSpec>, desired: StoredSpec<VolumeSpec>): Cause[] {
  const { stack, key, name, ...from } = canonicalVolume(stored);
  const { stack: _, key: __, name: ___, ...to } = canonicalVolume(desired);
  return diffFields(from, to);
}

function diffImages(from: ContainerSpec, to: ContainerSpec): Cause[] {
  if (to.imageId === '' || from.imageId === to.imageId) return [];
  if (from.image === to.image) return [{ kind: 'changed', field: 'imageId', from: from.imageId, to: to.imageId }];
  return [{ kind: 'changed', field: 'image', from: from.image, to: to.image }];
}

/** Neither the digest nor the text of a file is told. */
function diffFiles(from: readonly FileSpec[], to: readonly FileSpec[]): Cause[] {
  const causes = diffElements(from, to, { path: 'files', key: (file) => file.target });
  const told = new Map<string, Cause>();
  for (const cause of causes) {
    const safe = withoutContent(cause);
    told.set('field' in safe ? safe.field : JSON.stringify(safe), safe);
  }
  return [...told.values()];
}

function withoutContent(cause: Cause): Cause {
  if (cause.kind !== 'changed' && cause.kind !== 'content-changed') return cause;
  const file = /^(files\[.*\])(?:\.(.*))?$/s.exec(cause.field);
  if (!file?.[1]) return cause;
  const field = file[2];
  if (field === 'uid' || field === 'gid' || field === 'mode' || field === 'name' || field === 'kind') return cause;
  const whole = field === undefined && cause.kind === 'changed';
  if (!whole) return { kind: 'content-changed', field: file[1] };
  return { kind: 'changed', field: file[1], from: fileName(cause.from), to: fileName(cause.to) };
}

function fileName(file: unknown): unknown {
  return typeof file === 'object' && file !== null && 'name' in file ? file.name : null;
}

function diffNetworking(from: ContainerNetwork, to: ContainerNetwork): Cause[] {
  if (from.kind !== 'networks' || to.kind !== 'networks') {
    const [before, after] = [networkMode(from), networkMode(to)];
    return before === after ? [] : [{ kind: 'changed', field: 'network', from: before, to: after }];
  }
  const key = (attachment: AttachmentSpec): string => attachment.network;
  return diffElements(from.attachments, to.attachments, { path: 'networks', key });
}

function networkMode(network: ContainerNetwork): string {
  if (network.kind === 'container') return `container:${network.container}`;
  if (network.kind === 'networks') return network.attachments.map(({ network: name }) => name).join(', ');
  return network.kind;
}
