// What may be declared on this host.
import { AgentError, UsageError } from '../../core/errors.ts';
import { isStackName } from '../../stack/project-name.ts';
import { isParent } from '../declaration/children/lineage.ts';
import { checkOrigin, type Declared, describeOrigin } from '../declaration/declared.ts';
import { hasNoStack } from '../declaration/find-rollback.ts';
import { isForHost } from '../declaration/host-settings.ts';
import { checkVerify } from '../trust/check-verify.ts';
import type { AgentContext } from './agent-context.ts';
import type { AgentParts } from './agent-parts.ts';

type CheckContext = Pick<AgentContext, 'parts' | 'facts' | 'folders'>;

const SHORTEST_INTERVAL_MS = 1_000;
const LONGEST_NAME = 63;

/** Throws for what could not be declared, anew or at all. */
export function checkDeclared(declared: Declared, context: CheckContext): void {
  const before = context.parts.table.find(declared.name);
  if (before) checkOrigin(declared, before);
  if (before) checkContent(declared, context);
  else checkNew(declared, context);
}

/** Throws `deployment-exists` and `stack-exists`, and for what it says. */
export function checkNew(declared: Declared, context: CheckContext): void {
  const { name } = declared;
  checkContent(declared, context);
  checkFree(declared, context.parts);
  if (!context.folders.isTaken(name)) return;
  throw new AgentError('stack-exists', {
    message: `there is a stack "${name}" already, which no deployment made`,
    hint: `take it over with "dockr deploy adopt ${name}", or choose another name`,
  });
}

/** Throws `stack-not-applied` if there is no stack to be taken over, and for what cannot be declared. */
export function checkAdoptable(declared: Declared, context: CheckContext): void {
  const { name, declaration } = declared;
  checkContent(declared, context);
  checkFree(declared, context.parts);
  if (isParent(declaration)) throw hasNoStack(name);
  checkHost(declared, context.parts);
  if (context.parts.findStackDirectory(name) !== undefined) return;
  throw new AgentError('stack-not-applied', {
    message: `there is no stack "${name}" to take over`,
    hint: `deploy it anew: dockr deploy add ${name}`,
  });
}

/** Throws `not-for-this-host`. */
export function checkHost({ name, declaration }: Declared, { host }: AgentParts): void {
  if (isForHost(declaration, host)) return;
  throw new UsageError('not-for-this-host', {
    message: `deployment "${name}" is declared for other machines than this one, "${host.name}"`,
    hint: 'see its "hosts", DOCKR_NODE_NAME and DOCKR_NODE_LABELS',
  });
}

function checkContent({ name, declaration }: Declared, { parts, facts }: CheckContext): void {
  const { intervalMs } = declaration;
  if (!isStackName(name) || name.length > LONGEST_NAME) {
    throw new UsageError('invalid-deployment-name', {
      message: `deployment name "${name}" must have only lower-case letters, digits, "-" and "_", begin with a letter or digit, and be no longer than ${LONGEST_NAME}`,
    });
  }
  if (!Number.isSafeInteger(intervalMs) || intervalMs < SHORTEST_INTERVAL_MS) {
    throw new UsageError('invalid-interval', {
      message: `the interval is ${intervalMs} ms, expected ${SHORTEST_INTERVAL_MS} or more`,
    });
  }
  checkVerify(declaration);
  facts.check({ name, declaration });
  parts.sources.check(declaration);
}

function checkFree({ name }: Declared, { table }: AgentParts): void {
  const before = table.find(name);
  if (!before) return;
  throw new UsageError('deployment-exists', {
    message: `there is a deployment "${name}" already, declared ${describeOrigin(before.origin)}`,
  });
}
