// A hostile registry with a hostile archive, in front of the source that takes artifacts.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactRegistry } from '../../../src/agent/sources/artifact-registry.ts';
import { ARTIFACT_LIMITS, OciArtifact } from '../../../src/agent/sources/oci-artifact.ts';
import { parseOciSource } from '../../../src/agent/sources/oci-source.ts';
import { readArchive } from '../../../src/agent/sources/read-archive.ts';
import { errorCode } from '../../../src/core/errors.ts';
import { RegistryClient } from '../../../src/engine/images/registry/registry-client.ts';
import type { ContentDigest } from '../../../src/oci/digest.ts';
import type { TarItem } from '../../engine/images/layers/tar-builder.ts';
import { FLUX_CONTENT } from '../../support/push-artifact.ts';

const NEVER = new AbortController().signal;

/** What an archive ends with. */
export const END = Buffer.alloc(1024);

export const link = (name: string, linkName: string): TarItem => ({ name, flag: '2', linkName });
export const file = (name: string, content = 'x'): TarItem => ({ name, content });
export const digestOf = (bytes: Uint8Array): ContentDigest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

type Layer = { readonly bytes: Buffer; readonly size?: number; readonly digest?: ContentDigest };

/** A registry that says and sends what it wants. */
export function registryWith({ bytes, size = bytes.length, digest = digestOf(bytes) }: Layer): ArtifactRegistry {
  const layers = [{ mediaType: FLUX_CONTENT, digest, size }];
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, layers }));
  return {
    headManifest: async () => digestOf(manifest),
    getManifest: async () => ({ bytes: manifest, digest: digestOf(manifest) }),
    async *readBlob() {
      yield bytes;
    },
  };
}

export class ArtifactBench implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'dockr-artifact-'));
  #made = 0;

  /** The code of the refusal; nothing is left of it. */
  async refusalOf(registry: ArtifactRegistry): Promise<string> {
    const directory = join(this.folder, `state-${this.#made++}`);
    mkdirSync(directory);
    const source = () => parseOciSource('registry.example.org/shop');
    const artifact = new OciArtifact({ registry: () => registry, source, directory });
    const release = await artifact
      .findHead(NEVER)
      .then(
        (head) => artifact.fetchRelease(head, NEVER),
        (error: unknown) => error,
      )
      .catch((error: unknown) => error);
    const left = existsSync(join(directory, 'releases')) ? readdirSync(join(directory, 'releases')) : [];
    assert.deepEqual(left, []);
    return errorCode(release) ?? `no refusal: ${String(release)}`;
  }

  /** Unpacks it with small limits: ten files, ten folders, one mebibyte. */
  async readWithin(name: string, archive: Buffer): Promise<void> {
    const aside = join(this.folder, name);
    mkdirSync(aside);
    writeFileSync(join(aside, 'archive'), archive);
    await readArchive(join(aside, 'archive'), aside, { files: 10, folders: 10, bytes: 1 << 20 });
  }

  /** The code of what the real client gives in front of a server that does as it likes. */
  async askServer(listener: RequestListener, timeouts: Partial<typeof ARTIFACT_LIMITS> = {}): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const retry = { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 };
    const client = new RegistryClient({ environment: {}, retry });
    const artifact = new OciArtifact({
      registry: () => client,
      source: () => parseOciSource(`127.0.0.1:${port}/shop:live`),
      directory: join(this.folder, `server-${this.#made++}`),
      limits: { ...ARTIFACT_LIMITS, ...timeouts },
    });
    try {
      await artifact.fetchRelease(await artifact.findHead(NEVER), NEVER);
      return 'nothing';
    } catch (error) {
      return errorCode(error) ?? String(error);
    } finally {
      client[Symbol.dispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
