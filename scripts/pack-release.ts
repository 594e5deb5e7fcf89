import { execFileSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signStatement } from '../src/install/release-statement.ts';
import { copyRelease, versionOf } from '../src/install/release-tree.ts';

// The same release makes the same bytes, whoever packs it and when.
const TAR = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX'];

export type Packing = {
  /** A checkout that was built, or a release that was unpacked. */
  readonly release: string;
  /** Where the archive is to be. */
  readonly folder: string;
  /** A private key (Ed25519, PEM); without it the archive has no signature. */
  readonly key?: string | undefined;
};

/** Makes the archive and its signature. Gives the path of the archive. */
export function packRelease({ release, folder, key }: Packing): string {
  const version = versionOf(release);
  const platform = `linux-${process.arch}`;
  const archive = join(folder, `dockr-${version}-${platform}.tar.gz`);
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'dockr-pack-'));
  try {
    copyRelease(release, join(work, 'dockr'));
    execFileSync('tar', [...TAR, '-I', 'gzip -n -6', '-cf', archive, '-C', work, 'dockr']);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  if (key !== undefined) signArchive(archive, { version, platform, key });
  return archive;
}

/** Writes the signature beside an archive. */
export function signArchive(
  archive: string,
  { version, platform, key }: { readonly version: string; readonly platform: string; readonly key: string },
): void {
  const bytes = readFileSync(archive);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const privateKey = createPrivateKey(readFileSync(key, 'utf8'));
  const statement = { product: 'dockr', version, platform, sha256, size: bytes.length } as const;
  writeFileSync(`${archive}.sig`, signStatement(statement, { privateKey, publicKey: createPublicKey(privateKey) }));
}
