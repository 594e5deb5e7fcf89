// The files of its release that a stack uses, in places that stay the same as long as their content does.
import type { StackFile, StackVolume } from '../stack/model/resources.ts';
import type { Mount } from '../stack/model/run.ts';
import type { Stack } from '../stack/model.ts';
import { isFolder } from './policy/check-resources.ts';
import { placeContents } from './release-contents.ts';
import { isInside } from './release-reader.ts';
import type { Release } from './source.ts';

/** The stack with mounts, secrets, configs and folders of volumes from those places; what is built is read from the release. */
export async function withPlacedFiles(stack: Stack, release: Release): Promise<Stack> {
  const paths = pathsOf(stack).filter((path) => isInside(release.directory, path));
  if (paths.length === 0) return stack;
  const places = await placeContents(release, paths);
  const placed = (path: string): string => places.get(path) ?? path;
  return {
    ...stack,
    services: mapValues(stack.services, (service) => ({
      ...service,
      volumes: service.volumes.map((mount) => placeMount(mount, placed)),
    })),
    volumes: mapValues(stack.volumes, (volume) => placeVolume(volume, placed)),
    secrets: mapValues(stack.secrets, (file) => placeFile(file, placed)),
    configs: mapValues(stack.configs, (file) => placeFile(file, placed)),
  };
}

type Placed = (path: string) => string;

function pathsOf({ services, volumes, secrets, configs }: Stack): string[] {
  return [
    ...Object.values(services).flatMap((service) =>
      service.volumes.flatMap((mount) => (mount.kind === 'bind' ? [mount.source] : [])),
    ),
    ...Object.values(volumes).flatMap(({ driverOptions }) =>
      isFolder(driverOptions) ? [deviceOf(driverOptions)] : [],
    ),
    ...[...Object.values(secrets), ...Object.values(configs)].flatMap(({ origin }) =>
      origin.kind === 'file' ? [origin.path] : [],
    ),
  ];
}

function placeMount(mount: Mount, placed: Placed): Mount {
  return mount.kind === 'bind' ? { ...mount, source: placed(mount.source) } : mount;
}

function placeVolume(volume: StackVolume, placed: Placed): StackVolume {
  const { driverOptions } = volume;
  if (!isFolder(driverOptions)) return volume;
  return { ...volume, driverOptions: { ...driverOptions, device: placed(deviceOf(driverOptions)) } };
}

function placeFile(file: StackFile, placed: Placed): StackFile {
  const { origin } = file;
  return origin.kind === 'file' ? { ...file, origin: { ...origin, path: placed(origin.path) } } : file;
}

function deviceOf(options: StackVolume['driverOptions']): string {
  return options['device'] ?? '';
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
