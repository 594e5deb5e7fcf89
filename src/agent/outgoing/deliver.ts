// One request and what its answer means for the letter it is part of.
import type { WireError } from '../../core/errors.ts';
import { AgentError, toWireError } from '../../core/errors.ts';
import type { Sent } from './outbox.ts';
import { judgeAnswer } from './retry-delay.ts';
import { type OutgoingAnswer, type OutgoingRequest, originOf, type SendRequest } from './send-request.ts';

export type DeliverParts = {
  readonly send: SendRequest;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

export type Delivered =
  | { readonly kind: 'answered'; readonly answer: OutgoingAnswer }
  | Exclude<Sent, { readonly kind: 'done' }>;

/** Rejects only when there was no answer, which is to be tried again. */
export async function deliver(request: OutgoingRequest, { send, now, signal }: DeliverParts): Promise<Delivered> {
  const answer = await send(request, signal);
  const judged = judgeAnswer(answer, now());
  if (judged.kind === 'done') return { kind: 'answered', answer };
  const why = refused(request, answer);
  return judged.kind === 'again' ? { ...judged, why } : { kind: 'refused', why };
}

/** What the other side wrote is not repeated: it may hold what was sent to it. */
function refused({ url, method }: OutgoingRequest, { status }: OutgoingAnswer): WireError {
  return toWireError(
    new AgentError('report-refused', {
      message: `"${originOf(url)}" answered a ${method} with status ${status}`,
      facts: { statusCode: status },
      ...(status === 401 || status === 403 || status === 404
        ? { hint: 'check the token or the address in its file, and what the token may do' }
        : {}),
    }),
  );
}
