import { generationOf } from '../next-record.ts';
import type { RoundStart } from './round.ts';

/** Whether that commit runs already, as the declaration that counts now wants it. */
export function isApplied(
  commit: string,
  { deployment, settings }: Pick<RoundStart, 'deployment' | 'settings'>,
): boolean {
  const { applied } = deployment;
  return applied?.commit === commit && generationOf(applied) === settings.generation;
}
