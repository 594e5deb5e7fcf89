// What the schema of a policy cannot say of its rules. A value that would never fit anything is a mistake, too.
import { posix } from 'node:path';
import { ipVersion } from '../../core/ip-version.ts';
import { parseSize } from '../../core/units.ts';
import { addError, type Problems } from '../../stack/problems.ts';
import type { SourceRange } from '../../stack/source-text.ts';
import type { TreePath } from '../../stack/tree.ts';
import { parsePortRange } from './port-range.ts';
import type { HostPath, PolicyRules } from './rules.ts';
import { parseSubnet } from './subnet.ts';

export type RulesToCheck = {
  readonly rules: Partial<PolicyRules>;
  /** Where a part of the rules stands. */
  readonly placeOf: (path: TreePath) => SourceRange;
};

/** Reports each value that makes no sense. */
export function checkRules({ rules, placeOf }: RulesToCheck, problems: Problems): void {
  const report = (path: TreePath, message: string): void =>
    addError(problems, 'policy-invalid', message, placeOf(path), undefined);
  for (const [index, port] of (rules.ports ?? []).entries())
    if (!parsePortRange(port)) report(['ports', index], `"${port}" is neither a port nor a range of ports`);
  for (const [index, address] of (rules.addresses ?? []).entries())
    if (address !== '*' && ipVersion(address) === 0) report(['addresses', index], `"${address}" is not an address`);
  for (const [index, subnet] of (rules.subnets ?? []).entries())
    if (!parseSubnet(subnet)) report(['subnets', index], `"${subnet}" is not a range of addresses`);
  const memory = rules.limits?.memory;
  if (memory !== undefined && parseSize(String(memory)) === undefined)
    report(['limits', 'memory'], `"${memory}" is not a size`);
  for (const [index, { keys }] of (rules.imageSignatures ?? []).entries())
    for (const [at, path] of keys.entries())
      if (path !== cleanPath(path) || !path.startsWith('/'))
        report(['imageSignatures', index, 'keys', at], `"${path}" is not a plain, absolute path`);
  checkHostPaths(rules.hostPaths ?? [], (index, message) => report(['hostPaths', index, 'path'], message));
}

function checkHostPaths(paths: readonly HostPath[], report: (index: number, message: string) => void): void {
  for (const [index, { path }] of paths.entries()) {
    if (path !== cleanPath(path)) report(index, `"${path}" is not a plain path: write "${cleanPath(path)}"`);
    // A container that writes to the outer one could replace the inner one by a link to anything.
    const outer = paths.find((other) => other.write === true && isBeneath(path, other.path));
    if (outer) report(index, `"${path}" lies in "${outer.path}", which may be written`);
  }
}

function cleanPath(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal;
}

function isBeneath(path: string, folder: string): boolean {
  return path !== folder && path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
