// Files of SOPS: https://getsops.io. The values are encrypted one by one, each bound to its place; the MAC tells that none was
// taken away, exchanged or, where it was not encrypted, changed.
import { createHash, timingSafeEqual } from 'node:crypto';
import { StackError } from '../../core/errors.ts';
import { noKeyHint, unwrap } from '../age-file.ts';
import type { OpenContext } from '../open-context.ts';
import { parseSopsDotenv } from './dotenv-tree.ts';
import { encryptedPaths } from './encrypted-paths.ts';
import { parseSopsJson } from './json-tree.ts';
import { parseSopsMetadata, type SopsMetadata } from './sops-metadata.ts';
import { type PlainValue, SopsFormatError, type SopsTree } from './sops-tree.ts';
import { isTrue, macBytes, openSopsValue, type SopsValue, SopsValueError } from './sops-value.ts';
import { parseSopsYaml } from './yaml-tree.ts';

const KEY_BYTES = 32;
/** Those of one key of a file: SOPS writes one. */
const MOST_STANZAS = 10;
const LARGEST = 1024 ** 2;
const MOST_VALUES = 4000;
/** Signs that YAML is made of: what has more takes seconds to read, in which the daemon does nothing else. */
const MOST_SIGNS: readonly (readonly [RegExp, number])[] = [
  [/\n/g, 10_000],
  [/[[{]/g, 5000],
  [/,/g, 20_000],
];
/** What SOPS begins the MAC with where only encrypted values are in it: SHA-256 of "sops". */
const ONLY_ENCRYPTED = createHash('sha256').update('sops').digest();

export type OpenedSops = { readonly bytes: Uint8Array; readonly format: SopsTree['format'] };

/** Throws `no-key-fits`, `secret-tampered`, `secret-malformed` and `secret-not-supported`. */
export async function openSopsFile(bytes: Uint8Array, context: OpenContext): Promise<OpenedSops> {
  const { shown } = context;
  if (bytes.length > LARGEST) throw tooLarge(shown, `${bytes.length} bytes, more than ${LARGEST}`);
  const tree = takeApart(bytes, shown);
  if (tree.leaves.length > MOST_VALUES) throw tooLarge(shown, `more than ${MOST_VALUES} values`);
  const metadata = parseSopsMetadata(tree.metadata, shown);
  const key = await openDataKey(metadata, context);
  try {
    checkMac(metadata, key, openValues(tree, { metadata, key, shown }));
  } catch (error) {
    if (!(error instanceof SopsValueError)) throw error;
    throw error.reason === 'malformed' ? notEncrypted(shown) : tampered(shown);
  }
  return { bytes: tree.render(), format: tree.format };
}

function takeApart(bytes: Uint8Array, shown: string): SopsTree {
  const text = decode(bytes, shown);
  try {
    if (/^\s*\{/.test(text)) return parseSopsJson(text, { isBinary: !/\.json$/i.test(shown) });
    if (/^sops_(?:mac|lastmodified|version)=/m.test(text)) return parseSopsDotenv(text);
    if (!/^\[sops\]/m.test(text)) return parseSopsYaml(withinLimits(text, shown));
  } catch (error) {
    if (!(error instanceof SopsFormatError)) throw error;
    throw new StackError('secret-malformed', { message: `"${shown}" is not a whole file of SOPS: ${error.message}` });
  }
  throw new StackError('secret-not-supported', {
    message: `"${shown}" is an INI file of SOPS, expected YAML, JSON, dotenv or binary`,
  });
}

function withinLimits(text: string, shown: string): string {
  const isLarge = MOST_SIGNS.some(([sign, most]) => (text.match(sign)?.length ?? 0) > most);
  if (isLarge) throw tooLarge(shown, `more than ${MOST_VALUES} values`);
  return text;
}

function decode(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StackError('secret-malformed', { message: `"${shown}" is not a whole file of SOPS: it is no UTF-8` });
  }
}

async function openDataKey({ recipients }: SopsMetadata, { shown, identities }: OpenContext): Promise<Buffer> {
  for (const { sealedKey } of recipients) {
    const key = await unwrap(Buffer.from(sealedKey.trim()), { shown, identities, mostRecipients: MOST_STANZAS });
    if (key?.length === KEY_BYTES) return Buffer.from(key);
    if (key) throw tampered(shown);
  }
  const names = recipients.map(({ recipient }) => shortRecipient(recipient));
  throw new StackError('no-key-fits', {
    message: `none of the ${identities.length} keys here opens "${shown}", which is for ${names.join(', ')}`,
    hint: noKeyHint(identities),
  });
}

/** `age1qyqsz…4k2v`: enough to find it again. What is no recipient is not repeated. */
function shortRecipient(recipient: string): string {
  return /^[a-z0-9]{20,}$/.test(recipient) ? `${recipient.slice(0, 12)}…${recipient.slice(-4)}` : '(unknown)';
}

type Opening = { readonly metadata: SopsMetadata; readonly key: Buffer; readonly shown: string };

/** Puts the values in, and gives the digest of all that the MAC is about. */
function openValues({ leaves }: SopsTree, { metadata, key, shown }: Opening): string {
  const paths = leaves.map(({ path }) => path);
  const isEncrypted = encryptedPaths(metadata.rule, paths, shown);
  const hash = createHash('sha512');
  if (metadata.macOnlyEncrypted) hash.update(ONLY_ENCRYPTED);
  for (const { path, value, set } of leaves) {
    if (!isEncrypted(path)) {
      if (!metadata.macOnlyEncrypted) hash.update(value.kind === 'text' ? value.text : value.macText);
      continue;
    }
    if (value.kind !== 'text') throw new SopsValueError('malformed');
    const opened = openSopsValue(value.text, key, `${path.join(':')}:`);
    hash.update(macBytes(opened));
    set(toPlain(opened));
  }
  return hash.digest('hex').toUpperCase();
}

function toPlain({ type, bytes }: SopsValue): PlainValue {
  const text = bytes.toString('utf8');
  if (type === 'bool') return { kind: 'boolean', value: isTrue(bytes) };
  const isNumber = (type === 'int' || type === 'float') && /^-?\d+(?:\.\d+)?$/.test(text);
  return isNumber ? { kind: 'number', text } : { kind: 'text', text };
}

/** Throws a SopsValueError. */
function checkMac({ mac, lastModified }: SopsMetadata, key: Buffer, digest: string): void {
  const expected = openSopsValue(mac, key, lastModified).bytes;
  const actual = Buffer.from(digest);
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) throw new SopsValueError('tampered');
}

function tooLarge(shown: string, what: string): StackError {
  return new StackError('secret-too-large', {
    message: `"${shown}" is a file of SOPS with ${what}, which is too large`,
    hint: 'encrypt large files with age',
  });
}

function tampered(shown: string): StackError {
  return new StackError('secret-tampered', {
    message: `"${shown}" is not as SOPS left it: a value, a key or their order was changed (the MAC does not fit)`,
    hint: 'take back what was changed by hand, and change it with "sops edit"',
  });
}

function notEncrypted(shown: string): StackError {
  return new StackError('secret-malformed', {
    message: `"${shown}" has a value that is not encrypted and should be`,
    hint: 'change it with "sops edit"',
  });
}
