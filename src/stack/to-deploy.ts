// `deploy` of a service, as the file says it.
import type { Deploy, DeployedResources, DeployedRestart, Placement, UpdateConfig } from './model/deploy.ts';
import {
  defined,
  extensionsOf,
  type Field,
  fieldOf,
  itemsOf,
  type Reading,
  readDuration,
  readNumber,
  readSize,
  readSomeTextMap,
  readSomeTexts,
  readText,
  readWhole,
} from './reading.ts';
import { toDeviceRequests } from './to-devices.ts';

export function toDeploy(reading: Reading, service: Field): Deploy | undefined {
  const field = fieldOf(service, 'deploy');
  if (!field) return undefined;
  return {
    ...defined({
      mode: readText(fieldOf(field, 'mode')) || undefined,
      // Both where both are given, which then agree.
      replicas: readWhole(reading, fieldOf(service, 'scale') ?? fieldOf(field, 'replicas'), 0),
      endpointMode: readText(fieldOf(field, 'endpoint_mode')) || undefined,
      labels: readSomeTextMap(fieldOf(field, 'labels')),
      updateConfig: toUpdateConfig(reading, fieldOf(field, 'update_config')),
      rollbackConfig: toUpdateConfig(reading, fieldOf(field, 'rollback_config')),
      limits: toDeployedResources(reading, fieldOf(field, 'resources', 'limits')),
      reservations: toDeployedResources(reading, fieldOf(field, 'resources', 'reservations')),
      restartPolicy: toDeployedRestart(reading, fieldOf(field, 'restart_policy')),
      placement: toPlacement(reading, fieldOf(field, 'placement')),
    }),
    ...extensionsOf(field),
  };
}

function toUpdateConfig(reading: Reading, field: Field | undefined): UpdateConfig | undefined {
  if (!field) return undefined;
  return {
    ...defined({
      parallelism: readWhole(reading, fieldOf(field, 'parallelism'), 0),
      delayMs: readDuration(reading, fieldOf(field, 'delay')),
      failureAction: readText(fieldOf(field, 'failure_action')) || undefined,
      monitorMs: readDuration(reading, fieldOf(field, 'monitor')),
      maxFailureRatio: readNumber(reading, fieldOf(field, 'max_failure_ratio')),
      order: readText(fieldOf(field, 'order')) || undefined,
    }),
    ...extensionsOf(field),
  };
}

function toDeployedResources(reading: Reading, field: Field | undefined): DeployedResources | undefined {
  if (!field) return undefined;
  const generic = itemsOf(fieldOf(field, 'generic_resources')).map((item) => {
    const spec = fieldOf(item, 'discrete_resource_spec');
    return { kind: readText(fieldOf(spec, 'kind')) ?? '', value: readNumber(reading, fieldOf(spec, 'value')) ?? 0 };
  });
  return {
    ...defined({
      cpus: readNumber(reading, fieldOf(field, 'cpus')),
      memoryBytes: readSize(reading, fieldOf(field, 'memory')),
      pids: readWhole(reading, fieldOf(field, 'pids'), -1),
      devices: toDeviceRequests(reading, fieldOf(field, 'devices')),
      genericResources: generic.length > 0 ? generic : undefined,
    }),
    ...extensionsOf(field),
  };
}

function toDeployedRestart(reading: Reading, field: Field | undefined): DeployedRestart | undefined {
  if (!field) return undefined;
  return {
    ...defined({
      condition: readText(fieldOf(field, 'condition')) || undefined,
      delayMs: readDuration(reading, fieldOf(field, 'delay')),
      maxAttempts: readWhole(reading, fieldOf(field, 'max_attempts'), 0),
      windowMs: readDuration(reading, fieldOf(field, 'window')),
    }),
    ...extensionsOf(field),
  };
}

function toPlacement(reading: Reading, field: Field | undefined): Placement | undefined {
  if (!field) return undefined;
  const preferences = itemsOf(fieldOf(field, 'preferences')).map((item) => ({
    spread: readText(fieldOf(item, 'spread')) ?? '',
  }));
  return {
    ...defined({
      constraints: readSomeTexts(fieldOf(field, 'constraints')),
      preferences: preferences.length > 0 ? preferences : undefined,
      maxReplicasPerNode: readWhole(reading, fieldOf(field, 'max_replicas_per_node'), 0),
    }),
    ...extensionsOf(field),
  };
}
