// `deploy.update_config` and `rollback_config` of a service, with the defaults of the specification.
import type { UpdateConfig } from '../stack/model/deploy.ts';
import type { Service } from '../stack/model.ts';
import type { UpdateStrategy } from './desired.ts';

const MONITOR_MS = 1000;

/** How its containers are replaced, forwards and back. */
export function updateStrategies({ deploy }: Service): {
  readonly update: UpdateStrategy;
  readonly rollback: UpdateStrategy;
} {
  const update = toStrategy(deploy?.updateConfig);
  return { update, rollback: deploy?.rollbackConfig ? toStrategy(deploy.rollbackConfig) : update };
}

function toStrategy(config: UpdateConfig | undefined): UpdateStrategy {
  return {
    order: config?.order === 'start-first' || config?.order === 'stop-first' ? config.order : null,
    parallelism: config ? (config.parallelism ?? 1) : null,
    delayMs: config?.delayMs ?? 0,
    monitorMs: config?.monitorMs ?? MONITOR_MS,
    maxFailureRatio: config?.maxFailureRatio ?? 0,
    failureAction: toAction(config?.failureAction),
    isMonitored: isMonitored(config),
  };
}

/** Whoever wants to go back from what does not run wants to know whether it runs. */
function isMonitored({ monitorMs, failureAction }: UpdateConfig = {}): boolean {
  return monitorMs === undefined ? failureAction === 'rollback' : monitorMs > 0;
}

function toAction(action: string | undefined): UpdateStrategy['failureAction'] {
  return action === 'continue' || action === 'rollback' ? action : 'pause';
}
