import type { Client } from '../client/client.ts';
import { daemonGone } from '../client/post.ts';
import type { DockrEvent } from '../core/events.ts';

export type ContainerEvent = Extract<DockrEvent, { readonly type: 'container' }>;

/** The life of a stack's containers, from now on. */
export type ContainerWatch = {
  /** What has happened so far, then what happens. One reader only. */
  readonly onEvent: (listener: (event: ContainerEvent) => void) => void;
  /** Rejects when the daemon goes away. */
  readonly ended: Promise<void>;
  readonly close: () => void;
};

/** Begins to watch, and keeps what it sees until somebody listens. */
export function watchContainers(client: Client, stack: string): ContainerWatch {
  const closing = new AbortController();
  const waiting: ContainerEvent[] = [];
  let listener = (event: ContainerEvent): void => void waiting.push(event);
  const onEvent = (event: DockrEvent): void => {
    if (event.type === 'container') listener(event);
  };
  const ended = client.stream('events', { stack }, { onEvent, signal: closing.signal }).then(
    () => {
      // It has no end of its own: the daemon was told to stop.
      if (!closing.signal.aborted) throw daemonGone();
    },
    (error: unknown) => {
      if (!closing.signal.aborted) throw error;
    },
  );
  // Whoever waits for it gets the failure; until then it is no reason to end the process.
  ended.catch(() => {});
  return {
    onEvent: (next) => {
      listener = next;
      for (const event of waiting.splice(0)) next(event);
    },
    ended,
    close: () => closing.abort(),
  };
}
