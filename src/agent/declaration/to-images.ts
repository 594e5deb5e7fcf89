// The part of a declaration that says where newer images are looked for.
import type { ImageCommitDeclaration, ImageDeclaration } from '../../core/declaration.ts';
import { DockrError } from '../../core/errors.ts';
import type { TreePath } from '../../stack/tree.ts';
import { parseImagePolicies } from '../images/image-policy.ts';
import type { ImageText } from './declaration-text.ts';
import type { Reading } from './reading.ts';

/** Reports what no image could fit. */
export function toImages(reading: Reading, images: readonly ImageText[]): readonly ImageDeclaration[] {
  return images.map((text, index) => {
    const path = ['images', index];
    const { image, policy, range = null, pattern = null, interval, update = 'pin', commit } = text;
    const intervalMs = interval === undefined ? null : reading.duration([...path, 'interval'], interval);
    const how = commit ? toCommit(reading, [...path, 'commit'], commit) : null;
    const declared = { image, policy, range, pattern, intervalMs, update, commit: how };
    try {
      parseImagePolicies([declared]);
    } catch (error) {
      if (!(error instanceof DockrError)) throw error;
      reading.report(path, error.code, error.message);
    }
    return declared;
  });
}

function toCommit(
  reading: Reading,
  path: TreePath,
  { branch, author, message, signingKey }: NonNullable<ImageText['commit']>,
): ImageCommitDeclaration {
  return {
    branch: branch ?? null,
    author: author ?? null,
    message: message ?? null,
    signingKey: signingKey === undefined ? null : reading.hostPath([...path, 'signingKey'], signingKey),
  };
}
