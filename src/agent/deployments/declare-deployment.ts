// Declarations become deployments, each with its worker.
import { AgentError } from '../../core/errors.ts';
import { type Declared, type DeclaredChange, isSameDeclaration, isSameOrigin } from '../declaration/declared.ts';
import type { DeploymentWorker } from '../deployment-worker.ts';
import type { AgentContext } from './agent-context.ts';
import { checkDeclared, checkNew } from './check-declared.ts';
import { findDeployment, isSuspended, lineageOf } from './find-deployment.ts';

/** Declares a deployment, or declares it anew: its next generation. Its round begins by itself. */
export async function declareDeployment(declared: Declared, context: AgentContext): Promise<DeclaredChange> {
  const { name, declaration, origin } = declared;
  const { table } = context.parts;
  checkDeclared(declared, context);
  const before = table.find(name);
  if (!before) {
    const worker = await insertDeployment(declared, context);
    worker.start(startState(name, context));
    return 'made';
  }
  if (!isSameOrigin(origin, before.origin)) table.setOrigin(name, origin);
  if (isSameDeclaration(declared, before)) return 'same';
  table.setDeclaration(name, declaration, origin);
  context.tellChange(name);
  context.workers.of(name).start(startState(name, context));
  return 'changed';
}

/** Its worker does nothing before it is told to. `check` is done again when somebody else may have been faster. */
export async function insertDeployment(
  declared: Declared,
  context: AgentContext,
  check: (declared: Declared, context: AgentContext) => void = checkNew,
): Promise<DeploymentWorker> {
  const { parts, folders, workers } = context;
  const { name } = declared;
  // Nothing is declared that could only be refused.
  await (await parts.judge(lineageOf(parts.table, declared))).trust();
  await folders.make(name);
  check(declared, context);
  if (workers.isClosed) throw new AgentError('aborted', { message: `"${name}" is not declared: the daemon has ended` });
  parts.table.insert({ ...declared, createdAt: parts.clock.now() });
  context.tellChange(name);
  return workers.take(findDeployment(parts.table, name));
}

function startState(name: string, { parts }: AgentContext): 'active' | 'suspended' {
  return isSuspended(findDeployment(parts.table, name)) ? 'suspended' : 'active';
}
