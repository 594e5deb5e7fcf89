// A blob as a stream of pieces that survives broken connections: what came is kept, the rest is asked for by Range.
import type { Descriptor } from '../../../oci/manifest.ts';
import { type HttpAnswer, readPieces } from './http-exchange.ts';
import { RegistryFailure, unreachable } from './registry-failure.ts';
import { type RetryPolicy, waitBeforeRetry } from './retry.ts';

export type BlobRequest = {
  readonly descriptor: Descriptor;
  readonly doing: string;
  readonly host: string;
  readonly policy: RetryPolicy;
  /** Sends the request with these headers. */
  readonly send: (headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>;
  readonly signal?: AbortSignal | undefined;
};

/** A connection that brought this much was a good one: failures are counted anew. */
const PROGRESS_BYTES = 1 << 20;

/** Yields exactly `descriptor.size` bytes, or throws. The caller checks the digest. */
export async function* readBlob(request: BlobRequest): AsyncGenerator<Buffer> {
  const { size } = request.descriptor;
  const progress: Progress = { received: 0, canResume: true };
  let attempt = 1;
  let receivedAtFailure = 0;
  for (;;) {
    try {
      yield* readOnce(request, progress);
      if (progress.received === size) return;
      throw unreachable(
        request.doing,
        request.host,
        new Error(`the connection ended after ${progress.received} of ${size} bytes`),
      );
    } catch (error) {
      if (progress.received - receivedAtFailure >= PROGRESS_BYTES) attempt = 1;
      receivedAtFailure = progress.received;
      await waitBeforeRetry(error, { policy: request.policy, attempt, signal: request.signal });
      attempt++;
    }
  }
}

type Progress = { received: number; canResume: boolean };

async function* readOnce(request: BlobRequest, progress: Progress): AsyncGenerator<Buffer> {
  const wantsRest = progress.received > 0 && progress.canResume;
  const answer = await request.send(wantsRest ? { range: `bytes=${progress.received}-` } : {});
  checkEncoding(request, answer);
  if (answer.status === 416) return finishEmpty(progress, answer, request);
  let skip = skipOf(progress, answer);
  checkLength(request, answer, progress.received - skip);
  for await (const piece of piecesOf(request, answer)) {
    const fresh = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - fresh.length;
    if (fresh.length === 0) continue;
    progress.received += fresh.length;
    if (progress.received > request.descriptor.size) throw wrongSize(request, 'more');
    yield fresh;
  }
}

/** How much of the body we have already: an answer of 200 to a Range request begins at the beginning. */
function skipOf(progress: Progress, answer: HttpAnswer): number {
  if (answer.status === 200) return progress.received;
  const start = /^bytes ([0-9]+)-/.exec(answer.message.headers['content-range'] ?? '')?.[1];
  if (Number(start) === progress.received) return 0;
  progress.canResume = false;
  answer.message.destroy();
  throw new RegistryFailure('registry-unreachable', {
    message: 'the registry sent another part of the blob than was asked for',
    retry: { afterMs: 0 },
  });
}

async function* piecesOf(request: BlobRequest, answer: HttpAnswer): AsyncGenerator<Buffer> {
  try {
    yield* readPieces(answer);
  } catch (error) {
    request.signal?.throwIfAborted();
    throw unreachable(request.doing, request.host, error);
  }
}

/** "Nothing there" is right when everything is here; else the registry cannot resume. */
function finishEmpty(progress: Progress, answer: HttpAnswer, request: BlobRequest): void {
  answer.message.destroy();
  if (progress.received === request.descriptor.size) return;
  progress.canResume = false;
}

/** A proxy that compresses or decompresses on the way changes what the digest is of. */
function checkEncoding(request: BlobRequest, answer: HttpAnswer): void {
  const encoding = answer.message.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return;
  answer.message.destroy();
  throw new RegistryFailure('registry-error', {
    message: `cannot ${request.doing}: "${request.host}" sent a blob with the content encoding "${encoding}"`,
    hint: 'a proxy on the way to the registry changes content: let it pass blobs untouched',
  });
}

/** An answer that announces another length is not broken but wrong: asking again is no use. */
function checkLength(request: BlobRequest, answer: HttpAnswer, start: number): void {
  const announced = answer.message.headers['content-length'];
  if (announced === undefined || Number(announced) === request.descriptor.size - start) return;
  answer.message.destroy();
  throw wrongSize(request, `${start + Number(announced)}`);
}

function wrongSize(request: BlobRequest, found: string): RegistryFailure {
  const { digest, size } = request.descriptor;
  return new RegistryFailure('digest-mismatch', {
    message: `cannot ${request.doing}: "${request.host}" sent ${found} bytes for ${digest}, which has ${size}`,
    hint: 'the registry or something on the way to it changes content: pull again, or from another mirror',
  });
}
