// Work that several callers want at once is done once: each hears its progress, and it is given up when the last one leaves.
import { untilAborted } from '../../core/until-aborted.ts';

export type FlightOptions<E> = {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: E) => void) | undefined;
};
export type FlightWork<T, E> = (signal: AbortSignal, emit: (event: E) => void) => Promise<T>;

type Flight<T, E> = {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  readonly listeners: Set<(event: E) => void>;
  waiting: number;
};

export class SingleFlight<T, E> {
  readonly #flights = new Map<string, Flight<T, E>>();

  /** Joins the work of that key, or begins it. Rejects with the signal's reason as soon as this caller leaves. */
  async run(key: string, work: FlightWork<T, E>, options: FlightOptions<E> = {}): Promise<T> {
    options.signal?.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    const listener = options.onEvent && ((event: E): void => options.onEvent?.(event));
    if (listener) flight.listeners.add(listener);
    flight.waiting++;
    try {
      return await untilAborted(flight.result, options.signal);
    } finally {
      flight.waiting--;
      if (listener) flight.listeners.delete(listener);
      if (flight.waiting === 0) this.#leave(key, flight, options.signal);
    }
  }

  #start(key: string, work: FlightWork<T, E>): Flight<T, E> {
    const controller = new AbortController();
    const listeners = new Set<(event: E) => void>();
    const result = work(controller.signal, (event) => {
      for (const listener of listeners) listener(event);
    });
    const flight: Flight<T, E> = { result, controller, listeners, waiting: 0 };
    this.#flights.set(key, flight);
    const forget = (): void => this.#forget(key, flight);
    result.then(forget, forget);
    return flight;
  }

  /** The last caller has gone: whoever comes now begins anew, not with work that is being given up. */
  #leave(key: string, flight: Flight<T, E>, signal: AbortSignal | undefined): void {
    this.#forget(key, flight);
    flight.controller.abort(signal?.reason);
  }

  #forget(key: string, flight: Flight<T, E>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
