// What a delivery says: that something may be new, somewhere. It chooses nothing: the repository itself is asked.

import { repositoryKey } from './repository-key.ts';
import type { WebhookSender } from './webhook-settings.ts';

export type PushHint = {
  /** Addresses of the repository, as `repositoryKey` gives them. */
  readonly repositories: readonly string[];
  /** Full names, such as `refs/heads/main`; null where the sender does not tell. */
  readonly refs: readonly string[] | null;
  readonly defaultBranch: string | null;
};

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** `other`: something else than a push, such as the ping after a webhook was made. */
export type Reading =
  | { readonly kind: 'push'; readonly hint: PushHint }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed' };

const MOST_REFS = 1000;

const EVENT_HEADERS: Readonly<Record<WebhookSender, readonly string[]>> = {
  github: ['x-github-event'],
  gitlab: ['x-gitlab-event'],
  gitea: ['x-gitea-event', 'x-forgejo-event'],
  bitbucket: ['x-event-key'],
  generic: [],
};

const PUSHES: ReadonlySet<string> = new Set([
  ...['push', 'create', 'delete'],
  ...['Push Hook', 'Tag Push Hook'],
  ...['repo:push', 'repo:refs_changed'],
]);

/** Reads a delivery whose signature holds. */
export function readDelivery(sender: WebhookSender, headers: Headers, body: Buffer): Reading {
  const names = EVENT_HEADERS[sender];
  const event = names.map((name) => headers[name]).find((value) => value !== undefined);
  if (names.length > 0 && event === undefined) return { kind: 'malformed' };
  const payload = parseJson(body);
  if (!isMap(payload)) return { kind: 'malformed' };
  if (typeof event === 'string' && !PUSHES.has(event)) return { kind: 'other' };
  const hint = HINTS[sender](payload);
  return hint.repositories.length === 0 ? { kind: 'malformed' } : { kind: 'push', hint };
}

type Payload = Readonly<Record<string, unknown>>;

const HINTS: Readonly<Record<WebhookSender, (payload: Payload) => PushHint>> = {
  github: (payload) => {
    const repository = mapAt(payload, 'repository');
    return {
      repositories: keysAt(repository, ['clone_url', 'ssh_url', 'html_url']),
      refs: namedRef(payload),
      defaultBranch: textAt(repository, 'default_branch'),
    };
  },
  gitea: (payload) => HINTS.github(payload),
  gitlab: (payload) => {
    const project = mapAt(payload, 'project');
    return {
      repositories: keysAt(project, ['git_http_url', 'git_ssh_url', 'web_url']),
      refs: namedRef(payload),
      defaultBranch: textAt(project, 'default_branch'),
    };
  },
  bitbucket: (payload) => ({
    repositories: bitbucketAddresses(mapAt(payload, 'repository')).flatMap((url) => repositoryKey(url) ?? []),
    refs: bitbucketRefs(payload),
    defaultBranch: textAt(mapAt(mapAt(payload, 'repository'), 'mainbranch'), 'name'),
  }),
  generic: (payload) => ({
    repositories: keysAt(payload, ['repository']),
    refs: namedRef(payload),
    defaultBranch: null,
  }),
};

/** `create` of a tag tells its bare name, and what it is beside it. */
function namedRef(payload: Payload): readonly string[] | null {
  const ref = textAt(payload, 'ref');
  if (ref === null) return null;
  if (ref.startsWith('refs/')) return [ref];
  return [textAt(payload, 'ref_type') === 'tag' ? `refs/tags/${ref}` : `refs/heads/${ref}`];
}

/** The cloud links the page of a repository, the server each address to clone it from. */
function bitbucketAddresses(repository: Payload): readonly string[] {
  const links = mapAt(repository, 'links');
  const clones = listAt(links, 'clone').map((link) => textAt(link, 'href'));
  return [textAt(mapAt(links, 'html'), 'href'), ...clones].filter((href) => href !== null);
}

function bitbucketRefs(payload: Payload): readonly string[] | null {
  const cloud = listAt(mapAt(payload, 'push'), 'changes').flatMap((change) => [
    mapAt(change, 'new'),
    mapAt(change, 'old'),
  ]);
  const named = cloud.flatMap((ref) => {
    const name = textAt(ref, 'name');
    return name === null ? [] : [`refs/${textAt(ref, 'type') === 'tag' ? 'tags' : 'heads'}/${name}`];
  });
  const server = listAt(payload, 'changes').flatMap((change) => textAt(mapAt(change, 'ref'), 'id') ?? []);
  const refs = [...new Set([...named, ...server])].slice(0, MOST_REFS);
  return refs.length === 0 ? null : refs;
}

function keysAt(payload: Payload, names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => repositoryKey(textAt(payload, name) ?? '') ?? []))];
}

function textAt(payload: Payload, name: string): string | null {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  return typeof value === 'string' ? value : null;
}

function mapAt(payload: Payload, name: string): Payload {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  return isMap(value) ? value : {};
}

function listAt(payload: Payload, name: string): readonly Payload[] {
  const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
  return Array.isArray(value) ? value.slice(0, MOST_REFS).filter(isMap) : [];
}

function isMap(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
