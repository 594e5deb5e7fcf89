// One round of a deployment: find the newest commit, make the machine equal to it. If that commit cannot be had or does
// not load, the one that runs is repaired instead. Nothing is remembered here between rounds.
import { toWireError, type WireError } from '../core/errors.ts';
import type { Stack } from '../stack/model.ts';
import type { DeploymentRecord } from '../store/deployments.ts';
import type { Release, Source } from './source.ts';
import type { Target, TargetContext } from './target.ts';

export type RoundParts = {
  readonly source: Source;
  readonly target: Target;
  readonly load: (release: Release, deployment: DeploymentRecord) => Promise<Stack>;
};

export type RoundContext = TargetContext & {
  /** A person asked for it: then what was stopped is started, too. */
  readonly asked: boolean;
};

export type RoundOutcome = {
  /** The commit that was tried; null where none could be found. */
  readonly attempted: string | null;
  /** The commit that runs now. */
  readonly applied: string | null;
  readonly changed: boolean;
  readonly error: WireError | null;
};

/** Does not reject: what went wrong is in the outcome. */
export async function runRound(
  deployment: DeploymentRecord,
  parts: RoundParts,
  context: RoundContext,
): Promise<RoundOutcome> {
  const running = deployment.applied?.commit ?? null;
  const newest = await findNewest(deployment, parts, context.signal);
  if (newest.kind === 'failed') {
    const changed = await repair(deployment, parts, context);
    return { attempted: newest.commit, applied: running, changed, error: newest.error };
  }
  const { commit, stack } = newest;
  const kind = commit === running && !context.asked ? 'repair' : 'release';
  const { changed, error } = await apply(parts.target, { stack, kind }, context);
  if (error) return { attempted: commit, applied: running, changed, error };
  if (commit !== running) await parts.source.keepOnly([commit, ...(running ? [running] : [])]).catch(() => {});
  return { attempted: commit, applied: commit, changed, error: null };
}

type Newest =
  | { readonly kind: 'loaded'; readonly commit: string; readonly stack: Stack }
  | { readonly kind: 'failed'; readonly commit: string | null; readonly error: WireError };

async function findNewest(
  deployment: DeploymentRecord,
  { source, load }: RoundParts,
  signal: AbortSignal,
): Promise<Newest> {
  let commit: string | null = null;
  try {
    commit = await source.findHead(signal);
    const release = await source.fetchRelease(commit, signal);
    commit = release.commit;
    return { kind: 'loaded', commit, stack: await load(release, deployment) };
  } catch (error) {
    return { kind: 'failed', commit, error: toWireError(error) };
  }
}

/** Gives whether anything had to be done. That it could not be done is not what the round failed of. */
async function repair(deployment: DeploymentRecord, parts: RoundParts, context: RoundContext): Promise<boolean> {
  if (!deployment.applied || context.signal.aborted) return false;
  try {
    const release = await parts.source.findRelease(deployment.applied.commit);
    if (!release) return false;
    const stack = await parts.load(release, deployment);
    return (await apply(parts.target, { stack, kind: 'repair' }, context)).changed;
  } catch {
    return false;
  }
}

async function apply(target: Target, round: Parameters<Target['apply']>[0], context: RoundContext) {
  try {
    return await target.apply(round, context);
  } catch (error) {
    return { changed: false, error: toWireError(error) };
  }
}
