// What a stack asks for and dockr does not do yet: no reason not to show it, but one not to act on it.
import { ErrorList } from '../core/errors.ts';
import { comparePositions } from '../core/position.ts';
import type { Stack } from './model.ts';
import type { Problems, Unsupported } from './problems.ts';
import { withUsedResources } from './to-stack.ts';

type Checked = { readonly stack: Stack; readonly unsupported: readonly Unsupported[] };

/**
 * Throws everything that the stack asks for and dockr does not do; for each command that acts on the model, on all of it
 * or on some services.
 */
export function checkActionable({ stack, unsupported }: Checked, services?: readonly string[]): void {
  const part = services ? onlyServices(stack, services) : stack;
  const [first, ...rest] = unsupported.filter((one) => concerns(one, part)).map(({ error }) => error);
  if (first) throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

/** In order of place, without what belongs to services that are off and resources that nothing uses. */
export function findUnsupported(problems: Problems, stack: Stack): readonly Unsupported[] {
  const found = problems.unsupported.filter((one) => concerns(one, stack));
  return found.sort((a, b) => comparePositions(a.error.at, b.error.at));
}

/** The services of these names, and the resources that they use. */
function onlyServices(stack: Stack, names: readonly string[]): Stack {
  const services = Object.entries(stack.services).filter(([name]) => names.includes(name));
  return withUsedResources(
    { ...stack, services: Object.fromEntries(services) },
    { all: false, usesDefault: () => true },
  );
}

function concerns({ path }: Unsupported, stack: Stack): boolean {
  const [top, name = ''] = path;
  const { services, networks, volumes, secrets, configs, models = {} } = stack;
  const parts: Readonly<Record<string, object>> = { services, networks, volumes, secrets, configs, models };
  const part = parts[String(top)];
  return part === undefined || Object.hasOwn(part, name);
}
