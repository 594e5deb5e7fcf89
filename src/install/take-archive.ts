// An archive becomes a copy of our own that nobody else can change, and only then is looked at: what was checked is what is unpacked.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode, SystemError } from '../core/errors.ts';
import type { ReleaseKey } from './release-keys.ts';
import { LARGEST_SIGNATURE_FILE, openStatement, type ReleaseStatement } from './release-statement.ts';

const LARGEST_ARCHIVE = 512 * 1024 * 1024;

export type Taking = {
  readonly archive: string;
  /** Where our copy is to be. */
  readonly copy: string;
  readonly keys: readonly ReleaseKey[];
  readonly platform: string;
};

/** What the archive is, by one of the keys. Throws before anything is unpacked. */
export async function takeArchive({ archive, copy, keys, platform }: Taking): Promise<ReleaseStatement> {
  if (keys.length === 0) {
    throw new SystemError('release-keys-missing', {
      message: 'this machine trusts no key for releases',
      hint: 'put a public key into /etc/dockr/release-keys, or use "dockr install --release-key FILE"',
    });
  }
  const statement = openStatement(readSignature(`${archive}.sig`), keys);
  if (statement.platform !== platform) {
    throw new SystemError('release-other-platform', {
      message: `the release is for ${statement.platform}, this machine is ${platform}`,
    });
  }
  if (!statSync(archive).isFile())
    throw new SystemError('release-not-readable', { message: `"${archive}" is not a file` });
  const { sha256, size } = await copyHashed(archive, copy);
  if (sha256 === statement.sha256 && size === statement.size) return statement;
  throw new SystemError('release-changed', {
    message: `"${archive}" has the digest ${sha256}, but ${statement.sha256} was signed`,
    hint: 'copy it to this machine again',
  });
}

function readSignature(path: string): string {
  try {
    const facts = statSync(path);
    if (facts.isFile() && facts.size <= LARGEST_SIGNATURE_FILE) return readFileSync(path, 'utf8');
    throw new SystemError('release-signature-invalid', {
      message: `"${path}" is no file, or too large for a signature`,
    });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new SystemError('release-unsigned', {
      message: `there is no signature "${path}" beside the release`,
      hint: 'a release has two files, FILE and FILE.sig: copy both',
    });
  }
}

async function copyHashed(from: string, to: string): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(size > LARGEST_ARCHIVE ? tooLarge(from) : null, chunk);
    },
  });
  await pipeline(createReadStream(from), counting, createWriteStream(to, { mode: 0o600, flush: true }));
  return { sha256: hash.digest('hex'), size };
}

function tooLarge(path: string): SystemError {
  return new SystemError('release-archive-too-large', { message: `"${path}" is larger than ${LARGEST_ARCHIVE} bytes` });
}
