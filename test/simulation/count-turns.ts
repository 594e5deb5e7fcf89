// What a plan is about, for the count of what histories reach.
import type { Plan, Step } from '../../src/reconcile/plan.ts';
import type { Coverage } from './coverage.ts';

export function countTurns({ steps }: Plan, coverage: Coverage): void {
  for (const step of steps) for (const turn of turnsOf(step)) coverage.count(turn);
}

function turnsOf(step: Step): string[] {
  const causes = step.because;
  const isScaled = causes.some((cause) => cause.kind === 'asked' && cause.text.startsWith('scale'));
  return [
    ...(step.kind === 'recreate-container' ? [step.keepsOld ? 'replaced, the old one kept' : 'replaced by swap'] : []),
    ...(step.kind === 'start-successor' ? ['replaced start-first'] : []),
    ...(step.kind === 'remove-container' && causes.some(({ kind }) => kind === 'orphan')
      ? ['removed as an orphan']
      : []),
    ...(step.kind === 'remove-container' && isScaled ? ['scaled down'] : []),
    ...(causes.some((cause) => cause.kind === 'changed' && cause.field === 'name') ? ['renamed'] : []),
  ];
}
