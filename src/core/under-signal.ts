/**
 * Work that the outer signal aborts, and the controller as well. For what is done again and again: each `AbortSignal.any` leaves
 * weak references to be collected. Once the work has ended, nothing is passed on.
 */
export async function underSignal<T>(
  outer: AbortSignal,
  work: (controller: AbortController) => Promise<T>,
  controller = new AbortController(),
): Promise<T> {
  const onAbort = (): void => controller.abort(outer.reason);
  if (outer.aborted) onAbort();
  else outer.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(controller);
  } finally {
    outer.removeEventListener('abort', onAbort);
  }
}
