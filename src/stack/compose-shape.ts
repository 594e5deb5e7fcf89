// The model in the shape of a stack file: long forms, absolute paths, keys sorted, what is not said left out.
import type { Stack, StackFile, StackNetwork, StackVolume } from './model.ts';
import { serviceShape } from './service-shape.ts';
import { compact, orNothing, type Shape } from './shape.ts';

export function toComposeShape(stack: Stack): Shape {
  return compact({
    name: stack.name,
    services: mapValues(stack.services, serviceShape),
    networks: orNothing(mapValues(stack.networks, networkShape)),
    volumes: orNothing(mapValues(stack.volumes, volumeShape)),
    secrets: orNothing(mapValues(stack.secrets, fileShape)),
    configs: orNothing(mapValues(stack.configs, fileShape)),
  });
}

function networkShape(network: StackNetwork): Shape {
  const config = network.subnets.map((subnet) =>
    compact({ subnet: subnet.subnet, gateway: subnet.gateway, ip_range: subnet.ipRange }),
  );
  return compact({
    name: network.name,
    driver: network.external || network.driver === 'bridge' ? undefined : network.driver,
    driver_opts: orNothing(network.driverOptions),
    external: network.external || undefined,
    internal: network.internal || undefined,
    attachable: network.attachable || undefined,
    enable_ipv6: network.enableIpv6 || undefined,
    ipam: config.length > 0 ? { config } : undefined,
    labels: orNothing(network.labels),
  });
}

function volumeShape(volume: StackVolume): Shape {
  return compact({
    name: volume.name,
    driver: volume.external || volume.driver === 'local' ? undefined : volume.driver,
    driver_opts: orNothing(volume.driverOptions),
    external: volume.external || undefined,
    labels: orNothing(volume.labels),
  });
}

/** The content of a variable is a secret more often than not: its name is shown instead. */
function fileShape(file: StackFile): Shape {
  const { origin } = file;
  if (origin.kind === 'file') return { name: file.name, file: origin.path };
  return origin.variable === undefined
    ? { name: file.name, content: origin.content }
    : { name: file.name, environment: origin.variable };
}

function mapValues<T>(record: Readonly<Record<string, T>>, shapeOf: (value: T) => Shape): Shape {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .flatMap((name) => (record[name] === undefined ? [] : [[name, shapeOf(record[name])]])),
  );
}
