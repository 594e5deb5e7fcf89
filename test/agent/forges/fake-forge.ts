// The API of a forge on loopback, which takes only what the published one takes, and keeps comments.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Ajv from 'ajv';
import type { ForgeKind } from '../../../src/agent/forges/forge-settings.ts';
import { CREDENTIALS, type Operation, PUBLISHED } from './api-schemas.ts';

export type Call = { readonly operation: Operation['name']; readonly path: string; readonly body: unknown };
export type Comment = { readonly id: number; readonly body: string };
/** What comes in place of the next answers. */
export type Trouble = { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

const PREFIX = { github: '', gitea: '/api/v1', gitlab: '/api/v4' } as const;

export class FakeForge implements AsyncDisposable {
  readonly calls: Call[] = [];
  readonly comments: Comment[] = [];
  /** Of each commit, as that forge gives them. */
  readonly pullRequests = new Map<string, readonly object[]>();
  readonly troubles: Trouble[] = [];
  /** Requests that the published API does not have. There must be none. */
  readonly wrong: string[] = [];
  token = 'a-token-of-the-forge';
  readonly #kind: ForgeKind;
  readonly #ajv = new Ajv.default({ strict: false });
  readonly #server: Server;
  #nextId = 1;

  private constructor(kind: ForgeKind) {
    this.#kind = kind;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.wrong.push(String(error));
        response.writeHead(500).end();
      });
    });
  }

  static async start(kind: ForgeKind): Promise<FakeForge> {
    const forge = new FakeForge(kind);
    const { promise, resolve } = Promise.withResolvers<void>();
    forge.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    return forge;
  }

  get api(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${PREFIX[this.#kind]}`;
  }

  get statuses(): readonly unknown[] {
    return this.calls.filter(({ operation }) => operation === 'setStatus').map(({ body }) => body);
  }

  addComment(body: string): void {
    this.comments.push({ id: this.#nextId++, body });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://forge');
    const raw = await text(request);
    const body: unknown = raw === '' ? undefined : JSON.parse(raw);
    const [header, credentials] = CREDENTIALS[this.#kind];
    if (request.headers[header] !== credentials(this.token)) return reply(response, 401, {});
    const trouble = this.troubles.shift();
    if (trouble) return void response.writeHead(trouble.status, { ...trouble.headers }).end();
    const operation = this.#operationOf(request.method ?? '', url, body);
    if (!operation) return reply(response, 404, {});
    this.calls.push({ operation: operation.name, path: url.pathname, body });
    const answer = this.#carryOut(operation, url, body);
    reply(response, answer === undefined ? 404 : 200, answer ?? {});
  }

  #operationOf(method: string, url: URL, body: unknown): Operation | undefined {
    const operations: readonly Operation[] = PUBLISHED[this.#kind];
    const operation = operations.find((it) => it.method === method && it.path.test(url.pathname));
    const query = Object.fromEntries(url.searchParams);
    const fits =
      operation &&
      (operation.body ? this.#ajv.validate(operation.body, body) : body === undefined) &&
      (operation.query ? this.#ajv.validate(operation.query, query) : url.search === '');
    if (!fits) this.wrong.push(`${method} ${url.pathname}${url.search} ${JSON.stringify(body)}`);
    return fits ? operation : undefined;
  }

  #carryOut({ name, path }: Operation, url: URL, body: unknown): unknown {
    const said = typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : '';
    switch (name) {
      case 'setStatus':
        return body;
      case 'findPullRequests': {
        const found = this.pullRequests.get(path.exec(url.pathname)?.[1] ?? '') ?? [];
        return this.#kind === 'gitea' ? found[0] : found;
      }
      case 'listComments': {
        const size = Number(url.searchParams.get('per_page') ?? url.searchParams.get('limit') ?? 30);
        const start = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
        return this.comments.slice(start, start + size);
      }
      case 'addComment':
        this.addComment(said);
        return this.comments.at(-1);
      case 'changeComment': {
        const id = Number(path.exec(url.pathname)?.[1]);
        const at = this.comments.findIndex((comment) => comment.id === id);
        this.comments[at] = { id, body: said };
        return this.comments[at];
      }
    }
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
