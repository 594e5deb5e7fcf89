// Devices in the shape of a stack file.
import type { BlkioConfig, Device, DeviceRate, DeviceRequest } from './model/hardware.ts';
import { compact, type Shape } from './shape.ts';

export function deviceShape({ source, target, permissions, extensions }: Device): Shape {
  return { source, target, permissions, ...extensions };
}

export function deviceRequestShape(request: DeviceRequest): Shape {
  return compact({
    capabilities: request.capabilities,
    count: request.count,
    device_ids: request.deviceIds,
    driver: request.driver,
    options: request.options,
    ...request.extensions,
  });
}

export function blkioShape(blkio: BlkioConfig): Shape {
  return compact({
    device_read_bps: blkio.deviceReadBps?.map(rateShape),
    device_read_iops: blkio.deviceReadIops?.map(rateShape),
    device_write_bps: blkio.deviceWriteBps?.map(rateShape),
    device_write_iops: blkio.deviceWriteIops?.map(rateShape),
    weight: blkio.weight || undefined,
    weight_device: blkio.weightDevice,
    ...blkio.extensions,
  });
}

function rateShape({ path, rate }: DeviceRate): Shape {
  return { path, rate: String(rate) };
}
