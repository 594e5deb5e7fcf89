// A deployment's artifact in a registry. Its revision is the digest of its manifest:
//
//   <state>/deployments/<name>/releases/sha256-<hex>   exported, never changed
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError } from '../../core/errors.ts';
import { type ContentDigest, isDigest } from '../../oci/digest.ts';
import type { Descriptor } from '../../oci/manifest.ts';
import { formatReference, type ImageReference } from '../../oci/reference.ts';
import type { Release, Source } from '../source.ts';
import type { Examined, ExamineRequest } from '../trust/examine-commit.ts';
import { parseArtifact } from './artifact-manifest.ts';
import type { ArtifactRegistry } from './artifact-registry.ts';
import type { OciSource } from './oci-source.ts';
import { readArchive } from './read-archive.ts';
import { ReleaseStore } from './release-store.ts';
import { writeRelease } from './write-release.ts';

export type ArtifactLimits = { readonly askMs: number; readonly fetchMs: number; readonly archiveBytes: number };

export const ARTIFACT_LIMITS: ArtifactLimits = { askMs: 30_000, fetchMs: 300_000, archiveBytes: 512 * 1024 ** 2 };

export type ArtifactParts = {
  readonly registry: () => ArtifactRegistry;
  /** Checked anew each time. */
  readonly source: () => OciSource;
  readonly directory: string;
  readonly limits?: ArtifactLimits;
};

export class OciArtifact implements Source {
  readonly #parts: ArtifactParts;
  readonly #releases: ReleaseStore;
  readonly #limits: ArtifactLimits;

  constructor(parts: ArtifactParts) {
    this.#parts = parts;
    this.#releases = new ReleaseStore(parts.directory);
    this.#limits = parts.limits ?? ARTIFACT_LIMITS;
  }

  async findHead(signal: AbortSignal): Promise<string> {
    const { reference } = this.#parts.source();
    if (reference.digest !== undefined) return reference.digest;
    const registry = this.#parts.registry();
    return within(this.#limits.askMs, signal, async (limited) => {
      const digest = await registry.headManifest(reference, limited);
      return digest ?? (await registry.getManifest(reference, limited)).digest;
    });
  }

  /** Artifacts have neither signatures that are checked here nor a history. */
  async examine(head: string, { trust, running }: ExamineRequest): Promise<Examined> {
    if (trust === null) return { commit: head, signer: null, relation: running === null ? 'first' : 'unknown' };
    throw artifactNotVerified(head);
  }

  async examineKnown(revision: string, { trust }: Pick<ExamineRequest, 'trust'>): Promise<Examined> {
    if (trust === null) return { commit: parseRevision(revision), signer: null, relation: 'ahead' };
    throw artifactNotVerified(revision);
  }

  async fetchRelease(revision: string, signal: AbortSignal): Promise<Release> {
    const known = await this.findRelease(revision);
    if (known) return known;
    const reference = { ...this.#parts.source().reference, tag: undefined, digest: parseRevision(revision) };
    return within(this.#limits.fetchMs, signal, async (limited) => {
      const { bytes } = await this.#parts.registry().getManifest(reference, limited);
      const layer = parseArtifact(bytes);
      return this.#releases.add(revision, (directory) => this.#write({ reference, layer, directory }, limited));
    });
  }

  findRelease(revision: string): Promise<Release | undefined> {
    return this.#releases.find(revision);
  }

  keepOnly(revisions: readonly string[]): Promise<void> {
    return this.#releases.keepOnly(revisions);
  }

  #write({ reference, layer, directory }: Fetch, signal: AbortSignal) {
    const collect = async (aside: string) => {
      const archive = join(aside, 'archive');
      await this.#download(reference, layer, { archive, signal });
      return readArchive(archive, aside);
    };
    return writeRelease(directory, collect, signal);
  }

  async #download(reference: ImageReference, layer: Descriptor, { archive, signal }: Download): Promise<void> {
    const { archiveBytes } = this.#limits;
    if (layer.size > archiveBytes) {
      throw new AgentError('release-too-large', {
        message: `the archive of the artifact has ${layer.size} bytes, at most ${archiveBytes} are allowed`,
      });
    }
    const hash = createHash(layer.digest.startsWith('sha512:') ? 'sha512' : 'sha256');
    await using file = await open(archive, 'wx', 0o600);
    for await (const piece of this.#parts.registry().readBlob(reference, layer, signal)) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    const found = hash.digest('hex');
    if (layer.digest.endsWith(`:${found}`)) return;
    throw new AgentError('bad-artifact', {
      message: `the registry sent other bytes for ${layer.digest} of "${formatReference(reference)}" than that stands for`,
    });
  }
}

type Fetch = { readonly reference: ImageReference; readonly layer: Descriptor; readonly directory: string };
type Download = { readonly archive: string; readonly signal: AbortSignal };

async function within<T>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await work(AbortSignal.any([signal, timeout]));
  } catch (error) {
    if (signal.aborted) throw new AgentError('aborted', { message: 'the request to the registry was called off' });
    if (!timeout.aborted) throw error;
    throw new AgentError('source-timeout', { message: `the registry did not answer within ${timeoutMs / 1000} s` });
  }
}

function parseRevision(revision: string): ContentDigest {
  if (isDigest(revision) && revision.startsWith('sha256:')) return revision;
  throw new AgentError('bad-artifact', { message: `"${revision.slice(0, 100)}" is not a digest of sha256` });
}

/** Nothing is deployed as if it had been verified. */
export function artifactNotVerified(name: string): AgentError {
  return new AgentError('artifact-not-verified', {
    message: `artifact "${name}" is not deployed: "verify" asks for signed commits, and an artifact has none`,
    hint: 'follow the git repository, or leave "verify" out',
  });
}
