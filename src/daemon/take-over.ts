// What a daemon does before it answers anybody: whatever the one before it left is found, finished or undone.
import type { EnginePort } from '../apply/engine-port.ts';
import { mendReplacements } from '../apply/mend-replacements.ts';
import type { Engine } from '../engine/engine.ts';

/** Leaves nothing half done but what the next `up` or `down` of a stack finishes, and tells of that. */
export async function takeOver(
  engine: EnginePort & Pick<Engine, 'restore'>,
  warn: (code: string, message: string) => void,
): Promise<void> {
  await engine.restore();
  await mendReplacements(engine, warn);
  for (const step of engine.journal.takeInterrupted())
    warn('interrupted-step', `${step.stack}: "${step.step}" was cut short; the next up or down finishes it`);
  engine.revisions.closeInterrupted();
}
