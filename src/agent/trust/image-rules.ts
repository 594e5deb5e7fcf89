// The rules of a policy by which images must be signed, with the keys that they name.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { AgentError } from '../../core/errors.ts';
import { digestOf } from '../../core/hash.ts';
import { matchesPattern } from '../policy/match-pattern.ts';
import type { ImageSignatureRule } from '../policy/rules.ts';
import { readHostFile } from '../read-host-file.ts';

export type ImageKey = {
  readonly key: KeyObject;
  /** `sha256:…` of the key in DER. */
  readonly fingerprint: string;
};

/** A rule that can be judged by. */
export type LoadedRule = {
  readonly match: string;
  readonly keys: readonly ImageKey[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly bundles: boolean;
  /** Changes with whatever its judgement depends on. */
  readonly digest: string;
};

const PEM = /-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----/g;
const SMALLEST_RSA = 2048;
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** The rules that an image falls under. All of them must be satisfied. */
export function rulesFor(rules: readonly ImageSignatureRule[], repository: string): readonly ImageSignatureRule[] {
  return rules.filter(({ match }) => matchesPattern(match, repository));
}

/** Reads the keys of a rule. Throws `image-key-not-read` or `image-key-invalid`: then no image that it is for is taken. */
export async function loadRule(rule: ImageSignatureRule): Promise<LoadedRule> {
  const { match, annotations = {}, bundles = false } = rule;
  const keys = (await Promise.all(rule.keys.map((path) => readKeys(path, match)))).flat();
  const fingerprints = keys.map(({ fingerprint }) => fingerprint).toSorted();
  return { match, keys, annotations, bundles, digest: digestOf({ match, fingerprints, annotations, bundles }) };
}

async function readKeys(path: string, match: string): Promise<readonly ImageKey[]> {
  const text = await readText(path, match);
  const keys = (text.match(PEM) ?? []).map((pem) => toKey(pem, path, match));
  if (keys.length > 0) return keys;
  throw invalid(path, match, 'there is no public key in it, which begins with "-----BEGIN PUBLIC KEY-----"');
}

async function readText(path: string, match: string): Promise<string> {
  try {
    const file = await readHostFile(path, 'the image key');
    if (file.kind === 'text') return file.bytes.toString('latin1');
  } catch (cause) {
    throw notRead(path, match, cause instanceof Error ? cause.message : String(cause), cause);
  }
  throw notRead(path, match, `there is no file "${path}"`);
}

function toKey(pem: string, path: string, match: string): ImageKey {
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch (cause) {
    throw invalid(path, match, 'it cannot be read as a public key', cause);
  }
  const why = findWeakness(key);
  if (why !== undefined) throw invalid(path, match, why);
  const der = key.export({ type: 'spki', format: 'der' });
  return { key, fingerprint: `sha256:${createHash('sha256').update(der).digest('hex')}` };
}

function findWeakness({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string | undefined {
  if (type === 'ed25519') return undefined;
  if (type === 'ec') return CURVES.has(details?.namedCurve ?? '') ? undefined : `its curve is "${details?.namedCurve}"`;
  if (type !== 'rsa') return `it is of the kind "${type}", expected ec, ed25519 or rsa`;
  const bits = details?.modulusLength ?? 0;
  return bits >= SMALLEST_RSA ? undefined : `it has ${bits} bits, expected ${SMALLEST_RSA} or more`;
}

function notRead(path: string, match: string, why: string, cause?: unknown): AgentError {
  return new AgentError('image-key-not-read', {
    message: `images that fit "${match}" are not taken, since a key of rule "imageSignatures" cannot be read: ${why}`,
    facts: { rule: 'imageSignatures', match, key: path },
    cause,
  });
}

function invalid(path: string, match: string, why: string, cause?: unknown): AgentError {
  return new AgentError('image-key-invalid', {
    message: `images that fit "${match}" are not taken, since the key "${path}" of rule "imageSignatures" is of no use: ${why}`,
    hint: 'put the public key there that "cosign generate-key-pair" wrote, a file named "*.pub"',
    facts: { rule: 'imageSignatures', match, key: path },
    cause,
  });
}
