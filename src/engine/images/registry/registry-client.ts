// The pulling half of the OCI distribution specification: manifests and blobs from mirrors and registries.
import { ImageError } from '../../../core/errors.ts';
import { type ContentDigest, computeDigest, digestAlgorithm, isDigest } from '../../../oci/digest.ts';
import { type Descriptor, LARGEST_MANIFEST } from '../../../oci/manifest.ts';
import { MANIFEST_ACCEPT, OCI_INDEX } from '../../../oci/media-types.ts';
import { formatFamiliar, type ImageReference } from '../../../oci/reference.ts';
import { Authorizer } from './authorizer.ts';
import { readBlob } from './blob-reader.ts';
import type { CredentialSource } from './credential.ts';
import { fileCredentials } from './credential-files.ts';
import { type Endpoint, type EndpointOptions, Endpoints } from './endpoints.ts';
import { type HttpAnswer, readBody } from './http-exchange.ts';
import { RegistryFailure, unreachable } from './registry-failure.ts';
import { requestApi, type SessionOptions, type SessionRequest } from './registry-session.ts';
import { RETRY_POLICY, type RetryPolicy, withRetries } from './retry.ts';

export type RegistryOptions = Partial<EndpointOptions> & {
  readonly credentials?: CredentialSource;
  readonly retry?: RetryPolicy;
  readonly stallMs?: number;
  readonly userAgent?: string;
};

export type FetchedManifest = {
  readonly bytes: Buffer;
  readonly digest: ContentDigest;
  readonly contentType: string | undefined;
};

/** An answer of the API that is a list; `link` is the header that tells where it goes on. */
export type FetchedListing = { readonly bytes: Buffer; readonly link: string | undefined };

const STALL_MS = 30_000;
const LISTING_ACCEPT = `${OCI_INDEX}, application/json`;
/** Failures at a mirror after which the next place is asked. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'image-not-found',
  'blob-not-found',
  'registry-unreachable',
  'registry-error',
  'too-many-requests',
  'unauthorized',
]);

export class RegistryClient implements Disposable {
  readonly #endpoints: Endpoints;
  readonly #authorizer: Authorizer;
  readonly #retry: RetryPolicy;
  readonly #stallMs: number;
  readonly #userAgent: string;
  readonly #plainHosts = new Set<string>();

  constructor(options: RegistryOptions) {
    const environment = options.environment ?? {};
    this.#retry = options.retry ?? RETRY_POLICY;
    this.#stallMs = options.stallMs ?? STALL_MS;
    this.#userAgent = options.userAgent ?? 'dockr';
    this.#endpoints = new Endpoints({
      insecureRegistries: options.insecureRegistries ?? [],
      mirrors: options.mirrors ?? {},
      certificateDirectory: options.certificateDirectory ?? '/etc/docker/certs.d',
      environment,
    });
    this.#authorizer = new Authorizer({
      credentials: options.credentials ?? fileCredentials(environment),
      stallMs: this.#stallMs,
      userAgent: this.#userAgent,
    });
  }

  /** What the reference stands for now, if the registry says so without sending it (Docker Hub does not count these requests). */
  async headManifest(reference: ImageReference, signal?: AbortSignal): Promise<ContentDigest | undefined> {
    const answer = await this.#request(reference, manifestRequest('HEAD', reference), signal);
    answer.message.destroy();
    const digest = answer.message.headers['docker-content-digest'];
    return typeof digest === 'string' && isDigest(digest) ? digest : undefined;
  }

  /** The manifest or index; its bytes are those of the digest that was asked for, or that the registry announced. */
  async getManifest(reference: ImageReference, signal?: AbortSignal): Promise<FetchedManifest> {
    const { bytes, answer } = await this.#fetch(reference, {
      request: manifestRequest('GET', reference),
      maximumBytes: LARGEST_MANIFEST,
      tooLarge: 'bad-manifest',
      signal,
    });
    const announced = answer.message.headers['docker-content-digest'];
    const wanted = reference.digest ?? (typeof announced === 'string' && isDigest(announced) ? announced : undefined);
    const digest = computeDigest(wanted ? digestAlgorithm(wanted) : 'sha256', bytes);
    if (wanted !== undefined && digest !== wanted)
      throw mismatch(reference, { what: 'manifest', wanted, found: digest });
    return { bytes, digest, contentType: answer.message.headers['content-type'] };
  }

  /** Tags, referrers: whatever stands behind the repository at `path`. ImageError `registry-answer-too-large`. */
  async getListing(
    reference: ImageReference,
    path: string,
    options: { readonly maximumBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<FetchedListing> {
    const { bytes, answer } = await this.#fetch(reference, {
      request: { method: 'GET', what: 'manifest', path, headers: { accept: LISTING_ACCEPT } },
      maximumBytes: options.maximumBytes,
      tooLarge: 'registry-answer-too-large',
      signal: options.signal,
    });
    const { link } = answer.message.headers;
    return { bytes, link: typeof link === 'string' ? link : undefined };
  }

  /** A small blob, checked. */
  async getBlob(
    reference: ImageReference,
    descriptor: Descriptor,
    options: { readonly maximumBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Buffer> {
    const { size, digest } = descriptor;
    if (size > options.maximumBytes)
      throw new ImageError('bad-manifest', {
        message: `the image "${formatFamiliar(reference)}" has a config of ${size} bytes, more than the ${options.maximumBytes} allowed`,
      });
    const pieces: Buffer[] = [];
    for await (const piece of this.readBlob(reference, descriptor, options.signal)) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    const found = computeDigest(digestAlgorithm(digest), bytes);
    if (found !== digest) throw mismatch(reference, { what: 'config', wanted: digest, found });
    return bytes;
  }

  /** A blob as it comes. Its size is checked here; its digest is for whoever reads to the end. */
  async *readBlob(reference: ImageReference, descriptor: Descriptor, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const endpoints = this.#endpoints.of(reference.domain);
    let hasBegun = false;
    for (const endpoint of endpoints) {
      try {
        for await (const piece of this.#readBlobAt(endpoint, reference, { descriptor, signal })) {
          hasBegun = true;
          yield piece;
        }
        return;
      } catch (error) {
        if (hasBegun || !isPassedOn(error, endpoint)) throw error;
      }
    }
  }

  [Symbol.dispose](): void {
    this.#endpoints[Symbol.dispose]();
  }

  #readBlobAt(
    endpoint: Endpoint,
    reference: ImageReference,
    blob: { readonly descriptor: Descriptor; readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<Buffer> {
    const { descriptor, signal } = blob;
    const session = this.#session(endpoint, reference, signal);
    const send = (headers: Readonly<Record<string, string>>): Promise<HttpAnswer> =>
      requestApi(session, { method: 'GET', what: 'blob', path: `blobs/${descriptor.digest}`, headers });
    return readBlob({
      descriptor,
      doing: session.doing,
      host: endpoint.host,
      policy: this.#policyFor(endpoint),
      send,
      signal,
    });
  }

  async #request(
    reference: ImageReference,
    request: SessionRequest,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    return this.#atFirst(reference, signal, (session) => requestApi(session, request));
  }

  async #fetch(
    reference: ImageReference,
    options: {
      readonly request: SessionRequest;
      readonly maximumBytes: number;
      readonly tooLarge: 'bad-manifest' | 'registry-answer-too-large';
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<{ readonly bytes: Buffer; readonly answer: HttpAnswer }> {
    return this.#atFirst(reference, options.signal, async (session) => {
      const answer = await requestApi(session, options.request);
      const bytes = await readBody(answer, options.maximumBytes).catch((error: unknown) => {
        options.signal?.throwIfAborted();
        throw unreachable(session.doing, session.endpoint.host, error);
      });
      if (bytes) return { bytes, answer };
      const what = options.tooLarge === 'bad-manifest' ? 'the manifest' : 'the answer';
      throw new ImageError(options.tooLarge, {
        message: `cannot ${session.doing}: ${what} has more than ${options.maximumBytes} bytes`,
      });
    });
  }

  /** Runs `work` at the first endpoint that can serve it, each with its own retries. */
  async #atFirst<T>(
    reference: ImageReference,
    signal: AbortSignal | undefined,
    work: (session: SessionOptions) => Promise<T>,
  ): Promise<T> {
    const endpoints = this.#endpoints.of(reference.domain);
    for (const endpoint of endpoints) {
      const session = this.#session(endpoint, reference, signal);
      try {
        return await withRetries(() => work(session), { policy: this.#policyFor(endpoint), signal });
      } catch (error) {
        if (!isPassedOn(error, endpoint)) throw error;
      }
    }
    throw new Error(`no endpoint for ${reference.domain}`);
  }

  /** There is another place to ask, so a mirror gets fewer chances. */
  #policyFor(endpoint: Endpoint): RetryPolicy {
    return endpoint.isMirror ? { ...this.#retry, attempts: Math.min(2, this.#retry.attempts) } : this.#retry;
  }

  #session(endpoint: Endpoint, reference: ImageReference, signal: AbortSignal | undefined): SessionOptions {
    return {
      endpoint,
      registry: reference.domain,
      repository: reference.path,
      doing: `pull "${formatFamiliar(reference)}"`,
      authorizer: this.#authorizer,
      plainHosts: this.#plainHosts,
      stallMs: this.#stallMs,
      userAgent: this.#userAgent,
      signal,
    };
  }
}

function manifestRequest(method: 'GET' | 'HEAD', reference: ImageReference): SessionRequest {
  return {
    method,
    what: 'manifest',
    path: `manifests/${reference.digest ?? reference.tag ?? 'latest'}`,
    headers: { accept: MANIFEST_ACCEPT },
  };
}

function isPassedOn(error: unknown, endpoint: Endpoint): boolean {
  return endpoint.isMirror && error instanceof RegistryFailure && PASSED_ON.has(error.code);
}

function mismatch(
  reference: ImageReference,
  found: { readonly what: string; readonly wanted: string; readonly found: string },
): RegistryFailure {
  return new RegistryFailure('digest-mismatch', {
    message: `cannot pull "${formatFamiliar(reference)}": "${reference.domain}" sent a ${found.what} with the digest ${found.found} instead of ${found.wanted}`,
    hint: 'the registry or something on the way to it changes content: pull again, or from another mirror',
  });
}
