// Whether a delivery comes from who knows the secret. Over the bytes as they came, and in constant time.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Headers } from './push-hint.ts';
import { isStandardSecret, standardDigest } from './standard-signature.ts';
import type { WebhookSender } from './webhook-settings.ts';

/** `id` is of what was signed, so that the same delivery has the same id whatever else of it is changed. */
export type Checked =
  | { readonly kind: 'signed'; readonly id: string }
  | { readonly kind: 'forged' }
  /** It was signed, but too long ago, or for a time that is not yet. */
  | { readonly kind: 'stale' };

export type Delivery = { readonly headers: Headers; readonly body: Buffer; readonly now: number };

const TOLERANCE_MS = 5 * 60_000;
const MOST_SIGNATURES = 8;
const FORGED: Checked = { kind: 'forged' };

/** How the delivery is signed follows from the settings and the secret, never from the delivery. */
export function checkSignature(sender: WebhookSender, secret: string, delivery: Delivery): Checked {
  switch (sender) {
    case 'github':
      return checkHex(secret, delivery, { names: ['x-hub-signature-256'], prefix: 'sha256=' });
    case 'bitbucket':
      return checkHex(secret, delivery, { names: ['x-hub-signature'], prefix: 'sha256=' });
    case 'gitea':
      return checkHex(secret, delivery, { names: ['x-forgejo-signature', 'x-gitea-signature'], prefix: '' });
    case 'gitlab':
      return isStandardSecret(secret) ? checkStandard(secret, delivery) : checkToken(secret, delivery);
    case 'generic':
      return checkStandard(secret, delivery);
  }
}

type Place = { readonly names: readonly string[]; readonly prefix: string };

/** Only the body is signed: ids in headers could be anything, so the body is what is told apart. */
function checkHex(secret: string, { headers, body }: Delivery, { names, prefix }: Place): Checked {
  const value = names.map((name) => headers[name]).find((it) => it !== undefined);
  if (typeof value !== 'string' || !value.startsWith(prefix)) return FORGED;
  const hex = value.slice(prefix.length);
  if (!/^[0-9a-f]{64}$/i.test(hex)) return FORGED;
  const expected = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(hex, 'hex')) ? { kind: 'signed', id: digestOf(body) } : FORGED;
}

/** Whoever sees one delivery knows the token: the id only keeps what is sent twice from being done twice. */
function checkToken(secret: string, { headers, body }: Delivery): Checked {
  const token = headers['x-gitlab-token'];
  if (typeof token !== 'string' || !isSameText(token, secret)) return FORGED;
  const id = headers['idempotency-key'] ?? headers['x-gitlab-event-uuid'];
  return { kind: 'signed', id: typeof id === 'string' ? digestOf(id) : digestOf(body) };
}

function checkStandard(secret: string, { headers, body, now }: Delivery): Checked {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return FORGED;
  if (!/^\d{1,12}$/.test(timestamp)) return FORGED;
  const expected = standardDigest(secret, { id, timestamp, body });
  // Several while a secret is exchanged.
  const isSigned = signatures
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .some((one) => one.startsWith('v1,') && isSameBytes(Buffer.from(one.slice(3), 'base64'), expected));
  if (!isSigned) return FORGED;
  const isFresh = Math.abs(now - Number(timestamp) * 1000) <= TOLERANCE_MS;
  return isFresh ? { kind: 'signed', id: digestOf(id) } : { kind: 'stale' };
}

/** Digests have one length, whatever the texts have. */
function isSameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function isSameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function digestOf(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
