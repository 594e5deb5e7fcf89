// What has to be applied so that what canaries try takes the place of the old versions.
import { ContainerError, StackError } from '../core/errors.ts';
import { isCanaryName } from '../reconcile/replacement-names.ts';
import { USUAL_POLICY } from '../reconcile/usual-policy.ts';
import type { ApplyRequest } from './apply-stack.ts';
import { currentRequest } from './current-request.ts';
import type { EnginePort as Engine } from './engine-port.ts';

/** Of these services, none named is all. Throws `stack-not-applied`, `no-canary`. */
export function promoteRequest(engine: Engine, name: string, services: readonly string[]): ApplyRequest {
  const current = currentRequest(engine, name);
  if (!current)
    throw new StackError('stack-not-applied', { message: `no stack "${name}" has been applied on this machine` });
  const tried = servicesWithCanary(engine, name);
  const missing = services.filter((service) => !tried.includes(service));
  if (missing.length > 0 || tried.length === 0)
    throw new ContainerError('no-canary', {
      message:
        tried.length === 0
          ? `stack "${name}" has no canary`
          : `stack "${name}" has no canary of ${missing.map((service) => `"${service}"`).join(', ')}, there is one of ${tried.join(', ')}`,
    });
  const promoted = services.length > 0 ? services : tried;
  const policy = { ...USUAL_POLICY, services: promoted, noDependencies: true, promote: true };
  return { ...current, policy, cause: `promote ${promoted.join(', ')}` };
}

/** By name. */
export function servicesWithCanary(engine: Engine, stack: string): readonly string[] {
  const canaries = engine.containers.list(stack).filter(({ record }) => isCanaryName(record.name));
  return [...new Set(canaries.flatMap(({ record }) => record.spec.service ?? []))].sort();
}
