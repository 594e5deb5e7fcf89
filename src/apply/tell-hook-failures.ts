// Commands before a stop that fail hold up nothing, but whoever has the container stopped is told.
import type { Emitter } from '../core/emitter.ts';
import type { DockrEvent } from '../core/events.ts';
import type { ContainerEvent } from '../engine/containers/container-options.ts';

/** While `work` goes on, failures in containers that `concerns` are warned of. */
export async function tellHookFailures<Result>(
  events: Emitter<ContainerEvent>,
  { concerns, emit }: { readonly concerns: (id: string) => boolean; readonly emit: (event: DockrEvent) => void },
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = events.listen(({ action, record, message = '' }) => {
    if (action === 'hook-failed' && concerns(record.id)) emit({ type: 'warning', code: 'hook-failed', message });
  });
  try {
    return await work();
  } finally {
    stop();
  }
}
