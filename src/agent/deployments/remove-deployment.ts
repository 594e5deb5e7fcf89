// Forgets deployments, and what they made.
import type { DeploymentRecord } from '../../store/deployments.ts';
import { isParent } from '../declaration/children/lineage.ts';
import { previewOrigin } from '../previews/preview-declaration.ts';
import type { TargetContext, TargetOutcome } from '../target.ts';
import type { AgentContext } from './agent-context.ts';
import { childrenOf, findDeployment } from './find-deployment.ts';

export type RemovalWish = { readonly down: boolean } & TargetContext;

/** Its stack runs on unless it is to go, too; then the deployment stays if that fails. Those that it made go before it. */
export async function removeDeployment(name: string, wish: RemovalWish, context: AgentContext): Promise<TargetOutcome> {
  const { parts, workers } = context;
  const record = findDeployment(parts.table, name);
  await workers.of(name).stop();
  for (const child of childrenOf(parts.table, name)) {
    const isPreview = previewOrigin(findDeployment(parts.table, child)) !== undefined;
    const { error } = await removeDeployment(child, { ...wish, down: wish.down || isPreview }, context);
    if (error) {
      workers.begin(record);
      return { changed: true, error };
    }
  }
  const hasStack = !isParent(record.declaration);
  const outcome = wish.down && hasStack ? await takeDown(record, wish, context) : { changed: false, error: null };
  if (outcome.error) {
    workers.begin(findDeployment(parts.table, name));
    return outcome;
  }
  await forget(name, context);
  return outcome;
}

async function takeDown(
  record: DeploymentRecord,
  wish: RemovalWish,
  { parts, workers }: AgentContext,
): Promise<TargetOutcome> {
  try {
    return await parts.target.down(record.name, { ...wish, withAll: previewOrigin(record) !== undefined });
  } catch (error) {
    workers.begin(record);
    throw error;
  }
}

async function forget(name: string, { parts, workers, folders, tellChange }: AgentContext): Promise<void> {
  parts.table.delete(name);
  parts.statuses.delete(name);
  parts.images?.forget(name);
  workers.forget(name);
  tellChange(name);
  await folders.sweep(workers.names());
}
