// What a stack asks for and dockr does not do yet: no reason not to show it, but one not to act on it.
import { ErrorList, type StackError } from '../core/errors.ts';
import { comparePositions } from '../core/position.ts';
import type { Stack } from './model.ts';
import type { Problems, Unsupported } from './problems.ts';

/** Throws everything that the stack asks for and dockr does not do; for each command that acts on the model. */
export function checkActionable({ unsupported }: { readonly unsupported: readonly StackError[] }): void {
  const [first, ...rest] = unsupported;
  if (first) throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

/** In order of place, without what belongs to services that are off and resources that nothing uses. */
export function findUnsupported(problems: Problems, stack: Stack): readonly StackError[] {
  const errors = problems.unsupported.filter((one) => concerns(one, stack)).map(({ error }) => error);
  return errors.sort((a, b) => comparePositions(a.at, b.at));
}

function concerns({ path }: Unsupported, stack: Stack): boolean {
  const [top, name = ''] = path;
  const { services, networks, volumes, secrets, configs, models = {} } = stack;
  const parts: Readonly<Record<string, object>> = { services, networks, volumes, secrets, configs, models };
  const part = parts[String(top)];
  return part === undefined || Object.hasOwn(part, name);
}
