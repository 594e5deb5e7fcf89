// The requests that each forge takes, as data. Fields and paths are those of the published APIs.
import type { OutgoingRequest } from '../outgoing/send-request.ts';
import type { CommitStatus } from './commit-status.ts';
import type { ForgeProject } from './forge-project.ts';
import type { ForgeKind, ForgeSettings } from './forge-settings.ts';

/** A pull or merge request by its number, and a page of its comments from 1. */
export type CommentPage = { readonly project: ForgeProject; readonly number: number; readonly page: number };
export type NewComment = { readonly project: ForgeProject; readonly number: number; readonly body: string };
export type ChangedComment = NewComment & { readonly id: number };

export type CommitPlace = { readonly project: ForgeProject; readonly commit: string };

export type ForgeApi = {
  readonly setStatus: (project: ForgeProject, status: CommitStatus) => OutgoingRequest;
  /** Those that brought the commit; Gitea gives the one that did, or says 404. */
  readonly findPullRequests: (at: CommitPlace) => OutgoingRequest;
  readonly listComments: (at: CommentPage) => OutgoingRequest;
  readonly addComment: (comment: NewComment) => OutgoingRequest;
  readonly changeComment: (comment: ChangedComment) => OutgoingRequest;
};

/** Comments on a page: what every forge gives at most. */
export const PAGE_SIZE = 50;

const LONGEST_DESCRIPTION = 140;

/** The requests to one forge, with its token. */
export function forgeApi({ kind, api }: Pick<ForgeSettings, 'kind' | 'api'>, token: string): ForgeApi {
  const call = (method: OutgoingRequest['method'], path: string, body?: object): OutgoingRequest => ({
    method,
    url: `${api}${path}`,
    headers: { ...credentials(kind, token), ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return kind === 'gitlab' ? gitlab(call) : githubLike(call, kind);
}

type Call = (method: OutgoingRequest['method'], path: string, body?: object) => OutgoingRequest;

/** Gitea's API has GitHub's paths, and another name for the size of a page. */
function githubLike(call: Call, kind: ForgeKind): ForgeApi {
  const size = kind === 'gitea' ? 'limit' : 'per_page';
  return {
    setStatus: (project, { commit, state, context, description }) =>
      call('POST', `/repos/${project}/statuses/${commit}`, { state, context, description: shorten(description) }),
    findPullRequests: ({ project, commit }) =>
      kind === 'gitea'
        ? call('GET', `/repos/${project}/commits/${commit}/pull`)
        : call('GET', `/repos/${project}/commits/${commit}/pulls?per_page=${PAGE_SIZE}`),
    listComments: ({ project, number, page }) =>
      call('GET', `/repos/${project}/issues/${number}/comments?${size}=${PAGE_SIZE}&page=${page}`),
    addComment: ({ project, number, body }) => call('POST', `/repos/${project}/issues/${number}/comments`, { body }),
    changeComment: ({ project, id, body }) => call('PATCH', `/repos/${project}/issues/comments/${id}`, { body }),
  };
}

function gitlab(call: Call): ForgeApi {
  const notes = (project: ForgeProject, number: number) => `/projects/${project}/merge_requests/${number}/notes`;
  return {
    setStatus: (project, { commit, state, context, description }) =>
      call('POST', `/projects/${project}/statuses/${commit}`, {
        state: state === 'failure' ? 'failed' : state,
        name: context,
        description: shorten(description),
      }),
    findPullRequests: ({ project, commit }) =>
      call('GET', `/projects/${project}/repository/commits/${commit}/merge_requests?per_page=${PAGE_SIZE}`),
    listComments: ({ project, number, page }) =>
      call('GET', `${notes(project, number)}?per_page=${PAGE_SIZE}&page=${page}&sort=asc&order_by=created_at`),
    addComment: ({ project, number, body }) => call('POST', notes(project, number), { body }),
    changeComment: ({ project, number, id, body }) => call('PUT', `${notes(project, number)}/${id}`, { body }),
  };
}

function credentials(kind: ForgeKind, token: string): Readonly<Record<string, string>> {
  switch (kind) {
    case 'github':
      return {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        authorization: `Bearer ${token}`,
      };
    case 'gitlab':
      return { accept: 'application/json', 'private-token': token };
    case 'gitea':
      return { accept: 'application/json', authorization: `token ${token}` };
  }
}

function shorten(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}
