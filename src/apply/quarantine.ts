// A desired state that failed and was rolled back is not tried again unasked.
import { StackError } from '../core/errors.ts';
import type { DesiredState } from '../reconcile/desired.ts';
import { digestOfDesired } from '../reconcile/digest-desired.ts';
import type { EnginePort as Engine } from './engine-port.ts';

type Asked = { readonly build: 'when-changed' | 'always' | 'never'; readonly pull: 'as-declared' | 'always' | 'never' };

/** Throws `revision-quarantined`. Images that are pulled or built anew make it another one, which may be tried. */
export function checkQuarantine(engine: Engine, { build, pull }: Asked, desired: DesiredState): void {
  if (build === 'always' || pull === 'always') return;
  const found = engine.quarantine.find(desired.stack, digestOfDesired(desired));
  if (!found) return;
  throw new StackError('revision-quarantined', {
    message: `stack "${desired.stack}" failed as it is now, as revision ${found.revision}, and was rolled back: ${found.reason}`,
    hint: 'change what made it fail, or try it again with "up --retry"',
  });
}
