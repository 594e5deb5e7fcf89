// Decides about each delivery: whether it is taken, and whom it wakes.
import { randomBytes } from 'node:crypto';
import { AgentError, toWireError } from '../../core/errors.ts';
import { checkSignature } from './check-signature.ts';
import { type Followed, findWoken } from './find-woken.ts';
import { type Headers, readDelivery } from './push-hint.ts';
import { isStandardSecret, standardKey } from './standard-signature.ts';
import type { Hook, WebhookSender } from './webhook-settings.ts';

/** What became of a delivery whose request was well-formed. */
export type Verdict =
  /** It is news for `woken`. */
  | { readonly kind: 'accepted'; readonly woken: readonly string[] }
  /** It was no push. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'replayed' | 'stale' | 'malformed' }
  /** Unsigned, signed with another secret, or for a hook that there is none of: from outside they are one. */
  | { readonly kind: 'refused' };

/** `from` is null for a hook that there is none of. For this host alone: the sender must not learn it. */
export type Received = { readonly verdict: Verdict; readonly from: WebhookSender | null };

export type ReceiverParts = {
  /** Those that there are now; of two with one name, the first. */
  readonly hooks: () => readonly Hook[];
  readonly readSecret: (path: string, what: string) => Promise<string>;
  readonly deliveries: { add(hook: string, id: string, at: number): boolean };
  readonly followed: () => readonly Followed[];
  readonly now: () => number;
  readonly warn: (code: string, message: string) => void;
};

export type Incoming = { readonly hook: string; readonly headers: Headers; readonly body: Buffer };

const SHORTEST_SECRET = 16;

export class WebhookReceiver {
  readonly #parts: ReceiverParts;
  /** Hooks whose secret could not be read: told once until it can be. */
  readonly #broken = new Set<string>();

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  /** Does not reject for anything that a sender can do. */
  async receive(incoming: Incoming): Promise<Received> {
    const hooks = this.#parts.hooks();
    const known = hooks.find((one) => one.name === incoming.hook);
    return { verdict: await this.#judge(incoming, known, hooks), from: known?.from ?? null };
  }

  async #judge({ headers, body }: Incoming, known: Hook | undefined, hooks: readonly Hook[]): Promise<Verdict> {
    const { deliveries, followed, now } = this.#parts;
    // The same work for a hook that there is none of, so that nobody learns of the others by trying names.
    const hook = known ?? hooks[0];
    const secret = hook && (await this.#secretOf(hook));
    if (!hook || secret === undefined) return { kind: 'refused' };
    const tried = known ? secret : randomBytes(32).toString('hex');
    const checked = checkSignature(hook.from, tried, { headers, body, now: now() });
    if (!known || checked.kind === 'forged') return { kind: 'refused' };
    if (checked.kind === 'stale') return { kind: 'stale' };
    const reading = readDelivery(hook.from, headers, body);
    if (reading.kind === 'malformed') return { kind: 'malformed' };
    if (reading.kind === 'other') return { kind: 'ignored' };
    if (!deliveries.add(hook.name, checked.id, now())) return { kind: 'replayed' };
    return { kind: 'accepted', woken: findWoken(reading.hint, hook.deployments, followed()) };
  }

  async #secretOf({ name, secretFile }: Hook): Promise<string | undefined> {
    try {
      const secret = await this.#parts.readSecret(secretFile, 'the secret of a webhook');
      checkLength(secretFile, secret);
      this.#broken.delete(name);
      return secret;
    } catch (error) {
      if (!this.#broken.has(name)) this.#tell(name, error);
      this.#broken.add(name);
      return undefined;
    }
  }

  #tell(name: string, error: unknown): void {
    const { code, message } = toWireError(error);
    this.#parts.warn(code, `webhook "${name}" is refused: ${message}`);
  }
}

function checkLength(path: string, secret: string): void {
  const length = isStandardSecret(secret) ? standardKey(secret).length : secret.length;
  if (length >= SHORTEST_SECRET) return;
  throw new AgentError('secret-too-short', {
    message: `the secret of a webhook "${path}" has ${length} bytes, at least ${SHORTEST_SECRET} are needed`,
    hint: `openssl rand -hex 32 > "${path}"`,
  });
}
