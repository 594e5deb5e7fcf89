// What a round asks the agent for: the judgement of a commit, its stack, and the deployments that it declares.
import type { DeploymentTable } from '../../store/deployments.ts';
import { applyChildren, type DeclaredDeployments } from '../declaration/children/apply-children.ts';
import { loadChildren } from '../declaration/children/load-children.ts';
import { stackSettings } from '../declaration/host-settings.ts';
import type { Judge } from '../judge.ts';
import { loadRelease } from '../load-release.ts';
import type { RoundParts } from '../loop/round.ts';
import { withPlacedFiles } from '../place-own-files.ts';
import { adaptPreview } from '../previews/adapt-preview.ts';
import { WrittenStacks } from '../written-stacks.ts';
import type { AgentParts } from './agent-parts.ts';
import { lineageOf } from './find-deployment.ts';

export type RoundWork = Pick<RoundParts, 'load' | 'judge' | 'children'> & {
  /** Nothing is kept of a deployment that has gone. */
  readonly forget: (deployment: string) => void;
};

/** `deployments` are those of this host, for the rounds that declare others. */
export function createRoundWork(parts: AgentParts, deployments: DeclaredDeployments): RoundWork {
  const written = new WrittenStacks();
  return {
    load: parts.load ?? createLoad(parts, written),
    judge: createLineageJudge(parts),
    children: createChildren(parts, deployments),
    forget: (deployment) => written.forget(deployment),
  };
}

function createLoad(parts: AgentParts, written: WrittenStacks): RoundParts['load'] {
  return async (release, deployment, policies) => {
    const { name, declaration } = deployment;
    const place = { name, path: declaration.path, ...stackSettings(declaration, parts.host) };
    const owners = {
      ownerOfVolume: parts.ownerOfVolume,
      isStack: (stack: string) =>
        parts.table.find(stack) !== undefined || parts.findStackDirectory(stack) !== undefined,
    };
    const stack = await loadRelease(release, place, {
      policies,
      ...owners,
      adapt: adaptPreview(deployment, { ...owners, onNotes: parts.onPreviewNotes }),
      accessFor: parts.secretsOf?.(deployment),
      written,
    });
    return withPlacedFiles(stack, release);
  };
}

function createLineageJudge({ table, judge }: { readonly table: DeploymentTable; readonly judge: Judge }): Judge {
  return (deployment) => {
    const record = table.find(deployment.name);
    return judge(record ? lineageOf(table, record) : deployment);
  };
}

function createChildren({ table, host }: AgentParts, deployments: DeclaredDeployments): RoundParts['children'] {
  return {
    load: (release, deployment) => loadChildren(release, lineageOf(table, deployment), host),
    apply: ({ deployment, children, isNew }, { allowRemoval = false, ...context }) =>
      applyChildren(deployments, { parent: deployment.name, children, isNew, allowRemoval }, context),
  };
}
