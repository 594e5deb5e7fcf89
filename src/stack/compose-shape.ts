// The model in the shape of a stack file: long forms, absolute paths, keys sorted, what is not said left out.

import type { StackFile, StackFileOrigin, StackModel, StackNetwork, StackVolume, Subnet } from './model/resources.ts';
import type { Stack } from './model.ts';
import { serviceShape } from './service-shape.ts';
import { compact, mapValues, orNothing, type Shape } from './shape.ts';

export function toComposeShape(stack: Stack): Shape {
  return compact({
    name: stack.name,
    services: mapValues(stack.services, serviceShape),
    networks: orNothing(mapValues(stack.networks, networkShape)),
    volumes: orNothing(mapValues(stack.volumes, volumeShape)),
    secrets: orNothing(mapValues(stack.secrets, fileShape)),
    configs: orNothing(mapValues(stack.configs, fileShape)),
    models: stack.models && orNothing(mapValues(stack.models, modelShape)),
    ...stack.extensions,
  });
}

function networkShape(network: StackNetwork): Shape {
  const config = network.subnets.map(subnetShape);
  const ipam = compact({
    driver: network.ipamDriver,
    config: config.length > 0 ? config : undefined,
    options: network.ipamOptions,
  });
  return compact({
    name: network.name,
    driver: driverText(network, 'bridge'),
    driver_opts: orNothing(network.driverOptions),
    external: network.external || undefined,
    internal: network.internal || undefined,
    attachable: network.attachable || undefined,
    enable_ipv4: network.enableIpv4,
    enable_ipv6: network.enableIpv6 || network.written?.includes('enable_ipv6') ? network.enableIpv6 : undefined,
    ipam: orNothing(ipam),
    labels: orNothing(network.labels),
    ...network.extensions,
  });
}

function subnetShape({ subnet, gateway, ipRange, auxAddresses, extensions }: Subnet): Shape {
  return compact({ subnet, gateway, ip_range: ipRange, aux_addresses: auxAddresses, ...extensions });
}

function volumeShape(volume: StackVolume): Shape {
  return compact({
    name: volume.name,
    driver: driverText(volume, 'local'),
    driver_opts: orNothing(volume.driverOptions),
    external: volume.external || undefined,
    labels: orNothing(volume.labels),
    ...volume.extensions,
  });
}

/** The default is printed where the file says it. */
function driverText({ driver, written }: StackNetwork | StackVolume, usual: string): string | undefined {
  return driver === usual && !written?.includes('driver') ? undefined : driver;
}

function fileShape(file: StackFile): Shape {
  return compact({
    name: file.name,
    ...originShape(file.origin),
    driver: file.driver,
    driver_opts: file.driverOptions,
    labels: file.labels,
    template_driver: file.templateDriver,
    ...file.extensions,
  });
}

/** The content of a variable is a secret more often than not: its name is shown instead. */
function originShape(origin: StackFileOrigin): Shape {
  switch (origin.kind) {
    case 'file':
      return { file: origin.path };
    case 'content':
      return origin.variable === undefined ? { content: origin.content } : { environment: origin.variable };
    case 'value':
      return origin.from.kind === 'file' ? { file: origin.from.path } : {};
    case 'provider':
      return {};
    case 'unset':
      return { environment: origin.variable };
    case 'external':
      return { external: true };
    case 'driver':
      return {};
  }
}

function modelShape(model: StackModel): Shape {
  return compact({
    name: model.name,
    model: model.model,
    context_size: model.contextSize,
    runtime_flags: model.runtimeFlags,
    ...model.extensions,
  });
}
