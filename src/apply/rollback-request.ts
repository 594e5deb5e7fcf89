// What has to be applied to bring a stack back to an earlier revision.
import { ImageError, StackError } from '../core/errors.ts';
import { USUAL_POLICY } from '../reconcile/usual-policy.ts';
import type { RevisionRecord } from '../store/revisions.ts';
import type { ApplyRequest } from './apply-stack.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { lastGoodRevision, openRevision } from './revisions.ts';

export type RollbackTarget = {
  /** null is the last one before the current that was applied well. */
  readonly to: number | null;
  /** Those that are gone by then are left out; empty is all. */
  readonly services: readonly string[];
};

/** With the images that it had. Throws `nothing-to-roll-back-to`, `revision-not-found`, `image-of-revision-gone`. */
export function rollbackRequest(engine: Engine, name: string, { to, services }: RollbackTarget): ApplyRequest {
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
    stack,
    policy: {
      ...USUAL_POLICY,
      removeOrphans: services.length === 0,
      services: services.filter((service) => Object.hasOwn(stack.services, service)),
      isRollback: true,
    },
    scale: {},
    build: 'never',
    pull: 'never',
    pinned: record.images,
    cause: `rollback to ${target}`,
  };
}

function checkImages({ images, revision }: RevisionRecord, engine: Engine): void {
  const here = new Set<string>(engine.images.list().map(({ id }) => id));
  const gone = Object.entries(images).filter(([, id]) => !here.has(id));
  if (gone.length === 0) return;
  throw new ImageError('image-of-revision-gone', {
    message: `revision ${revision} cannot be applied: ${gone.map(([name]) => `the image that "${name}" was then`).join(', ')} is not here any more`,
    hint: 'apply its file instead, or roll back to another revision',
  });
}
