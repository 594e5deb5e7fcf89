// What a handler's answer says of how a change ended: some tell failures in what they answer with.
import type { AuditOutcome } from '../../audit/audit-record.ts';
import { toWireError } from '../../core/errors.ts';

const UNNAMED = 'steps-failed';

/** Of any answer. */
export function outcomeOf(answer: unknown): AuditOutcome {
  if (typeof answer !== 'object' || answer === null) return { result: 'done' };
  const { failed, error, plan, changed } = answer as Readonly<Record<string, unknown>>;
  if (Array.isArray(failed) && failed.length > 0) return { result: 'failed', reason: UNNAMED };
  const code = codeIn(error);
  if (code !== undefined) return { result: 'failed', reason: code };
  const steps = typeof plan === 'object' && plan !== null ? Reflect.get(plan, 'steps') : undefined;
  const isUnchanged = changed === false || (Array.isArray(steps) && steps.length === 0);
  return { result: isUnchanged ? 'unchanged' : 'done' };
}

/** Of what was thrown: its code alone. */
export function failureOf(thrown: unknown): AuditOutcome {
  return { result: 'failed', reason: toWireError(thrown).code };
}

/** An error of the wire, or of a deployment, which has one inside. */
function codeIn(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, error: inner } = error as Readonly<Record<string, unknown>>;
  return typeof code === 'string' ? code : codeIn(inner);
}
