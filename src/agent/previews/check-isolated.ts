// What a preview would share with its parent, or with others, by what its stack asks for. The policy of the host is another
// matter: it may allow to the parent what a branch must not have.
import { AgentError, ErrorList } from '../../core/errors.ts';
import { comparePositions } from '../../core/position.ts';
import type { LoadedStack } from '../../stack/load-stack.ts';
import type { Stack } from '../../stack/model.ts';
import { usesOf } from '../policy/check-files.ts';
import { checkNamespaces } from '../policy/check-namespaces.ts';
import { checkPrivileges } from '../policy/check-privileges.ts';
import { checkResources, type Owners } from '../policy/check-resources.ts';
import { matchesAny } from '../policy/match-pattern.ts';
import { DEFAULT_RULES, type RuleName } from '../policy/rules.ts';
import type { Violation } from '../policy/violation.ts';
import { isInside } from '../release-reader.ts';

export type IsolationContext = Owners & {
  /** The folder that has the commit. */
  readonly release: string;
  /** Patterns of what may be used though it is shared. */
  readonly external: readonly string[];
};

/** Only these are about what is shared. */
const SHARING: ReadonlySet<RuleName> = new Set([
  'apiSocket',
  'externalNetworks',
  'externalVolumes',
  'foreignContainers',
  'hostNamespaces',
  'hostPaths',
  'providers',
  'volumeTypes',
]);

/** Throws `preview-not-isolated` for everything that is shared and not declared as `previews.external`, in order of place. */
export function checkIsolated({ stack, positions }: LoadedStack, context: IsolationContext): void {
  const errors = sharedBy(stack, context).map(
    ({ says, path }) =>
      new AgentError('preview-not-isolated', {
        message: `${says}: a preview has nothing that is not its own`,
        at: positions(path),
        hint: 'leave it out in previews, as by a profile, or allow a network, volume or path in "previews.external"',
      }),
  );
  const [first, ...rest] = errors.sort((a, b) => comparePositions(a.at, b.at));
  if (first) throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

function sharedBy(stack: Stack, context: IsolationContext): readonly Violation[] {
  const { external } = context;
  const rules = { ...DEFAULT_RULES, externalNetworks: external, externalVolumes: external };
  const found = [
    ...Object.values(stack.services).flatMap((service) => [
      ...checkPrivileges(service, rules),
      ...checkNamespaces(service, rules),
    ]),
    ...checkResources(stack, rules, context),
    ...hostFiles(stack, context),
  ];
  return found.filter(({ rule }) => SHARING.has(rule));
}

/** Also those that are only read: they may be what the parent has. */
function hostFiles(stack: Stack, { release, external }: IsolationContext): readonly Violation[] {
  return usesOf(stack)
    .filter(({ path }) => !isInside(release, path) && !matchesAny(external, path))
    .map(({ what, path, at }) => {
      return { rule: 'hostPaths', path: at, says: `${what} is "${path}", which does not lie in the repository` };
    });
}
