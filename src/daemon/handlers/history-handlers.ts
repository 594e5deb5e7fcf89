// What a stack was brought to before, and the way back.
import type {
  PlanResult,
  PromoteRequest,
  RevisionDetails,
  RevisionSummary,
  RollbackRequest,
  UpRequest,
} from '../../api/messages.ts';
import type { EnginePort as Engine } from '../../apply/engine-port.ts';
import { promoteRequest } from '../../apply/promote-request.ts';
import { openRevision, vaultOf } from '../../apply/revisions.ts';
import { rollbackRequest } from '../../apply/rollback-request.ts';
import { sealStack, showSealed } from '../../apply/seal-stack.ts';
import { hiddenLabel, hideSecrets } from '../../reconcile/hide-secrets.ts';
import type { Stack } from '../../stack/model.ts';
import type { RevisionRecord } from '../../store/revisions.ts';

export function history({ stack }: { readonly stack: string }, engine: Engine): readonly RevisionSummary[] {
  return engine.revisions.list(stack).map((record) => toSummary(record, engine));
}

/** Throws `revision-not-found`. */
export function revision(
  { stack, revision: wanted }: { readonly stack: string; readonly revision: number | null },
  engine: Engine,
): RevisionDetails {
  const number = wanted ?? engine.stacks.find(stack)?.revision ?? engine.revisions.last(stack)?.revision ?? 0;
  const { record } = openRevision(engine, stack, number);
  return { ...toSummary(record, engine), model: shownModel(record.model, engine) };
}

/** What is applied and what is to be, secrets as digests. */
export function shownModels(stack: Stack, engine: Engine): NonNullable<PlanResult['models']> {
  const current = engine.stacks.find(stack.name)?.model;
  const next = sealStack(stack, { ...vaultOf(engine), add: () => {} });
  return { from: current === undefined ? null : shownModel(current, engine), to: shownModel(next, engine) };
}

function shownModel(model: string, engine: Engine): Stack {
  return hideSecrets(showSealed(model, hiddenLabel), (text) => engine.keyedDigest(Buffer.from(text)));
}

/** An `up` of an earlier revision; one that fails is not rolled back again. */
export function toRollbackUp({ stack, to, ...rest }: RollbackRequest, engine: Engine): UpRequest {
  return { ...rest, ...rollbackRequest(engine, stack, { to, services: [] }), rollback: false, retry: true };
}

/** An `up` of the current revision without canaries. */
export function toPromoteUp({ stack, services, ...rest }: PromoteRequest, engine: Engine): UpRequest {
  return { ...rest, ...promoteRequest(engine, stack, services), rollback: false, retry: true };
}

function toSummary(record: RevisionRecord, engine: Engine): RevisionSummary {
  const { stack, digest, model: _, directory: __, ...rest } = record;
  return {
    ...rest,
    isCurrent: engine.stacks.find(stack)?.revision === record.revision,
    quarantined: engine.quarantine.find(stack, digest)?.reason ?? null,
  };
}
