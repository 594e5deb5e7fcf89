// The stack of a branch as a preview runs it: whatever it would share with its parent, or take from it, is its own or left out.
import { imageOf } from '../../reconcile/desire-images.ts';
import type { StackFile, StackNetwork, StackVolume } from '../../stack/model/resources.ts';
import type { NetworkAttachment, Port } from '../../stack/model/run.ts';
import type { Service, Stack } from '../../stack/model.ts';
import { fullName } from '../images/stack-images.ts';

/** Something of the file that does not count in a preview, for people. */
export type PreviewNote = { readonly path: readonly string[]; readonly says: string };

export type Isolated = { readonly stack: Stack; readonly notes: readonly PreviewNote[] };

/** Pure. The stack has the name of the preview already; what is external stays, for others to judge. */
export function isolateStack(stack: Stack): Isolated {
  const notes: PreviewNote[] = [];
  const context: Context = { stack, own: ownImages(stack), note: (path, says) => void notes.push({ path, says }) };
  const isolated = {
    ...stack,
    services: mapEntries(stack.services, (key, service) => isolateService(key, service, context)),
    networks: mapEntries(stack.networks, (key, network) => isolateNetwork(key, network, context)),
    volumes: mapEntries(stack.volumes, (key, volume) => isolateVolume(key, volume, context)),
    secrets: mapEntries(stack.secrets, (key, file) => isolateFile('secrets', key, { file, context })),
    configs: mapEntries(stack.configs, (key, file) => isolateFile('configs', key, { file, context })),
  };
  return { stack: isolated, notes };
}

type Context = {
  readonly stack: Stack;
  /** Full name of an image that a service builds -> the name that the preview builds it by. */
  readonly own: ReadonlyMap<string, string>;
  readonly note: (path: readonly string[], says: string) => void;
};

/** An image that is built by a name of the file would take that name from what the parent runs. */
function ownImages(stack: Stack): ReadonlyMap<string, string> {
  const builders = Object.values(stack.services).filter(({ build }) => build);
  return new Map(
    builders.flatMap((service) => {
      const own = `${stack.name}-${service.name}`;
      const names = [imageOf(stack, service), ...(service.build?.tags ?? [])];
      return names.map((name): [string, string] => [comparable(name), own]);
    }),
  );
}

function isolateService(key: string, service: Service, context: Context): Service {
  const { note, own } = context;
  const at = (part: string): readonly string[] => ['services', key, part];
  const { containerName, macAddress, image, ...rest } = service;
  if (containerName !== undefined) note(at('container_name'), `"${containerName}" is left out`);
  if (macAddress !== undefined) note(at('mac_address'), `"${macAddress}" is left out`);
  if (service.build && image !== undefined) note(at('image'), `"${image}" is built as "${context.stack.name}-${key}"`);
  const renamed = service.build || image === undefined ? undefined : (own.get(comparable(image)) ?? image);
  return {
    ...rest,
    ...(renamed === undefined ? {} : { image: renamed }),
    ...isolateBuild(key, service, context),
    ...(service.preStart && {
      preStart: service.preStart.map((hook) =>
        hook.image === undefined ? hook : { ...hook, image: own.get(comparable(hook.image)) ?? hook.image },
      ),
    }),
    ports: service.ports.map(withAnyPort),
    volumes: service.volumes.map((mount) =>
      mount.kind === 'image' ? { ...mount, source: own.get(comparable(mount.source)) ?? mount.source } : mount,
    ),
    networks: mapEntries(service.networks, (name, attachment) => {
      const { ipv4Address, ipv6Address, macAddress } = attachment;
      if (ipv4Address ?? ipv6Address ?? macAddress)
        note(['services', key, 'networks', name], 'its fixed address is left out');
      return withAnyAddress(attachment);
    }),
  };
}

function isolateBuild(key: string, { build }: Service, { own, note }: Context): Pick<Service, 'build'> {
  if (!build) return {};
  if (build.tags.length > 0) note(['services', key, 'build', 'tags'], 'they are left out');
  // What a branch builds must not be what others build from.
  if (build.cacheTo && build.cacheTo.length > 0) note(['services', key, 'build', 'cache_to'], 'it is left out');
  const { cacheTo: _, ...rest } = build;
  const additionalContexts = mapEntries(build.additionalContexts, (_name, text) => {
    const built = text.startsWith(IMAGE_CONTEXT) && own.get(comparable(text.slice(IMAGE_CONTEXT.length)));
    return built ? IMAGE_CONTEXT + built : text;
  });
  return { build: { ...rest, tags: [], additionalContexts } };
}

const IMAGE_CONTEXT = 'docker-image://';

/** At the same address; the kernel chooses the port. */
function withAnyPort({ published: _, ...port }: Port): Port {
  return port;
}

function withAnyAddress(attachment: NetworkAttachment): NetworkAttachment {
  const { ipv4Address: _4, ipv6Address: _6, macAddress: _mac, linkLocalIps: _ll, ...rest } = attachment;
  return rest;
}

function isolateNetwork(key: string, network: StackNetwork, { stack, note }: Context): StackNetwork {
  if (network.external) return network;
  const name = `${stack.name}_${key}`;
  const path = ['networks', key];
  if (network.name !== name) note([...path, 'name'], `"${network.name}" is "${name}"`);
  if (network.subnets.length > 0) note([...path, 'ipam'], 'its addresses are left out');
  return { ...network, name, subnets: [] };
}

function isolateVolume(key: string, volume: StackVolume, { stack, note }: Context): StackVolume {
  if (volume.external) return volume;
  const name = `${stack.name}_${key}`;
  if (volume.name !== name) note(['volumes', key, 'name'], `"${volume.name}" is "${name}"`);
  return { ...volume, name };
}

function isolateFile(
  kind: 'secrets' | 'configs',
  key: string,
  { file, context }: { readonly file: StackFile; readonly context: Context },
): StackFile {
  const name = `${context.stack.name}_${key}`;
  if (file.origin.kind === 'external' || file.name === name) return file;
  context.note([kind, key, 'name'], `"${file.name}" is "${name}"`);
  return { ...file, name };
}

/** What cannot be a name is left for others to refuse. */
function comparable(image: string): string {
  try {
    return fullName(image);
  } catch {
    return image;
  }
}

function mapEntries<Value>(
  record: Readonly<Record<string, Value>>,
  change: (key: string, value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]));
}
