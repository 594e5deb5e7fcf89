// `deploy` in the shape of a stack file.
import { deviceRequestShape } from './device-shape.ts';
import type { Deploy, DeployedResources, Placement, UpdateConfig } from './model/deploy.ts';
import { bytesText, compact, durationShape, orNothing, type Shape } from './shape.ts';

export function deployShape(deploy: Deploy): Shape {
  const { limits, reservations, placement, restartPolicy: restart } = deploy;
  const resources = compact({
    limits: limits && orNothing(resourcesShape(limits)),
    reservations: reservations && orNothing(resourcesShape(reservations)),
  });
  return compact({
    endpoint_mode: deploy.endpointMode,
    labels: deploy.labels,
    mode: deploy.mode,
    placement: placement && placementShape(placement),
    replicas: deploy.replicas,
    resources: orNothing(resources),
    restart_policy:
      restart &&
      compact({
        condition: restart.condition,
        delay: durationShape(restart.delayMs),
        max_attempts: restart.maxAttempts,
        window: durationShape(restart.windowMs),
        ...restart.extensions,
      }),
    rollback_config: deploy.rollbackConfig && updateShape(deploy.rollbackConfig),
    update_config: deploy.updateConfig && updateShape(deploy.updateConfig),
    ...deploy.extensions,
  });
}

function resourcesShape(resources: DeployedResources): Shape {
  return compact({
    cpus: resources.cpus || undefined,
    devices: resources.devices?.map(deviceRequestShape),
    generic_resources: resources.genericResources?.map((resource) => ({ discrete_resource_spec: resource })),
    memory: bytesText(resources.memoryBytes || undefined),
    pids: resources.pids || undefined,
    ...resources.extensions,
  });
}

function updateShape(update: UpdateConfig): Shape {
  return compact({
    delay: durationShape(update.delayMs || undefined),
    failure_action: update.failureAction,
    max_failure_ratio: update.maxFailureRatio || undefined,
    monitor: durationShape(update.monitorMs || undefined),
    order: update.order,
    parallelism: update.parallelism,
    ...update.extensions,
  });
}

function placementShape(placement: Placement): Shape {
  return compact({
    constraints: placement.constraints,
    max_replicas_per_node: placement.maxReplicasPerNode || undefined,
    preferences: placement.preferences,
    ...placement.extensions,
  });
}
