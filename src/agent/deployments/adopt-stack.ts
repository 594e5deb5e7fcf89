// Makes a deployment of a stack that runs.
import { type Adoption, type AdoptWish, checkAdoption, previewStack } from '../declaration/adopt.ts';
import type { Declared } from '../declaration/declared.ts';
import type { AgentContext } from './agent-context.ts';
import { checkAdoptable } from './check-declared.ts';
import { insertDeployment } from './declare-deployment.ts';
import { findDeployment } from './find-deployment.ts';

/** Throws `stack-not-applied` if there is none, and `adoption-changes` if the newest commit is not what runs. */
export async function adoptStack(declared: Declared, wish: AdoptWish, context: AgentContext): Promise<Adoption> {
  checkAdoptable(declared, context);
  const { name } = declared;
  const { folders } = context;
  await folders.make(name);
  let adopted = false;
  try {
    const { commit, plan } = await previewAdoption(declared, wish, context);
    if (wish.dryRun) return { commit, plan, adopted };
    checkAdoption(declared, plan, wish);
    const worker = await insertDeployment(declared, context, checkAdoptable);
    adopted = true;
    const { table, clock } = context.parts;
    // What was planned, and not what was pushed since.
    table.setPinned(name, { commit, at: clock.now() });
    await worker.sync({ emit: wish.emit, allowRewind: false, cause: 'adopt' });
    if (findDeployment(table, name).pinned) table.setPinned(name, null);
    return { commit, plan, adopted };
  } finally {
    if (!adopted) await folders.forgetPreview(name);
  }
}

async function previewAdoption(
  declared: Declared,
  { planOf, signal }: AdoptWish,
  { parts, folders, load }: AgentContext,
): Promise<Pick<Adoption, 'commit' | 'plan'>> {
  const { name, declaration } = declared;
  const source = parts.sources.open(name, folders.of(name), () => declaration);
  const { commit, stack } = await previewStack(declared, { source, load, judge: parts.judge, signal });
  return { commit, plan: await planOf(stack) };
}
