// What went wrong in an apply, in one line for the history.
import type { DockrEvent } from '../core/events.ts';

const MAX_LENGTH = 500;

export class FailureNotes {
  readonly #notes: string[] = [];

  /** Passes events on, and keeps what failed. */
  listenTo(emit: (event: DockrEvent) => void): (event: DockrEvent) => void {
    return (event) => {
      if (event.type === 'step' && event.status === 'failed')
        this.#notes.push(`${event.title}: ${event.error?.message ?? 'failed'}`);
      emit(event);
    };
  }

  /** Null when nothing failed. */
  summary(): string | null {
    const text = this.#notes.join('; ');
    return text === '' ? null : text.slice(0, MAX_LENGTH);
  }
}
