// What a preview is refused for before there is one.
import { AgentError } from '../../core/errors.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import { describeSubject } from '../declaration/declared.ts';
import { type Preview, previewsAmong } from './plan-previews.ts';
import { previewsOf } from './preview-declaration.ts';

const SHORTEST_TTL_MS = 1_000;
const LONGEST_TTL_MS = 7 * 24 * 3_600_000;

/** Throws `too-many-previews`. */
export function checkCount(parent: DeploymentRecord, records: readonly DeploymentRecord[]): void {
  const { limit } = previewsOf(parent.declaration);
  if (previewsAmong(records, parent.name).length < limit) return;
  throw new AgentError('too-many-previews', {
    message: `deployment "${parent.name}" has ${limit} previews, and is allowed no more`,
    hint: 'take one down with "dockr deploy preview rm", or declare a higher "previews.limit"',
  });
}

/** Throws `wrong-value`. */
export function checkTtl(ttlMs: number): void {
  if (Number.isFinite(ttlMs) && ttlMs >= SHORTEST_TTL_MS && ttlMs <= LONGEST_TTL_MS) return;
  throw new AgentError('wrong-value', {
    message: `a preview cannot be there for ${ttlMs} ms: expected from "1s" to "168h"`,
  });
}

/** Of a parent that has none for that reason. */
export function suspended(name: string): AgentError {
  return new AgentError('preview-not-possible', {
    message: `deployment "${name}" is suspended, and has no previews as long as it is`,
    hint: `dockr deploy resume ${name}`,
  });
}

/** That of the branch has another name. */
export function thereAlready({ record, origin }: Preview, name: string): AgentError {
  return new AgentError('deployment-exists', {
    message: `the preview of ${describeSubject(origin.of)} is "${record.name}", and not "${name}"`,
    hint: `take it down first: dockr deploy preview rm ${record.name}`,
  });
}
