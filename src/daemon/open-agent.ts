import { Agent } from '../agent/agent.ts';
import { createGitSources } from '../agent/git-sources.ts';
import { SYSTEM_CLOCK } from '../core/clock.ts';
import type { KeyedMutex } from '../core/mutex.ts';
import type { Engine } from '../engine/engine.ts';
import { DeploymentTable } from '../store/deployments.ts';
import { createDeploymentTarget } from './deployment-target.ts';

/** The agent of this daemon. It does nothing before `start`. */
export function openAgent(engine: Engine, stackLocks: KeyedMutex, environment: NodeJS.ProcessEnv): Agent {
  return new Agent({
    table: new DeploymentTable(engine.database),
    stateDirectory: engine.paths.state,
    sources: createGitSources(environment),
    target: createDeploymentTarget(engine, stackLocks),
    clock: SYSTEM_CLOCK,
    random: Math.random,
    findStackDirectory: (name) => engine.stacks.find(name)?.directory,
  });
}
