// What deployments change by themselves: a record before the steps and one after them, as for commands, and one of each round that
// has news, with the commit and who signed it. A round that finds nothing to do writes nothing.
import { type RoundReport, roundResult } from '../../agent/round-report.ts';
import type { Target, TargetContext, TargetOutcome } from '../../agent/target.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Actor, AuditOutcome } from '../../audit/audit-record.ts';
import { sourceAddress } from '../../core/declaration.ts';
import type { DockrEvent } from '../../core/events.ts';
import { failureOf } from './change-outcome.ts';
import { withoutCredentials } from './without-credentials.ts';

/** Records how a round ended. */
export function noteRound(log: AuditLog, report: RoundReport): void {
  const { deployment, outcome, isNews } = report;
  // Of one that a newer commit cut short, the steps are told, and that is all there is to tell.
  if (!isNews || outcome.superseded || isSameFailure(deployment, outcome)) return;
  const { attempted, applied, examined } = outcome;
  const known = attempted === deployment.applied?.commit ? deployment.applied.signer : undefined;
  const signer = examined?.signer ?? known ?? null;
  log.append({
    event: 'noted',
    action: 'deploy-round',
    actor: { kind: 'deployment', deployment: deployment.name, commit: attempted, signer },
    target: {
      deployment: deployment.name,
      url: withoutCredentials(sourceAddress(deployment.declaration.source)),
      from: deployment.applied?.commit ?? null,
      to: applied,
    },
    outcome: roundOutcome(report),
  });
  void log.flush();
}

/** The target, recorded from the moment that a plan with steps is known. */
export function auditTarget(target: Target, log: AuditLog): Target {
  return {
    apply: (round, context) =>
      watched({ log, deployment: round.stack.name, kind: round.kind }, context, (inner) => target.apply(round, inner)),
    down: (stack, context) =>
      watched({ log, deployment: stack, kind: 'down' }, context, (inner) =>
        target.down(stack, { ...context, ...inner }),
      ),
  };
}

type Watched = { readonly log: AuditLog; readonly deployment: string; readonly kind: string };

async function watched(
  { log, deployment, kind }: Watched,
  context: TargetContext,
  work: (context: TargetContext) => Promise<TargetOutcome>,
): Promise<TargetOutcome> {
  const actor: Actor = { kind: 'deployment', deployment, commit: null, signer: null };
  const began = performance.now();
  let begun:
    | { readonly of: number | null; readonly target: { stack: string; kind: string; steps: number } }
    | undefined;
  const emit = (event: DockrEvent): void => {
    const steps = event.type === 'plan' ? stepsIn(event.plan) : 0;
    if (steps > 0 && !begun) {
      const target = { stack: deployment, kind, steps };
      begun = { of: log.append({ event: 'begun', action: 'deploy-apply', actor, target }), target };
    }
    context.emit(event);
  };
  const end = (outcome: AuditOutcome): void => {
    const ms = Math.round(performance.now() - began);
    if (begun) log.append({ event: 'ended', action: 'deploy-apply', actor, ms, outcome, ...begun });
  };
  try {
    const outcome = await work({ ...context, emit });
    end(outcome.error ? { result: 'failed', reason: outcome.error.code } : { result: 'done' });
    return outcome;
  } catch (error) {
    end(failureOf(error));
    throw error;
  }
}

/** It is tried again and again as long as a server is down. */
function isSameFailure({ error, attempted }: RoundReport['deployment'], outcome: RoundReport['outcome']): boolean {
  if (!outcome.error || outcome.changed) return false;
  const isSameCommit = outcome.attempted === null || outcome.attempted === attempted?.commit;
  return isSameCommit && error?.error.code === outcome.error.code;
}

function stepsIn(plan: unknown): number {
  const steps: unknown = typeof plan === 'object' && plan !== null ? Reflect.get(plan, 'steps') : undefined;
  return Array.isArray(steps) ? steps.length : 0;
}

function roundOutcome(report: RoundReport): AuditOutcome {
  const { error } = report.outcome;
  const result = roundResult(report);
  if (error) return { result: result === 'refused' ? 'refused' : 'failed', reason: error.code };
  return { result: result === 'applied' ? 'done' : 'unchanged' };
}
