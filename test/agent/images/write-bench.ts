// Newer images as a round finds them, and the writer in front of a repository.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createGitPlaces, type OpenGitPlace } from '../../../src/agent/images/git-place.ts';
import { parseImagePolicies } from '../../../src/agent/images/image-policy.ts';
import type { NewerImage } from '../../../src/agent/images/image-updater.ts';
import { createImageWriter } from '../../../src/agent/images/write-images.ts';
import type { Declaration, ImageCommitDeclaration } from '../../../src/core/declaration.ts';
import { parseImageReference } from '../../../src/oci/reference.ts';
import { declaredAs } from '../declared.ts';
import { stackOf } from './trust-rig.ts';

export const DIGEST = `sha256:${'d'.repeat(64)}`;
export const STACK = '# shop\nservices:\n    web:   { image: registry.example.com/app:1.0.0 } # web\n';

/** An image in place of `app:1.0.0`, to be committed as the declaration says. */
export function newerImage(
  commit: Partial<ImageCommitDeclaration> = {},
  reference = 'registry.example.com/app:1.2.0',
): NewerImage {
  const how = { branch: null, author: null, message: null, signingKey: null, ...commit };
  const [policy] = parseImagePolicies([{ image: '**', policy: 'semver', range: '^1', update: 'commit', commit: how }]);
  assert.ok(policy);
  return {
    declared: 'registry.example.com/app:1.0.0',
    reference: { ...parseImageReference(reference), digest: parseImageReference(`a@${DIGEST}`).digest },
    services: ['web'],
    policy,
  };
}

export type WriteOptions = Partial<Pick<Declaration, 'verify' | 'auth'>> & {
  readonly url: string;
  /** Of the state of deployments, and of the release. */
  readonly directory: string;
  readonly open: OpenGitPlace;
  readonly files?: readonly string[];
};

/** Writes them on top of the commit that runs; gives the new one. */
export async function writeImages(
  images: readonly NewerImage[],
  commit: string,
  { url, directory, open, verify = null, auth = null, files = ['stacks/shop/stack.yml'] }: WriteOptions,
): Promise<string | null> {
  const declaration = { source: { kind: 'git', url, ref: { kind: 'head' } }, verify, auth } as const;
  const idle = { generation: 1, suspended: false, createdAt: 0, failures: 0 };
  const none = { pinned: null, attempted: null, applied: null, error: null };
  const deployment = { ...declaredAs('shop', declaration), ...idle, ...none };
  const root = join(directory, 'release');
  const stack = {
    ...(await stackOf('registry.example.com/app:1.0.0')),
    files: files.map((file) => join(root, file)),
  };
  const writer = createImageWriter({ open, directoryOf: (name) => join(directory, name) });
  const context = { policies: [], asked: false, emit: () => {}, signal: AbortSignal.timeout(30_000) };
  return writer(images, { ...context, deployment, stack, release: { commit, directory: root } });
}

/** Reached by the system's git, with what the host allows beside https and ssh. */
export function placesFor(allowed: string): OpenGitPlace {
  return createGitPlaces({ PATH: process.env['PATH'], DOCKR_GIT_ALLOW: allowed });
}
