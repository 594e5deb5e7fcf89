// A listener for webhooks with real deliveries over loopback, and deployments that only note that they were woken.
import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Followed } from '../../../src/agent/webhooks/find-woken.ts';
import { standardHeaders } from '../../../src/agent/webhooks/standard-signature.ts';
import { WakePace } from '../../../src/agent/webhooks/wake-pace.ts';
import { WebhookReceiver } from '../../../src/agent/webhooks/webhook-receiver.ts';
import { listenForWebhooks, type WebhookServer } from '../../../src/agent/webhooks/webhook-server.ts';
import type { Hook } from '../../../src/agent/webhooks/webhook-settings.ts';
import { Database } from '../../../src/store/database.ts';
import { WebhookDeliveryTable } from '../../../src/store/webhook-deliveries.ts';
import { FakeClock } from '../../support/fake-clock.ts';

export const SECRET = 'a-secret-of-more-than-sixteen-bytes';
export const STANDARD_SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

const SHOP: Followed = {
  name: 'shop',
  url: 'https://git.example.org/acme/shop.git',
  ref: { kind: 'branch', branch: 'main' },
};

export const HOOKS: readonly Hook[] = [
  { name: 'shop', from: 'github', secretFile: '/secrets/shop', deployments: ['shop'] },
  { name: 'labs', from: 'gitlab', secretFile: '/secrets/labs', deployments: ['**'] },
  { name: 'signed-labs', from: 'gitlab', secretFile: '/secrets/signed-labs', deployments: ['**'] },
  { name: 'tea', from: 'gitea', secretFile: '/secrets/tea', deployments: ['**'] },
  { name: 'bucket', from: 'bitbucket', secretFile: '/secrets/bucket', deployments: ['**'] },
  { name: 'own', from: 'generic', secretFile: '/secrets/own', deployments: ['**'] },
];

export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
};
export type Delivery = {
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
  readonly method?: string;
};

export class WebhookRig implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly database: Database;
  readonly woken: string[] = [];
  readonly warnings: string[] = [];
  /** Like `github accepted`. */
  readonly outcomes: string[] = [];
  readonly secrets = new Map<string, string>(
    HOOKS.map(({ secretFile, name }) => [secretFile, name === 'signed-labs' ? STANDARD_SECRET : SECRET]),
  );
  readonly #pace = new WakePace({ clock: this.clock, wake: (deployment) => void this.woken.push(deployment) });
  #server: WebhookServer | undefined;

  private constructor(database: Database) {
    this.database = database;
  }

  static async start(followed: readonly Followed[] = [SHOP], database = new Database(':memory:')): Promise<WebhookRig> {
    const rig = new WebhookRig(database);
    await rig.#listen(followed);
    return rig;
  }

  get server(): WebhookServer {
    if (!this.#server) throw new Error('not started');
    return this.#server;
  }

  /** Sends a request as it is; an answer that never came is status 0. */
  send(path: string, { headers = {}, body, method = 'POST' }: Delivery): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const call = request(
      { host: '127.0.0.1', port: this.server.port, path, method, headers, agent: false },
      async (response) => {
        const answer = await text(response).catch(() => '');
        resolve({ status: response.statusCode ?? 0, body: answer, headers: response.headers });
      },
    );
    call.on('error', () => resolve({ status: 0, body: '', headers: {} }));
    call.end(body);
    return promise;
  }

  /** A push as GitHub sends it, with a signature over that body. */
  push(options: { readonly secret?: string; readonly body?: string; readonly hook?: string } = {}): Promise<Answer> {
    const { secret = SECRET, body = githubPush(), hook = 'shop' } = options;
    return this.send(`/hooks/${hook}`, githubDelivery(secret, body));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pace[Symbol.dispose]();
    await this.#server?.[Symbol.asyncDispose]();
    if (this.database) this.database[Symbol.dispose]();
  }

  async #listen(followed: readonly Followed[]): Promise<void> {
    const receiver = new WebhookReceiver({
      hooks: () => HOOKS,
      readSecret: async (path) => {
        const secret = this.secrets.get(path);
        if (secret === undefined) throw new Error(`no ${path}`);
        return secret;
      },
      deliveries: new WebhookDeliveryTable(this.database),
      followed: () => followed,
      now: this.clock.now,
      warn: (code, message) => this.warnings.push(`${code}: ${message}`),
    });
    this.#server = await listenForWebhooks(
      { host: '127.0.0.1', port: 0 },
      {
        receiver,
        wake: (name) => this.#pace.wake(name),
        now: this.clock.now,
        onOutcome: (outcome, from) => void this.outcomes.push(`${from} ${outcome}`),
      },
    );
  }
}

/** What matters of GitHub's push event; each is another one unless `nonce` is given. */
export function githubPush({
  ref = 'refs/heads/main',
  url = 'https://git.example.org/acme/shop.git',
  nonce = '',
} = {}) {
  const path = new URL(url).pathname;
  return JSON.stringify({
    ref,
    before: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
    after: nonce || randomUUID(),
    repository: {
      full_name: path.slice(1).replace('.git', ''),
      clone_url: url,
      ssh_url: `git@${new URL(url).host}:${path.slice(1)}`,
      html_url: url.replace(/\.git$/, ''),
      default_branch: 'main',
    },
  });
}

export function githubDelivery(secret: string, body: string, event = 'push') {
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${hmac(secret, body)}`,
    },
  };
}

export function standardDelivery(
  secret: string,
  { body, at, id = randomUUID() }: { body: string; at: number; id?: string },
) {
  return { body, headers: { ...standardHeaders(secret, { id, at, body }), 'x-gitlab-event': 'Push Hook' } };
}

export function hmac(secret: string, body: string, algorithm = 'sha256'): string {
  return createHmac(algorithm, secret).update(body).digest('hex');
}
