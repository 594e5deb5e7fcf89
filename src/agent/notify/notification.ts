// An event in words. Parts of it come from repositories: they are one line each, plain, and no address in them can be followed.
import type { DeploymentEvent } from '../events/deployment-event.ts';
import { plainLine } from '../outgoing/plain-text.ts';
import { repositoryKey } from '../webhooks/repository-key.ts';
import type { Severity } from './notify-settings.ts';
import { severityOf } from './severity.ts';

export type Notification = {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly severity: Severity;
  readonly title: string;
  readonly lines: readonly string[];
  /** The same for programs. */
  readonly facts: Readonly<Record<string, string | number | null>>;
};

export type Origin = { readonly id: string; readonly host: string };

const LONGEST_LINE = 300;
const MOST_ITEMS = 10;

const TITLES: Readonly<Record<DeploymentEvent['kind'], string>> = {
  attempted: 'is being deployed',
  applied: 'was deployed',
  failed: 'could not be deployed',
  refused: 'was refused',
  'rolled-back': 'was rolled back',
  stalled: 'was given up',
  'drift-repaired': 'differed and was repaired',
  pruned: 'was tidied up',
  recovered: 'is well again',
  planned: 'has a plan for a pull request',
  added: 'was added',
  changed: 'has another declaration',
  suspended: 'was suspended',
  resumed: 'goes on',
  removed: 'was removed',
};

export function notificationOf(event: DeploymentEvent, { id, host }: Origin): Notification {
  const { at, deployment, commit, kind, trigger, signer, actor } = event;
  const repository = repositoryKey(event.url) ?? null;
  const error = 'error' in event ? event.error : null;
  return {
    id,
    at,
    severity: severityOf(event),
    title: `${deployment} on ${host} ${TITLES[kind]}`,
    lines: [
      ...line('reason', error && `${error.message} (${error.code})`),
      ...line('commit', commit?.slice(0, 12) ?? null),
      ...line('signed by', signer),
      ...line('asked for by', actor),
      ...details(event),
      ...line('repository', repository),
    ],
    facts: {
      ...{ kind, deployment, host, trigger },
      ...{ commit: commit && inert(commit), repository: repository && inert(repository) },
      ...{ signer: signer && inert(signer), actor: actor && inert(actor) },
      ...{ errorCode: error?.code ?? null, reason: error && inert(error.message) },
    },
  };
}

function details(event: DeploymentEvent): readonly string[] {
  switch (event.kind) {
    case 'rolled-back':
      return line('runs again', event.to?.slice(0, 12) ?? null);
    case 'failed':
      return event.failures > 1 ? [`failed ${event.failures} times in a row`] : [];
    case 'drift-repaired':
      return items(event.steps);
    case 'pruned':
      return items(event.resources);
    case 'planned':
      return [`${event.pullRequest === null ? 'plan' : `pull request ${event.pullRequest}`}: ${event.changes} steps`];
    default:
      return [];
  }
}

function items(texts: readonly string[]): readonly string[] {
  const left = texts.length - MOST_ITEMS;
  return [...texts.slice(0, MOST_ITEMS).map((text) => `- ${inert(text)}`), ...(left > 0 ? [`- and ${left} more`] : [])];
}

function line(name: string, value: string | null): readonly string[] {
  return value === null || value === '' ? [] : [`${name}: ${inert(value)}`];
}

/** Programs make links of whatever looks like an address. */
function inert(text: string): string {
  return plainLine(text, LONGEST_LINE).replaceAll('://', '[:]//');
}
