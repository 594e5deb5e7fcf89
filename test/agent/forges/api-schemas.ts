// What the forges publish of their APIs, as far as dockr calls them: paths, parameters and bodies.
// github: @octokit/openapi 23, gitea: its swagger of 1.25, gitlab: its reference of the REST API.

export type Operation = {
  readonly name: 'setStatus' | 'findPullRequests' | 'listComments' | 'addComment' | 'changeComment';
  readonly method: string;
  readonly path: RegExp;
  /** JSON schema of the query or of the body. */
  readonly query?: object;
  readonly body?: object;
};

const COMMENT_BODY = {
  type: 'object',
  properties: { body: { type: 'string' } },
  required: ['body'],
  additionalProperties: false,
};

const statusBody = (states: readonly string[], label: string, required: readonly string[]) => ({
  type: 'object',
  properties: {
    state: { type: 'string', enum: states },
    target_url: { type: 'string' },
    description: { type: 'string', maxLength: 140 },
    [label]: { type: 'string', maxLength: 255 },
  },
  required,
  additionalProperties: false,
});

const pageQuery = (size: string, most: number, others: Readonly<Record<string, object>> = {}) => ({
  type: 'object',
  properties: {
    [size]: { type: 'string', pattern: `^([1-9]|[1-9][0-9]|${most})$` },
    page: { type: 'string', pattern: '^[1-9][0-9]*$' },
    ...others,
  },
  additionalProperties: false,
});

const OWNER_AND_REPOSITORY = '/repos/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+';

function githubLike(prefix: string, size: string, states: readonly string[]): readonly Operation[] {
  const path = (rest: string) => new RegExp(`^${prefix}${OWNER_AND_REPOSITORY}${rest}$`);
  return [
    {
      name: 'setStatus',
      method: 'POST',
      path: path('/statuses/[0-9a-f]{40,64}'),
      body: statusBody(states, 'context', ['state']),
    },
    size === 'limit'
      ? { name: 'findPullRequests', method: 'GET', path: path('/commits/([0-9a-f]{40,64})/pull') }
      : {
          name: 'findPullRequests',
          method: 'GET',
          path: path('/commits/([0-9a-f]{40,64})/pulls'),
          query: pageQuery(size, 100),
        },
    {
      name: 'listComments',
      method: 'GET',
      path: path('/issues/[1-9][0-9]*/comments'),
      query: pageQuery(size, 100, { since: { type: 'string' } }),
    },
    { name: 'addComment', method: 'POST', path: path('/issues/[1-9][0-9]*/comments'), body: COMMENT_BODY },
    { name: 'changeComment', method: 'PATCH', path: path('/issues/comments/([1-9][0-9]*)'), body: COMMENT_BODY },
  ];
}

const PROJECT = '/projects/[A-Za-z0-9._%-]+';
const sorted = { sort: { enum: ['asc', 'desc'] }, order_by: { enum: ['created_at', 'updated_at'] } };

export const PUBLISHED = {
  github: githubLike('', 'per_page', ['error', 'failure', 'pending', 'success']),
  gitea: githubLike('/api/v1', 'limit', ['pending', 'success', 'error', 'failure', 'warning', 'skipped']),
  gitlab: [
    {
      name: 'setStatus',
      method: 'POST',
      path: new RegExp(`^/api/v4${PROJECT}/statuses/[0-9a-f]{40,64}$`),
      body: statusBody(['pending', 'running', 'success', 'failed', 'canceled', 'skipped'], 'name', ['state']),
    },
    {
      name: 'findPullRequests',
      method: 'GET',
      path: new RegExp(`^/api/v4${PROJECT}/repository/commits/([0-9a-f]{40,64})/merge_requests$`),
      query: pageQuery('per_page', 100),
    },
    {
      name: 'listComments',
      method: 'GET',
      path: new RegExp(`^/api/v4${PROJECT}/merge_requests/[1-9][0-9]*/notes$`),
      query: pageQuery('per_page', 100, sorted),
    },
    {
      name: 'addComment',
      method: 'POST',
      path: new RegExp(`^/api/v4${PROJECT}/merge_requests/[1-9][0-9]*/notes$`),
      body: COMMENT_BODY,
    },
    {
      name: 'changeComment',
      method: 'PUT',
      path: new RegExp(`^/api/v4${PROJECT}/merge_requests/[1-9][0-9]*/notes/([1-9][0-9]*)$`),
      body: COMMENT_BODY,
    },
  ],
} as const satisfies Readonly<Record<'github' | 'gitea' | 'gitlab', readonly Operation[]>>;

/** The header that carries the token, and what it looks like. */
export const CREDENTIALS = {
  github: ['authorization', (token: string) => `Bearer ${token}`],
  gitea: ['authorization', (token: string) => `token ${token}`],
  gitlab: ['private-token', (token: string) => token],
} as const;
