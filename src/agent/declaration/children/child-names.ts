// Which names children may have. Keys, providers and rules of this host go by names, so a repository must not choose freely.
import { AgentError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { isStackName } from '../../../stack/project-name.ts';
import { matchesAny } from '../../policy/match-pattern.ts';
import type { Lineage } from './lineage.ts';

/** Of one deployment. */
export const MOST_CHILDREN = 200;

const LONGEST_NAME = 63;

/** Throws `child-name-not-allowed`. Every ancestor has a say: no child can allow more than it was allowed itself. */
export function checkChildName(name: string, { name: parent, declaration, ancestors }: Lineage, place: Place): void {
  if (!isStackName(name) || name.length > LONGEST_NAME) {
    throw new AgentError('child-name-not-allowed', {
      message: `deployment "${parent}" cannot make "${name}" of "${place.path}": a name has lower-case letters, digits, "-" and "_", begins with a letter or digit, and is no longer than ${LONGEST_NAME}`,
      at: place.at,
    });
  }
  for (const one of [{ name: parent, declaration }, ...ancestors]) {
    const patterns = one.declaration.childNames.length > 0 ? one.declaration.childNames : [`${one.name}-*`];
    if (matchesAny(patterns, name)) continue;
    throw new AgentError('child-name-not-allowed', {
      message: `deployment "${parent}" cannot make "${name}" of "${place.path}": "${one.name}" allows ${patterns.map((pattern) => `"${pattern}"`).join(', ')}`,
      hint: `name it "${one.name}-${name}", or allow it in "children.names" of "${one.name}"`,
      at: place.at,
    });
  }
}

/** The file or folder of the repository that it is made of. */
export type Place = { readonly path: string; readonly at?: SourcePosition };

/** Throws `too-many-deployments`. */
export function checkChildCount(count: number, parent: string): void {
  if (count <= MOST_CHILDREN) return;
  throw new AgentError('too-many-deployments', {
    message: `the repository of "${parent}" declares more than ${MOST_CHILDREN} deployments`,
    hint: 'split it into several, each with a path of its own',
  });
}

/** Throws `deployment-exists` for a name that two children would have. */
export function checkTwins(children: readonly { readonly name: string; readonly path: string }[]): void {
  const paths = new Map<string, string>();
  for (const { name, path } of children) {
    const other = paths.get(name);
    if (other !== undefined) {
      throw new AgentError('deployment-exists', {
        message: `"${other}" and "${path}" would both be deployment "${name}"`,
        hint: 'rename one of them',
      });
    }
    paths.set(name, path);
  }
}
