/** How far one part of a pull is. `label` is the short digest of the layer; `total` is in bytes, as is `current`. */
export type PullProgress = { readonly label: string; readonly current: number; readonly total: number };

const INTERVAL_MS = 100;

/** Passes the pieces on and tells of the bytes: at most ten times a second, and at the end. */
export async function* countPieces(
  pieces: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let nextAt = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    const now = performance.now();
    if (now >= nextAt) {
      nextAt = now + INTERVAL_MS;
      tell(bytes);
    }
    yield piece;
  }
  tell(bytes);
}
