// Whether the parts of a stack fit together: what `dockr config --no-consistency` does not ask.
import type { Problems } from './problems.ts';

const CODES: ReadonlySet<string> = new Set([
  'contradiction',
  'dependency-cycle',
  'duplicate-mount',
  'duplicate-name',
  'inactive-service',
  'no-image',
  'port-conflict',
  'undefined-config',
  'undefined-model',
  'undefined-network',
  'undefined-secret',
  'undefined-service',
  'undefined-volume',
]);

/** Takes back the errors that say that the parts do not fit. */
export function dropConsistency(problems: Problems): void {
  const others = problems.errors.filter((error) => !CODES.has(error.code));
  problems.errors.splice(0, problems.errors.length, ...others);
}
