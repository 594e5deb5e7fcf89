// The newest commit, judged and loaded; or why it is not to be had, or not to be tried now.
import { AgentError, toWireError, type WireError } from '../../core/errors.ts';
import type { HeldCommit, Waiting } from '../../store/deployment-status.ts';
import type { Examined } from '../trust/examine-commit.ts';
import { checkRemovals } from './check-removals.ts';
import { classifyFailure, type FailureClass, type Stage } from './classify-failure.ts';
import { findBlocker } from './find-blocker.ts';
import type { RoundGrounds } from './grounds.ts';
import { heldCommit } from './held-commits.ts';
import { isApplied } from './is-applied.ts';
import { loadWork } from './load-work.ts';
import type { RoundContext, RoundParts, RoundStart, Work } from './round.ts';

export type Newest =
  | { readonly kind: 'loaded'; readonly commit: string; readonly work: Work; readonly examined: Examined | null }
  /** It was tried on the same grounds, or refused. */
  | { readonly kind: 'held'; readonly commit: string; readonly held: HeldCommit }
  | { readonly kind: 'waits'; readonly commit: string; readonly waiting: Waiting }
  | Failed;

/** Of an interval: so much later a deployment may have what another one of the same repository has. */
const SHARED_PART = 0.1;

type Failed = {
  readonly kind: 'failed';
  readonly commit: string | null;
  readonly error: WireError;
  readonly failure: FailureClass;
};

export type FindContext = Pick<
  RoundContext,
  'trigger' | 'asked' | 'allowRewind' | 'allowRemoval' | 'emit' | 'signal'
> & {
  readonly grounds: RoundGrounds;
};

/** Does not reject. Fetches nothing for a commit that is held or waits. */
export async function findNewest(start: RoundStart, parts: RoundParts, context: FindContext): Promise<Newest> {
  const { source } = parts;
  const { grounds, signal } = context;
  let commit: string | null = null;
  let stage: Stage = 'find';
  try {
    commit = await findHead(start, parts, { signal, maxAgeMs: oldestAnswer(start, context) });
    const stop = findStop(commit, start, { parts, context });
    if (stop) return stop;
    stage = 'examine';
    const policies = await grounds.policies();
    const examined = await examine(commit, { start, parts, context });
    commit = examined?.commit ?? commit;
    const release = await source.fetchRelease(commit, signal);
    if (release.commit !== commit) {
      // It moved on since the server was asked: what was fetched counts, and may be held, or have to wait.
      if ((await grounds.trust()) !== null) throw movedOn(commit);
      commit = release.commit;
      const stopNow = findStop(commit, start, { parts, context });
      if (stopNow) return stopNow;
    }
    for (const notice of release.notices ?? []) context.emit({ type: 'warning', ...notice });
    stage = 'load';
    const load = () => loadWork(release, parts, { ...context, deployment: start.deployment, policies });
    const from = { directory: release.directory, grounds: grounds.digest };
    const isKept = isApplied(commit, start) && !context.asked;
    const work = await (isKept && parts.known ? parts.known.load(from, policies, load) : load());
    if (work.kind === 'stack' && !context.allowRemoval) checkRemovals(work.loaded, start);
    return { kind: 'loaded', commit, examined: examined && { ...examined, commit }, work };
  } catch (thrown) {
    const error = toWireError(thrown);
    return { kind: 'failed', commit, error, failure: classifyFailure(error, stage) };
  }
}

/** The commit to run: the newest, or the one that a person went back to. */
export async function findHead(
  { deployment }: RoundStart,
  { source }: RoundParts,
  { signal, maxAgeMs }: Looking,
): Promise<string> {
  return deployment.pinned?.commit ?? (await source.findHead(signal, maxAgeMs));
}

type Looking = { readonly signal: AbortSignal; readonly maxAgeMs: number };

/**
 * Who just looks now and then does with what another deployment was answered a moment ago. Who has waited for a window may
 * not get another look in it.
 */
function oldestAnswer({ settings, status }: RoundStart, { trigger, asked }: FindContext): number {
  return trigger === 'poll' && !asked && status.waiting === null ? settings.intervalMs * SHARED_PART : 0;
}

/** What was verified is not what there is now: the next round verifies that. */
function movedOn(commit: string): AgentError {
  return new AgentError('source-unreachable', { message: `the repository changed while commit ${commit} was fetched` });
}

type Finding = { readonly parts: RoundParts; readonly context: FindContext };

/** A person may have what was held, and need not wait for a window; what runs may be repaired at any time. */
function findStop(commit: string, start: RoundStart, { parts, context }: Finding): Newest | undefined {
  if (isApplied(commit, start)) return undefined;
  const held = context.asked ? undefined : heldCommit(start.status, { commit, grounds: context.grounds.digest });
  if (held) return { kind: 'held', commit, held };
  const blocker = findBlocker(start, { now: parts.clock.now(), asked: context.asked });
  return blocker && { kind: 'waits', commit, waiting: { ...blocker, commit } };
}

/** What runs was examined before it did: keys that were taken away since then are no reason to stop it. */
async function examine(
  head: string,
  { start, parts, context }: Finding & { readonly start: RoundStart },
): Promise<Examined | null> {
  const running = start.deployment.applied?.commit ?? null;
  if (head === running) return null;
  const { grounds, allowRewind, signal } = context;
  // It ran before, and somebody wants it again; that who signed it is still trusted is to be seen anew.
  if (start.deployment.pinned) return parts.source.examineKnown(head, { trust: await grounds.trust(), signal });
  return parts.source.examine(head, { trust: await grounds.trust(), running, allowRewind, signal });
}
