// What is signed of a release: which bytes are which version for which platform. It is in `<archive>.sig`, as JSON:
//
//   {"statement": {"product", "version", "platform", "sha256", "size"}, "key": <id>, "signature": <base64>}
import { type KeyObject, sign, verify } from 'node:crypto';
import { SystemError } from '../core/errors.ts';
import { stableJson } from '../core/stable-json.ts';
import { keyIdOf, type ReleaseKey } from './release-keys.ts';

export type ReleaseStatement = {
  readonly product: 'dockr';
  /** As in package.json. */
  readonly version: string;
  /** `linux-x64` */
  readonly platform: string;
  /** Of the archive, in hex. */
  readonly sha256: string;
  readonly size: number;
};

/** Other things that are signed with the same key are no releases. */
const DOMAIN = 'dockr-release-v1\n';
export const LARGEST_SIGNATURE_FILE = 64 * 1024;

/** The text of the file beside the archive. */
export function signStatement(
  statement: ReleaseStatement,
  { privateKey, publicKey }: Readonly<Record<'privateKey' | 'publicKey', KeyObject>>,
): string {
  const signature = sign(null, signedBytes(statement), privateKey).toString('base64');
  return `${JSON.stringify({ statement, key: keyIdOf(publicKey), signature })}\n`;
}

/** The statement, if one of the keys has signed it. Throws `release-signature-invalid`, `-signer-unknown` or `-mismatch`. */
export function openStatement(text: string, keys: readonly ReleaseKey[]): ReleaseStatement {
  const { statement, key: id, signature } = parse(text);
  const signer = keys.find((key) => key.id === id);
  if (!signer) {
    throw new SystemError('release-signer-unknown', {
      message: `the release is signed by key ${id.slice(0, 16)}…, which this machine does not trust`,
      hint: 'put the public key into /etc/dockr/release-keys if it is to be trusted',
    });
  }
  if (verify(null, signedBytes(statement), signer.key, Buffer.from(signature, 'base64'))) return statement;
  throw new SystemError('release-signature-mismatch', {
    message: `the signature is not of this release: it was changed after it was signed`,
  });
}

function signedBytes(statement: ReleaseStatement): Buffer {
  return Buffer.from(DOMAIN + stableJson(statement));
}

type Signed = { readonly statement: ReleaseStatement; readonly key: string; readonly signature: string };

function parse(text: string): Signed {
  const value = parseJson(text);
  if (isObject(value) && typeof value['key'] === 'string' && typeof value['signature'] === 'string') {
    const { statement, key, signature } = value;
    if (isStatement(statement)) return { statement, key, signature };
  }
  throw new SystemError('release-signature-invalid', {
    message: 'the file beside the release is not a signature of a release of dockr',
    hint: 'it is made together with the release: npm run pack',
  });
}

function isStatement(value: unknown): value is ReleaseStatement {
  if (!isObject(value) || value['product'] !== 'dockr') return false;
  const { version, platform, sha256, size } = value;
  const areTexts = typeof version === 'string' && typeof platform === 'string' && typeof sha256 === 'string';
  return areTexts && /^[0-9a-f]{64}$/.test(sha256) && isVersion(version) && Number.isSafeInteger(size);
}

const VERSION = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-([0-9A-Za-z.-]{1,64}))?$/;

function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Below zero where the first is older (semver.org, without build metadata). */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [VERSION.exec(one), VERSION.exec(other)];
  for (const place of [1, 2, 3]) {
    const difference = Number(first?.[place]) - Number(second?.[place]);
    if (difference !== 0) return difference;
  }
  const [before, after] = [first?.[4], second?.[4]];
  if (before === undefined || after === undefined) return Number(before === undefined) - Number(after === undefined);
  return comparePrereleases(before.split('.'), after.split('.'));
}

/** Numbers come before words, and fewer parts before more. */
function comparePrereleases(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const counterpart = other[index];
    if (counterpart === undefined) return 1;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(part), /^\d+$/.test(counterpart)];
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
    const difference = isNumber
      ? Number(part) - Number(counterpart)
      : Number(part > counterpart) - Number(part < counterpart);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
