// What a stack was brought to before, and the way back.
import type { PlanResult, RevisionDetails, RevisionSummary, RollbackRequest, UpRequest } from '../../api/messages.ts';
import { lastGoodRevision, openRevision, vaultOf } from '../../apply/revisions.ts';
import { sealStack, showSealed } from '../../apply/seal-stack.ts';
import { ImageError, StackError } from '../../core/errors.ts';
import type { Engine } from '../../engine/engine.ts';
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

/** The request that brings a stack back to a revision, with the images it had. */
export function toRollbackUp(request: RollbackRequest, engine: Engine): UpRequest {
  const { stack: name, to, ...rest } = request;
  const current = engine.stacks.find(name)?.revision ?? null;
  const target = to ?? lastGoodRevision(engine, name, current)?.revision;
  if (target === undefined)
    throw new StackError('nothing-to-roll-back-to', {
      message: `stack "${name}" has no earlier revision that was applied well`,
      hint: 'see "dockr history"',
    });
  const { record, stack } = openRevision(engine, name, target);
  checkImages(record, engine);
  return {
    ...rest,
    stack,
    policy: {
      recreate: 'changed',
      removeOrphans: true,
      renewAnonymousVolumes: false,
      services: [],
      noDependencies: false,
      noStart: false,
    },
    scale: {},
    build: 'never',
    pull: 'never',
    pinned: record.images,
    cause: `rollback to ${target}`,
  };
}

function checkImages({ images, revision: number }: RevisionRecord, engine: Engine): void {
  const here = new Set<string>(engine.images.list().map(({ id }) => id));
  const gone = Object.entries(images).filter(([, id]) => !here.has(id));
  if (gone.length === 0) return;
  throw new ImageError('image-of-revision-gone', {
    message: `revision ${number} cannot be applied: ${gone.map(([name]) => `the image that "${name}" was then`).join(', ')} is not here any more`,
    hint: 'apply its file instead, or roll back to another revision',
  });
}

function toSummary(record: RevisionRecord, engine: Engine): RevisionSummary {
  const { stack, digest, model: _, directory: __, ...rest } = record;
  return {
    ...rest,
    isCurrent: engine.stacks.find(stack)?.revision === record.revision,
    quarantined: engine.quarantine.find(stack, digest)?.reason ?? null,
  };
}
