// What the events of an apply tell about it.
import type { WireError } from '../core/errors.ts';
import type { DockrEvent } from '../core/events.ts';

export type DeploymentWatch = {
  readonly emit: (event: DockrEvent) => void;
  /** Errors of steps that failed, in order. */
  readonly failures: () => readonly WireError[];
  /** Whether a step was carried out that leaves a trace beside images. */
  readonly hasChanged: () => boolean;
  readonly isRollingBack: () => boolean;
  readonly isRollbackFailed: () => boolean;
};

/** Passes events on, and keeps what matters of them. */
export function watchDeployment(emit: (event: DockrEvent) => void): DeploymentWatch {
  const failures: WireError[] = [];
  const warned = new Set<string>();
  let hasChanged = false;
  return {
    emit: (event) => {
      if (event.type === 'step' && event.status === 'done' && !/^(?:pull|build|wait|pause)-/.test(event.id))
        hasChanged = true;
      if (event.type === 'step' && event.status === 'failed' && event.error) failures.push(event.error);
      if (event.type === 'warning') warned.add(event.code);
      emit(event);
    },
    failures: () => failures,
    hasChanged: () => hasChanged,
    isRollingBack: () => warned.has('rolling-back'),
    isRollbackFailed: () => warned.has('rollback-failed'),
  };
}
