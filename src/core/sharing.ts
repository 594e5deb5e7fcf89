// Which containers may have a host port in common.
import type { ContainerSpec } from './specs.ts';

/** Equal for containers that stand for the same thing, the replicas of one service; null for one that shares with nobody. */
export function sharingOf({
  stack,
  service,
  replica,
}: Pick<ContainerSpec, 'stack' | 'service' | 'replica'>): string | null {
  // One-off containers of a service have number 0: who runs one with the service's ports wants them for that one.
  return stack === null || service === null || replica === 0 ? null : `${stack}/${service}`;
}
