// Why a stored spec is not the desired one. Both sides pass through the same canonicaliser.
import type {
  AttachmentSpec,
  ContainerNetwork,
  ContainerSpec,
  FileSpec,
  NetworkSpec,
  VolumeSpec,
} from '../core/specs.ts';
import { canonicalNetwork, canonicalSpec, canonicalVolume, type StoredSpec } from './canonical-spec.ts';
import { diffElements, diffFields } from './diff-fields.ts';
import type { Cause } from './plan.ts';

/** Empty when the container is as it should be. `imageId` counts when both are known; the reference alone does not. */
export function diffContainers(stored: StoredSpec<ContainerSpec>, desired: StoredSpec<ContainerSpec>): Cause[] {
  const [from, to] = [canonicalSpec(stored), canonicalSpec(desired)];
  if (isSame(from, to)) return [];
  const { image, imageId, postStart, preStop, mounts, ports, files, network, stack, service, replica, ...fields } =
    from;
  const { image: _, imageId: __, mounts: ___, ports: ____, files: _____, network: ______, ...rest } = to;
  const { stack: _stack, service: _service, replica: _replica, postStart: _start, preStop: _stop, ...others } = rest;
  return [
    ...diffImages(from, to),
    ...diffFields(fields, others),
    // By field, so that a secret in one is not told with the rest.
    ...diffFields({ ...postStart }, { ...to.postStart }, 'postStart'),
    ...diffFields({ ...preStop }, { ...to.preStop }, 'preStop'),
    ...diffElements(mounts, to.mounts, { path: 'mounts', key: (mount) => mount.target }),
    ...diffElements(ports, to.ports, { path: 'ports', key: (port) => `${port.containerPort}/${port.protocol}` }),
    ...diffFiles(files, to.files),
    ...diffNetworking(network, to.network),
  ];
}

/** The common case, quickly: canonical specs have their keys in one order. */
function isSame(from: ContainerSpec, to: ContainerSpec): boolean {
  const imageId = to.imageId === '' ? from.imageId : to.imageId;
  return JSON.stringify({ ...from, image: to.image }) === JSON.stringify({ ...to, imageId });
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
