import type { Problems } from '../problems.ts';
import type { RemoteView } from './remote-view.ts';

/** Makes the problems say how much what is known of other hosts is worth. */
export function tellView(
  problems: Problems,
  view: Pick<RemoteView, 'isAway' | 'fromEarlier' | 'isInGrace'>,
  endpoints: readonly string[],
): void {
  const store = `the store (${endpoints.join(', ')})`;
  tell(
    problems,
    'view',
    view.isAway && {
      code: 'store-unreachable',
      message: `${store} is away: what is known of other hosts stays as it is`,
    },
  );
  const { fromEarlier } = view;
  tell(
    problems,
    'view age',
    view.isAway &&
      fromEarlier !== undefined && {
        code: 'overlay-from-earlier',
        message: `what is known of other hosts is what an earlier daemon wrote down at ${fromEarlier.toISOString()}: ${store} was not heard since this one started`,
      },
  );
  tell(
    problems,
    'view origin',
    view.isInGrace && {
      code: 'overlay-store-replaced',
      message: `${store} is another one than before, or has lost what it had: what hosts had entered counts for a while, until they have entered it again`,
    },
  );
}

/** Whether what is known of other hosts could be written down. */
export function tellKept(problems: Problems, failure: unknown): void {
  const reason = failure instanceof Error ? failure.message : String(failure);
  tell(
    problems,
    'view file',
    failure !== undefined && {
      code: 'overlay-not-kept',
      message: `write down what is known of other hosts: ${reason}; a daemon that is started while the store is away will not know it`,
      hint: 'check the disk of the state directory',
    },
  );
}

function tell(problems: Problems, about: string, problem: Parameters<Problems['set']>[1] | false): void {
  if (problem) problems.set(about, problem);
  else problems.clear(about);
}
