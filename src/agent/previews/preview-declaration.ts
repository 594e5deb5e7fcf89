// What a preview is declared as: its parent at another branch, never with more trust than that.
import {
  DEFAULT_PREVIEWS,
  type Declaration,
  type GitRef,
  type PreviewOrigin,
  type PreviewSubject,
  type PreviewsDeclaration,
} from '../../core/declaration.ts';
import { AgentError } from '../../core/errors.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import { isParent } from '../declaration/children/lineage.ts';
import { describeSubject } from '../declaration/declared.ts';
import { isReferenceName } from '../sources/reference-name.ts';

const LONGEST_BRANCH = 250;

/** What a deployment says of its previews, or what counts where it says nothing. */
export function previewsOf({ previews }: Declaration): PreviewsDeclaration {
  return previews ?? DEFAULT_PREVIEWS;
}

/** Throws `preview-not-possible` for a deployment that cannot have any, and `invalid-branch`. */
export function previewDeclaration(
  parent: Pick<DeploymentRecord, 'name' | 'declaration' | 'origin'>,
  of: PreviewSubject,
): Declaration {
  const { declaration } = parent;
  const source = sourceAt(parent, of);
  const allowed = previewsOf(declaration);
  return {
    ...declaration,
    source,
    removal: 'down',
    childNames: [],
    // What is told, woken or written back is told of the parent: a branch must not speak for it, nor wait for its windows.
    dependsOn: [],
    windows: [],
    notify: [],
    webhook: null,
    reports: null,
    images: [],
    suspend: false,
    previews: { ...allowed, branches: [], secrets: allowed.secrets && of.kind === 'branch' },
  };
}

/** Whether a preview stays at the commit that was there when it was asked for: a stranger may push another one. */
export function isHeldStill({ declaration }: Pick<DeploymentRecord, 'declaration'>, of: PreviewSubject): boolean {
  return of.kind === 'pull-request' && !previewsOf(declaration).pullRequests;
}

/** The record's origin, if that is a preview. */
export function previewOrigin({ origin }: Pick<DeploymentRecord, 'origin'>): PreviewOrigin | undefined {
  return origin.kind === 'preview' ? origin : undefined;
}

/** Whose keys, providers and credentials a deployment goes by: a preview has none of its own. */
export function trustedAs({ name, origin }: Pick<DeploymentRecord, 'name' | 'origin'>): string {
  return origin.kind === 'preview' ? origin.parent : name;
}

/** In milliseconds since 1970. */
export function expiryOf({ since, ttlMs }: PreviewOrigin): number {
  return since + ttlMs;
}

function sourceAt({ name, declaration, origin }: Parameters<typeof previewDeclaration>[0], of: PreviewSubject) {
  if (origin.kind === 'preview') throw notPossible(name, 'it is a preview itself');
  if (isParent(declaration)) throw notPossible(name, 'it has no stack of its own');
  if (declaration.source.kind !== 'git') throw notPossible(name, 'what it follows is no git repository');
  return { ...declaration.source, ref: refOf(of) };
}

function refOf(of: PreviewSubject): GitRef {
  if (of.kind === 'pull-request') return of;
  if (isReferenceName(of.branch) && of.branch.length <= LONGEST_BRANCH) return of;
  throw new AgentError('invalid-branch', {
    message: `there is no preview of ${describeSubject({ ...of, branch: of.branch.slice(0, LONGEST_BRANCH) })}: no branch has such a name`,
  });
}

function notPossible(name: string, why: string): AgentError {
  return new AgentError('preview-not-possible', { message: `deployment "${name}" cannot have previews: ${why}` });
}
