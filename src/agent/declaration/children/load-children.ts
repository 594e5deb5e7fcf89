import type { Release } from '../../source.ts';
import { type HostIdentity, isForHost } from '../host-settings.ts';
import { checkTwins } from './child-names.ts';
import { readDeclaredChildren } from './declared-children.ts';
import { discoverChildren } from './discover-children.ts';
import type { ChildDeclaration, Lineage } from './lineage.ts';

/**
 * The deployments that a release has for this machine: folders with a stack each, or files that declare them. Throws for
 * anything in it that must not be; then nothing of it counts.
 */
export async function loadChildren(
  release: Release,
  parent: Lineage,
  host: HostIdentity,
): Promise<readonly ChildDeclaration[]> {
  const read = parent.declaration.content === 'deployments' ? readDeclaredChildren : discoverChildren;
  const children = (await read(release, parent)).filter(({ declaration }) => isForHost(declaration, host));
  checkTwins(children);
  return children;
}
