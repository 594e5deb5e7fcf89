// Makes the deployments that a commit declares, and takes those away that it no longer does.
import { AgentError, toWireError, type WireError } from '../../../core/errors.ts';
import type { DeploymentRecord } from '../../../store/deployments.ts';
import type { TargetContext, TargetOutcome } from '../../target.ts';
import type { Declared, DeclaredChange } from '../declared.ts';
import type { ChildDeclaration } from './lineage.ts';

/** The deployments of this host, as far as their declarations go. */
export type DeclaredDeployments = {
  readonly list: () => readonly DeploymentRecord[];
  /** Throws for what could not be declared. */
  readonly check: (declared: Declared) => void;
  readonly declare: (declared: Declared) => Promise<DeclaredChange>;
  readonly withdraw: (name: string, context: TargetContext) => Promise<void>;
  /** A round of it, soon. */
  readonly poke: (name: string) => void;
};

export type ChildrenRequest = {
  readonly parent: string;
  readonly children: readonly ChildDeclaration[];
  /** The commit is another one: children have news to look for. */
  readonly isNew: boolean;
  readonly allowRemoval: boolean;
};

/** Everything is checked before anything changes. Throws `children-would-go` for a commit that would take most of them away. */
export async function applyChildren(
  deployments: DeclaredDeployments,
  { parent, children, isNew, allowRemoval }: ChildrenRequest,
  context: TargetContext,
): Promise<TargetOutcome> {
  const wanted = children.map(({ name, declaration, path }) => toDeclared(parent, { name, declaration, path }));
  const own = deployments.list().filter(({ origin }) => origin.kind === 'deployment' && origin.parent === parent);
  const gone = own.filter(({ name }) => !wanted.some((one) => one.name === name));
  if (!allowRemoval) refuseStorm(parent, own, gone);
  for (const declared of wanted) deployments.check(declared);
  const errors: WireError[] = [];
  const attempt = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      // Those that are left are for the next round: nothing begins any more.
      if (context.signal.aborted) throw new AgentError('aborted', { message: 'the round was called off' });
      return await work();
    } catch (error) {
      errors.push(toWireError(error));
      return false;
    }
  };
  let changed = false;
  for (const declared of wanted) changed = (await attempt(() => declare(deployments, declared, isNew))) || changed;
  for (const { name } of gone)
    changed = (await attempt(() => deployments.withdraw(name, context).then(() => true))) || changed;
  return { changed, error: errors[0] ?? null };
}

async function declare(deployments: DeclaredDeployments, declared: Declared, isNew: boolean): Promise<boolean> {
  const change = await deployments.declare(declared);
  if (change === 'same' && isNew) deployments.poke(declared.name);
  return change !== 'same';
}

function toDeclared(parent: string, { name, declaration, path }: ChildDeclaration): Declared {
  return { name, declaration, origin: { kind: 'deployment', parent, path } };
}

function refuseStorm(parent: string, own: readonly DeploymentRecord[], gone: readonly DeploymentRecord[]): void {
  const isAll = gone.length === own.length;
  if (gone.length === 0 || (!isAll && gone.length * 2 <= own.length)) return;
  throw new AgentError('children-would-go', {
    message: `the commit would take away ${gone.length} of the ${own.length} deployments that "${parent}" made: ${listed(gone)}`,
    hint: `if it is meant to be so: dockr deploy sync ${parent} --allow-removal`,
  });
}

function listed(gone: readonly DeploymentRecord[]): string {
  const names = gone.map(({ name }) => `"${name}"`);
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}
