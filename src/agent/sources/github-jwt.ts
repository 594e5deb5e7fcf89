// A JSON Web Token (RFC 7519) signed with RS256 (RFC 7518 §3.3).
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { AgentError } from '../../core/errors.ts';

/** GitHub takes ten minutes at most. Its clock may be behind ours. */
const LIFE_S = 540;
const BEFORE_S = 60;

/** What says that we are the App, for the next minutes. Throws `credential-malformed`, with nothing of the key in it. */
export function signAppToken(appId: string, pem: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const claims = { iat: seconds - BEFORE_S, exp: seconds + LIFE_S, iss: appId };
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), parseKey(pem)).toString('base64url')}`;
}

function parseKey(pem: string): KeyObject {
  const key = readKey(pem);
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw new AgentError('credential-malformed', {
    message: 'the key of the GitHub App is not an RSA key in PEM without a passphrase',
  });
}

/** The cause is not kept: OpenSSL's words may have a part of what it read. */
function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
