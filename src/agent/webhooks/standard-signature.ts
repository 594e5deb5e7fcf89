// Signatures as https://www.standardwebhooks.com has them: over the id, the time and the body, in base64. GitLab's signing
// tokens are these, and so is what dockr sends.
import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The key in the text of a secret: after `whsec_` in base64, else the bytes as they are. */
export function standardKey(secret: string): Buffer {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
}

/** Whether a secret is of the form that says how it is used. */
export function isStandardSecret(secret: string): boolean {
  return secret.startsWith(PREFIX);
}

export type Signed = { readonly id: string; readonly timestamp: string; readonly body: string | Buffer };

/** The digest that a signature holds. */
export function standardDigest(secret: string, { id, timestamp, body }: Signed): Buffer {
  return createHmac('sha256', standardKey(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

/** The headers of a request with that body. `at` in milliseconds since 1970. */
export function standardHeaders(secret: string, message: { id: string; at: number; body: string }) {
  const timestamp = String(Math.floor(message.at / 1000));
  const digest = standardDigest(secret, { id: message.id, timestamp, body: message.body });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest.toString('base64')}`,
  };
}
