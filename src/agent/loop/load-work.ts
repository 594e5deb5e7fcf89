import type { DeploymentRecord } from '../../store/deployments.ts';
import { isParent } from '../declaration/children/lineage.ts';
import type { Policy } from '../policy/policy.ts';
import type { Release } from '../source.ts';
import type { RoundContext, RoundParts, Work } from './round.ts';

type Loading = Pick<RoundContext, 'asked' | 'emit' | 'signal'> & {
  readonly deployment: DeploymentRecord;
  readonly policies: readonly Policy[];
};

/** What a release asks for: a stack, or further deployments. */
export async function loadWork(
  release: Release,
  { load, children, images }: Pick<RoundParts, 'load' | 'children' | 'images'>,
  context: Loading,
): Promise<Work> {
  const { deployment, policies } = context;
  if (isParent(deployment.declaration)) return { kind: 'children', children: await children.load(release, deployment) };
  const loaded = await load(release, deployment, policies);
  const stack = images ? await images.pin(loaded, { ...context, release }) : loaded;
  return { kind: 'stack', stack, loaded, release };
}
