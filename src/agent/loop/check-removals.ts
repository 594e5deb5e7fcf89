// A commit that would take away everything, or most of it, is more likely a mistake than a wish.
import { AgentError } from '../../core/errors.ts';
import type { Stack } from '../../stack/model.ts';
import { wantedServices } from './inventory.ts';
import type { RoundStart } from './round.ts';

const HINT = 'if that is meant, declare "allowEmpty", or run "dockr deploy sync --allow-removal"';

/** Throws `empty-desired` for a stack without services, `many-removals` for one without more than half of what is there. */
export function checkRemovals(stack: Stack, { deployment, settings, status }: RoundStart): void {
  if (settings.allowEmpty) return;
  const { name } = deployment;
  const wanted = wantedServices(stack);
  if (wanted.length === 0)
    throw new AgentError('empty-desired', { message: `the commit leaves no service of "${name}"`, hint: HINT });
  const { services } = status.inventory;
  const gone = services.filter((service) => !wanted.includes(service));
  if (!settings.prune || gone.length * 2 <= services.length) return;
  throw new AgentError('many-removals', {
    message: `the commit removes ${gone.length} of the ${services.length} services of "${name}": ${listed(gone)}`,
    hint: HINT,
  });
}

const MOST_LISTED = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(', ');
  return names.length > MOST_LISTED ? `${shown} and ${names.length - MOST_LISTED} more` : shown;
}
