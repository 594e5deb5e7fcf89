// What has to happen to each image before containers can use it.
import type { DesiredImage } from './desired.ts';
import type { Cause } from './plan.ts';
import type { Snapshot } from './snapshot.ts';

export type ImageDecision = {
  readonly image: DesiredImage;
  /** Id of the image that the reference names now; null when there is none. */
  readonly imageId: string | null;
  /** Null: the image here is the one to use (or, under `never`, it is missing). */
  readonly because: Cause | null;
};

/** By reference. */
export function decideImages(images: readonly DesiredImage[], snapshot: Snapshot): Map<string, ImageDecision> {
  return new Map(images.map((image) => [image.reference, decideImage(image, snapshot)]));
}

/** Whether the reference may name another image once the plan has run. */
export function mayChange(decision: ImageDecision | undefined): boolean {
  return decision !== undefined && decision.because !== null;
}

function decideImage(image: DesiredImage, snapshot: Snapshot): ImageDecision {
  const found = snapshot.images.find(({ reference }) => reference === image.reference);
  const imageId = found?.imageId ?? null;
  const { how } = image;
  if (how.kind === 'pinned') return { image, imageId: how.imageId, because: null };
  if (how.kind === 'pull') return { image, imageId, because: reasonToPull(how.policy, imageId !== null) };
  if (!found) return { image, imageId, because: { kind: 'not-found' } };
  if (how.force) return { image, imageId, because: { kind: 'asked', text: 'build' } };
  if (how.inputs === '' || how.inputs === found.buildInputs) return { image, imageId, because: null };
  if (found.buildInputs === null) return { image, imageId, because: { kind: 'state', text: 'was not built here' } };
  return { image, imageId, because: { kind: 'content-changed', field: 'build' } };
}

function reasonToPull(policy: 'always' | 'missing' | 'never', isHere: boolean): Cause | null {
  if (policy === 'always') return { kind: 'asked', text: 'pull always' };
  return policy === 'missing' && !isHere ? { kind: 'not-found' } : null;
}
