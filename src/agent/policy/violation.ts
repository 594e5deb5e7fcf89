// What a stack asks for that the policy does not allow, and how it is told.
import { AgentError, type DockrError, ErrorList } from '../../core/errors.ts';
import { comparePositions, formatPosition, type SourcePosition } from '../../core/position.ts';
import { formatPath, type TreePath } from '../../stack/tree.ts';
import type { Policy } from './policy.ts';
import type { RuleName } from './rules.ts';

export type Violation = {
  readonly rule: RuleName;
  /** In the stack file. */
  readonly path: TreePath;
  /** What it asks for: `service "web" is privileged`. */
  readonly says: string;
};

export type Positions = (path: TreePath) => SourcePosition | undefined;

/** All of them as one error, in order of place; undefined if there are none. */
export function toPolicyError(
  violations: readonly Violation[],
  policy: Policy,
  positions: Positions,
): DockrError | undefined {
  const errors = violations.map((violation) => toError(violation, policy, positions(violation.path)));
  const [first, ...rest] = errors.sort((a, b) => comparePositions(a.at, b.at));
  if (!first) return undefined;
  return rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

function toError({ rule, path, says }: Violation, policy: Policy, at: SourcePosition | undefined): AgentError {
  const place = policy.placeOf(rule);
  const [top, service, ...field] = path;
  return new AgentError('policy-denied', {
    message: `${says}, which rule "${rule}" of this host's policy does not allow`,
    at,
    hint: place
      ? `the rule stands in ${formatPosition(place)}`
      : `the rule has its default; "${policy.file}" can say otherwise`,
    facts: {
      rule,
      policy: place ? formatPosition(place) : 'default',
      field: top === 'services' ? formatPath(field) : formatPath(path),
      ...(top === 'services' ? { service: String(service) } : {}),
    },
  });
}
