// Devices of a service: nodes of the host, requests to a driver, limits on block devices.
import { describePath } from './describe-path.ts';
import type { BlkioConfig, Device, DeviceRate, DeviceRequest } from './model/hardware.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readSize,
  readSomeTextMap,
  readSomeTexts,
  readText,
  readWhole,
  reject,
} from './reading.ts';

const EVERY_ACCESS = 'rwm';
const ALL = -1;

export function toDevices(reading: Reading, service: Field): readonly Device[] | undefined {
  const devices = itemsOf(fieldOf(service, 'devices')).flatMap((item) => toDevice(reading, item) ?? []);
  return devices.length > 0 ? devices : undefined;
}

function toDevice(reading: Reading, item: Field): Device | undefined {
  if (item.node.kind === 'map') {
    const source = readText(fieldOf(item, 'source'));
    if (!source) return reject(reading, item, 'missing-key', `key "source" is missing in ${describePath(item.path)}`);
    return {
      source,
      target: readText(fieldOf(item, 'target')) || source,
      permissions: readText(fieldOf(item, 'permissions')) || EVERY_ACCESS,
      ...extensionsOf(item),
    };
  }
  const text = readText(item) ?? '';
  const parts = text.split(':');
  const [source = '', target = source, permissions = EVERY_ACCESS] = parts;
  if (parts.length > 3 || source === '')
    return reject(
      reading,
      item,
      'invalid-device',
      `${describePath(item.path)} is "${text}", expected "SOURCE[:TARGET[:PERMISSIONS]]"`,
      'write it as "/dev/sda:/dev/xvda:r"',
    );
  return { source, target, permissions };
}

/** `gpus: all` is one request for all of them. */
export function toGpus(reading: Reading, service: Field): readonly DeviceRequest[] | undefined {
  const field = fieldOf(service, 'gpus');
  const text = readText(field);
  if (!field || text === undefined) return toDeviceRequests(reading, field);
  if (text === 'all') return [{ count: ALL }];
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", but must be "all" or a list of devices`,
  );
}

export function toDeviceRequests(reading: Reading, field: Field | undefined): readonly DeviceRequest[] | undefined {
  const requests = itemsOf(field).map((item) => toDeviceRequest(reading, item));
  return requests.length > 0 ? requests : undefined;
}

function toDeviceRequest(reading: Reading, item: Field): DeviceRequest {
  const count = fieldOf(item, 'count');
  const deviceIds = readSomeTexts(fieldOf(item, 'device_ids'));
  if (count && deviceIds)
    reject(
      reading,
      count,
      'exclusive-keys',
      `${describePath(item.path)} has both "count" and "device_ids"`,
      'keep one of them',
    );
  return {
    ...defined({
      driver: readText(fieldOf(item, 'driver')) || undefined,
      count: toCount(reading, count) ?? (deviceIds ? undefined : ALL),
      deviceIds,
      capabilities: readSomeTexts(fieldOf(item, 'capabilities')),
      options: readSomeTextMap(fieldOf(item, 'options')),
    }),
    ...extensionsOf(item),
  };
}

function toCount(reading: Reading, field: Field | undefined): number | undefined {
  const text = readText(field);
  if (!field || text === undefined) return undefined;
  if (text.toLowerCase() === 'all') return ALL;
  if (/^-?[0-9]{1,9}$/.test(text)) return Number(text);
  return reject(
    reading,
    field,
    'wrong-value',
    `${describePath(field.path)} is "${text}", but must be "all" or a whole number`,
  );
}

export function toBlkio(reading: Reading, service: Field): BlkioConfig | undefined {
  const field = fieldOf(service, 'blkio_config');
  if (!field) return undefined;
  const weights = itemsOf(fieldOf(field, 'weight_device')).map((item) => ({
    path: readText(fieldOf(item, 'path')) ?? '',
    weight: readWhole(reading, fieldOf(item, 'weight'), 0) ?? 0,
  }));
  return {
    ...defined({
      weight: readWhole(reading, fieldOf(field, 'weight'), 0),
      weightDevice: weights.length > 0 ? weights : undefined,
      deviceReadBps: toRates(reading, fieldOf(field, 'device_read_bps')),
      deviceReadIops: toRates(reading, fieldOf(field, 'device_read_iops')),
      deviceWriteBps: toRates(reading, fieldOf(field, 'device_write_bps')),
      deviceWriteIops: toRates(reading, fieldOf(field, 'device_write_iops')),
    }),
    ...extensionsOf(field),
  };
}

function toRates(reading: Reading, field: Field | undefined): readonly DeviceRate[] | undefined {
  const rates = itemsOf(field).map((item) => ({
    path: readText(fieldOf(item, 'path')) ?? '',
    rate: readSize(reading, fieldOf(item, 'rate')) ?? 0,
  }));
  return rates.length > 0 ? rates : undefined;
}
