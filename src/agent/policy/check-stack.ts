// The policy of a host, held against the canonical model of a stack before anything is planned.
import type { LoadedStack } from '../../stack/load-stack.ts';
import { checkFiles, type HostFiles } from './check-files.ts';
import { checkImages } from './check-images.ts';
import { checkLimits } from './check-limits.ts';
import { checkNamespaces } from './check-namespaces.ts';
import { checkPorts } from './check-ports.ts';
import { checkPrivileges } from './check-privileges.ts';
import { checkResources, type Owners } from './check-resources.ts';
import type { Policy } from './policy.ts';
import { toPolicyError, type Violation } from './violation.ts';

export type PolicyContext = HostFiles & Owners;

/** Throws `policy-denied` for everything that the policy does not allow, with the rule and the place. */
export function checkPolicy({ stack, positions }: LoadedStack, policy: Policy, context: PolicyContext): void {
  const { rules } = policy;
  const services = Object.values(stack.services);
  const violations: readonly Violation[] = [
    ...services.flatMap((service) => [
      ...checkPrivileges(service, rules),
      ...checkNamespaces(service, rules),
      ...checkImages(service, rules, stack.name),
      ...checkPorts(service, rules),
      ...checkLimits(service, rules),
    ]),
    ...checkFiles(stack, rules, context),
    ...checkResources(stack, rules, context),
  ];
  const error = toPolicyError(violations, policy, positions);
  if (error) throw error;
}
