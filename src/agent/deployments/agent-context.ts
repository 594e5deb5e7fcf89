// What the parts of the agent share: passed along instead of each of its fields.
import type { LoopFacts } from '../loop/loop-facts.ts';
import type { RoundParts } from '../loop/round.ts';
import type { AgentParts } from './agent-parts.ts';
import type { DeploymentFolders } from './deployment-folders.ts';
import type { DeploymentWorkers } from './deployment-workers.ts';

export type AgentContext = {
  readonly parts: AgentParts;
  readonly facts: LoopFacts;
  readonly folders: DeploymentFolders;
  readonly workers: DeploymentWorkers;
  readonly load: RoundParts['load'];
  /** Something may be different now of the deployment of that name. */
  readonly tellChange: (name: string) => void;
};
