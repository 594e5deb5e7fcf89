// Everything a run needs before conmon: the root file system, the network, the files mounted over it, config.json.
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ContainerError, errorCode } from '../../core/errors.ts';
import { sharingOf } from '../../core/sharing.ts';
import type { ContainerSpec, FileSpec } from '../../core/specs.ts';
import { mountOverlay, unmount } from '../../os/mounts.ts';
import { readInRoot } from '../../os/read-in-root.ts';
import { resolveInRoot } from '../../os/resolve-in-root.ts';
import type { ContainerRecord } from '../../store/containers.ts';
import type { NetworkEngine } from '../networks/network-engine.ts';
import type { VolumeEngine } from '../volumes/volume-engine.ts';
import type { AnonymousVolumes } from './anonymous-volumes.ts';
import type { ContainerPaths } from './container-paths.ts';
import { writeNetworkFiles } from './network-files.ts';
import type { ImageDefaults } from './runtime-config/image-defaults.ts';
import type { ResolvedMount } from './runtime-config/mounts.ts';
import { encodeRuntimeConfig } from './runtime-config/oci-runtime-config.ts';
import { resolveUser } from './runtime-config/resolve-user.ts';
import { runtimeConfig } from './runtime-config/runtime-config.ts';
import type { RuntimeFacts } from './runtime-facts.ts';

/** What a container needs of its image. */
export type ImageSource = {
  readonly layerPaths: (imageId: string) => readonly string[];
  readonly defaults: (imageId: string) => ImageDefaults;
};

export type PrepareContext = {
  readonly networks: NetworkEngine;
  readonly volumes: VolumeEngine;
  readonly anonymous: AnonymousVolumes;
  readonly paths: ContainerPaths;
  readonly cgroupParent: string;
  /** Id of a container by name, for shared network namespaces. */
  readonly containerId: (name: string) => string | undefined;
  readonly runtimeFacts: (spec: ContainerSpec) => RuntimeFacts;
  /** The bytes that this machine keeps by their digest. */
  readonly secretValue: (digest: string) => Buffer | undefined;
};

type SecretValue = PrepareContext['secretValue'];

/** Prepares a run; returns warnings (limits that had to be lowered). What was made before a failure is the caller's to release. */
export async function prepareBundle(
  record: ContainerRecord,
  images: ImageSource,
  context: PrepareContext,
): Promise<readonly string[]> {
  const { spec, id } = record;
  const { paths } = context;
  const image = images.defaults(spec.imageId);
  mountRootfs(spec, images, paths);
  const namespace = await joinNetwork(record, context);
  const files = writeNetworkFiles(record, paths.bundle, {
    engine: context.networks,
    owner: networkOwner(record, context),
  });
  const user = resolveUser(
    spec.user ?? image.user,
    readInRoot(paths.rootfs, '/etc/passwd') ?? '',
    readInRoot(paths.rootfs, '/etc/group') ?? '',
  );
  const mounts = await resolveMounts(record, image, context);
  const secrets = await writeSecretFiles(spec.files, paths, context.secretValue);
  const { config, warnings } = runtimeConfig({
    id,
    spec: withSecrets(spec, context.secretValue),
    image,
    rootfs: paths.rootfs,
    networkNamespace: namespace,
    hostname: null,
    user,
    mounts: [...mounts, ...secrets],
    files,
    cgroupParent: context.cgroupParent,
    ...context.runtimeFacts(spec),
  });
  writeFileSync(join(paths.bundle, 'config.json'), encodeRuntimeConfig(config));
  return warnings;
}

function mountRootfs(spec: ContainerSpec, images: ImageSource, paths: ContainerPaths): void {
  mkdirSync(paths.rootfs, { recursive: true, mode: 0o755 });
  mkdirSync(paths.upper, { recursive: true, mode: 0o755 });
  mkdirSync(paths.work, { recursive: true, mode: 0o700 });
  unmount(paths.rootfs);
  mountOverlay(paths.rootfs, { lower: images.layerPaths(spec.imageId), upper: paths.upper, work: paths.work });
}

async function joinNetwork(record: ContainerRecord, context: PrepareContext): Promise<string> {
  const { spec, id } = record;
  const { network } = spec;
  switch (network.kind) {
    case 'host':
      return 'host';
    case 'container':
      return context.networks.namespacePath(networkOwner(record, context));
    case 'none':
    case 'networks': {
      const attachments = network.kind === 'none' ? [] : network.attachments;
      await context.networks.attachContainer({
        containerId: id,
        name: spec.name,
        service: spec.service,
        attachments,
        ports: spec.ports,
        sharing: sharingOf(spec),
        dns: spec.dns,
      });
      return context.networks.namespacePath(id);
    }
  }
}

/** The container whose namespace this one is in. */
function networkOwner({ spec, id }: ContainerRecord, { containerId }: PrepareContext): string {
  if (spec.network.kind !== 'container') return id;
  const { container } = spec.network;
  const owner = containerId(container);
  if (owner) return owner;
  throw new ContainerError('container-not-found', {
    message: `cannot share the network of container "${container}": it is not there`,
  });
}

async function resolveMounts(
  record: ContainerRecord,
  image: ImageDefaults,
  context: PrepareContext,
): Promise<ResolvedMount[]> {
  const { spec, id } = record;
  const mounts: ResolvedMount[] = [];
  for (const mount of spec.mounts) {
    switch (mount.kind) {
      case 'tmpfs':
        mounts.push(mount);
        break;
      case 'bind':
        await checkBindSource(mount.source, mount.createSource);
        mounts.push(mount);
        break;
      case 'volume':
        mounts.push({
          kind: 'bind',
          source: await volumeSource(mount.volume, mount, context),
          target: mount.target,
          readOnly: mount.readOnly,
          propagation: null,
        });
        break;
      case 'anonymous': {
        const volume = await context.anonymous.ensure(id, mount.target);
        mounts.push({
          kind: 'bind',
          source: await volumeSource(volume, { ...mount, subpath: null }, context),
          target: mount.target,
          readOnly: mount.readOnly,
          propagation: null,
        });
        break;
      }
    }
  }
  const covered = new Set(mounts.map((mount) => mount.target));
  for (const target of image.volumes) {
    if (covered.has(target)) continue;
    const volume = await context.anonymous.ensure(id, target);
    mounts.push({
      kind: 'bind',
      source: await volumeSource(volume, { target, noCopy: false, subpath: null }, context),
      target,
      readOnly: false,
      propagation: null,
    });
  }
  return mounts;
}

async function volumeSource(
  volume: string,
  mount: { readonly target: string; readonly noCopy: boolean; readonly subpath: string | null },
  { volumes, paths }: PrepareContext,
): Promise<string> {
  if (!volumes.find(volume)) throw new ContainerError('volume-not-found', { message: `no volume "${volume}"` });
  if (!mount.noCopy && mount.subpath === null) {
    const source = resolveInRoot(paths.rootfs, mount.target);
    await volumes.populate(volume, source ?? join(paths.bundle, 'nothing'));
  }
  const path = volumes.path(volume);
  if (mount.subpath === null) return path;
  const inside = resolveInRoot(path, mount.subpath);
  if (!inside)
    throw new ContainerError('volume-subpath-not-found', { message: `volume "${volume}" has no "${mount.subpath}"` });
  return inside;
}

/** `-v` and Compose make a missing source directory, owned by root; the long form can ask for an error. */
async function checkBindSource(source: string, create: boolean): Promise<void> {
  try {
    await stat(source);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    if (!create)
      throw new ContainerError('bind-source-not-found', {
        message: `bind mount source "${source}" does not exist`,
        cause: error,
      });
    await mkdir(source, { recursive: true });
  }
}

/** Secrets and configs, on tmpfs, with the owner and mode that were asked for. */
async function writeSecretFiles(
  files: readonly FileSpec[],
  paths: ContainerPaths,
  secretValue: SecretValue,
): Promise<ResolvedMount[]> {
  const folder = join(paths.bundle, 'files');
  if (files.length > 0) mkdirSync(folder, { recursive: true, mode: 0o711 });
  const mounts: ResolvedMount[] = [];
  for (const [index, file] of files.entries()) {
    const path = join(folder, String(index));
    writeFileSync(path, await readSource(file, secretValue), { mode: 0o600 });
    chownSync(path, file.uid, file.gid);
    chmodSync(path, file.mode);
    mounts.push({ kind: 'bind', source: path, target: file.target, readOnly: true, propagation: null });
  }
  return mounts;
}

/** The spec that the configuration is made from, which is on tmpfs, too. */
function withSecrets(spec: ContainerSpec, secretValue: SecretValue): ContainerSpec {
  const entries = Object.entries(spec.secretEnvironment ?? {}).map(([name, digest]) => {
    const value = secretValue(digest);
    if (!value) throw valueGone(`variable "${name}"`);
    return [name, value.toString()] as const;
  });
  return entries.length === 0
    ? spec
    : { ...spec, environment: { ...spec.environment, ...Object.fromEntries(entries) } };
}

function valueGone(what: string): ContainerError {
  return new ContainerError('secret-value-gone', {
    message: `the value of ${what} is no longer kept, or the key of this machine does not open it`,
    hint: 'apply the stack again: "dockr up"',
  });
}

async function readSource(file: FileSpec, secretValue: SecretValue): Promise<Buffer> {
  if ('value' in file.source) {
    const value = secretValue(file.source.value);
    if (value) return value;
    throw valueGone(`${file.kind} "${file.name}"`);
  }
  if ('content' in file.source) return Buffer.from(file.source.content);
  try {
    return await readFile(file.source.path);
  } catch (error) {
    throw new ContainerError('file-not-found', {
      message: `cannot read "${file.source.path}" of ${file.kind} "${file.name}" (${errorCode(error) ?? 'unknown error'})`,
      hint: `look into ${dirname(file.source.path)}`,
      cause: error,
    });
  }
}
