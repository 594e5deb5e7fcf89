// A registry with signed images, the keys of a host, and what judges the one by the other.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageRegistry } from '../../../src/agent/images/image-registry.ts';
import { ImageTrust, type TrustContext } from '../../../src/agent/images/image-trust.ts';
import { policyFor } from '../../../src/agent/policy/policy.ts';
import type { ImageSignatureRule } from '../../../src/agent/policy/rules.ts';
import { RegistryClient } from '../../../src/engine/images/registry/registry-client.ts';
import type { ImageReference } from '../../../src/oci/reference.ts';
import { loadStack } from '../../../src/stack/load-stack.ts';
import type { Stack } from '../../../src/stack/model.ts';
import { FOREIGN_LIMITS } from '../../../src/stack/parse-yaml.ts';
import { Database } from '../../../src/store/database.ts';
import { ImagePinTable } from '../../../src/store/image-pins.ts';
import { ImageUpdateTable } from '../../../src/store/image-updates.ts';
import { type Fixtures, findScenario, pushScenario, readFixtures } from '../../fixtures/cosign/fixtures.ts';
import { IDENTITY } from '../../fixtures/cosign/images.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { digestOf } from '../../support/image-layout.ts';
import { pushBytes, putManifest } from '../../support/push-image.ts';
import { type Registry, startRegistry } from '../../support/registry.ts';

export const SIMPLE = 'application/vnd.dev.cosign.simplesigning.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const DOMAIN = 'registry.example.com';

export class TrustRig implements AsyncDisposable {
  readonly directory: string;
  readonly registry: Registry;
  readonly client: RegistryClient;
  /** The registry under the name that the fixtures were signed for. */
  readonly asked: ImageRegistry;
  readonly table: ImagePinTable;
  readonly updates: ImageUpdateTable;
  readonly clock = new FakeClock();
  readonly warnings: string[] = [];
  readonly fixtures: Fixtures = readFixtures();
  readonly trust: ImageTrust;
  readonly #database: Database;

  private constructor(directory: string, registry: Registry) {
    this.directory = directory;
    this.registry = registry;
    const retry = { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 };
    this.client = new RegistryClient({ environment: {}, retry });
    this.asked = registeredAs(this.client, registry.address);
    this.#database = new Database(join(directory, 'dockr.db'));
    this.table = new ImagePinTable(this.#database);
    this.updates = new ImageUpdateTable(this.#database);
    this.trust = new ImageTrust({
      registry: this.asked,
      local: { find: () => undefined },
      table: this.table,
      clock: this.clock,
    });
  }

  static async start(): Promise<TrustRig> {
    const directory = mkdtempSync(join(tmpdir(), 'dockr-trust-'));
    return new TrustRig(directory, await startRegistry(join(directory, 'registry')));
  }

  /** Puts what cosign made in a scenario beside the image of `registry.example.com/<repository>`. */
  push(scenario: string, repository = 'team/app'): Promise<string> {
    return pushScenario({ registryUrl: this.registry.url, repository }, findScenario(scenario));
  }

  /** The path of a public key of the fixtures, or of a text. */
  key(name: string, text = this.fixtures.keys[name] ?? ''): string {
    const path = join(this.directory, `${name}.pub`);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  rule(more: Partial<ImageSignatureRule> = {}): ImageSignatureRule {
    return { match: `${DOMAIN}/team/*`, keys: [this.key('team')], ...more };
  }

  context(rules: readonly ImageSignatureRule[], more: Partial<TrustContext> = {}): TrustContext {
    const policy = policyFor(
      {
        file: 'policy.yaml',
        sections: [
          {
            match: null,
            rules: { imageSignatures: rules },
            placeOf: () => {
              throw new Error('no place');
            },
          },
        ],
      },
      { name: 'shop', url: 'https://git.example.org/shop.git' },
    );
    const warn = (code: string): void => void this.warnings.push(code);
    return {
      deployment: 'shop',
      commit: 'a'.repeat(40),
      policies: [policy],
      mode: 'keep',
      warn,
      signal: AbortSignal.timeout(20_000),
      ...more,
    };
  }

  /** The pins of a stack with one service of this image. */
  async resolve(image: string, context: TrustContext) {
    return this.trust.resolve(await stackOf(image), context);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client[Symbol.dispose]();
    this.#database[Symbol.dispose]();
    await this.registry[Symbol.asyncDispose]();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** `registry.example.com` is the registry at this address. */
function registeredAs(client: RegistryClient, address: string): ImageRegistry {
  const there = (reference: ImageReference): ImageReference =>
    reference.domain === DOMAIN ? { ...reference, domain: address } : reference;
  return {
    getManifest: (reference, signal) => client.getManifest(there(reference), signal),
    getBlob: (reference, descriptor, options) => client.getBlob(there(reference), descriptor, options),
    getListing: (reference, path, options) => client.getListing(there(reference), path, options),
  };
}

/** A stack whose services run these images: `web`, `web1`, … */
export async function stackOf(...images: readonly string[]): Promise<Stack> {
  const services = images.map((image, index) => [`web${index || ''}`, { image }]);
  const text = JSON.stringify({ services: Object.fromEntries(services) });
  return (await loadText(text)).stack;
}

export function loadText(text: string) {
  return loadStack({
    readFile: async () => Buffer.from(text),
    readStdin: async () => Buffer.from(''),
    fileExists: async () => false,
    files: ['/none/stack.yml'],
    projectName: 'shop',
    environment: {},
    cwd: '/none',
    limits: FOREIGN_LIMITS,
  });
}

/** A key of the tests' own. */
export type TestKey = { readonly privateKey: KeyObject; readonly publicPem: string };

export function createKey(kind: 'ec' | 'rsa' | 'ed25519' = 'ec', options: object = {}): TestKey {
  const encodings = {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  } as const;
  const pair =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256', ...encodings, ...options })
      : kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048, ...encodings, ...options })
        : generateKeyPairSync('ed25519', encodings);
  return {
    privateKey: createPrivateKey(pair.privateKey),
    publicPem: createPublicKey(pair.publicKey).export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export type Signed = { readonly payload: Buffer; readonly signature: string };

/** Signs as cosign does, with any part of the document replaced. */
export function signSimple(
  { privateKey }: TestKey,
  digest: string,
  { identity = IDENTITY, type = 'cosign container image signature', optional = null as object | null } = {},
): Signed {
  const critical = { identity: { 'docker-reference': identity }, image: { 'docker-manifest-digest': digest }, type };
  const payload = Buffer.from(JSON.stringify({ critical, optional }));
  const algorithm = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  return { payload, signature: sign(algorithm, payload, privateKey).toString('base64') };
}

export type Place = { readonly registryUrl: string; readonly repository: string };

/** Puts signatures where cosign would, for this digest. */
export async function pushSigned(place: Place, digest: string, signatures: readonly Signed[]): Promise<void> {
  const target = { ...place, tag: '' };
  const config = Buffer.from('{"architecture":"","os":"","rootfs":{"type":"layers","diff_ids":[]},"config":{}}');
  await pushBytes(target, digestOf(config), config);
  for (const { payload } of signatures) await pushBytes(target, digestOf(payload), payload);
  const layers = signatures.map(({ payload, signature }) => ({
    mediaType: SIMPLE,
    digest: digestOf(payload),
    size: payload.length,
    annotations: { 'dev.cosignproject.cosign/signature': signature },
  }));
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length },
    layers,
  };
  const reference = `${digest.replace(':', '-')}.sig`;
  await putManifest(target, { reference, mediaType: MANIFEST, body: Buffer.from(JSON.stringify(manifest)) });
}
