// Pins: each image of a commit is resolved once, verified, and stays what it was then, whatever becomes of its tag.
import type { Clock } from '../../core/clock.ts';
import { DockrError, ImageError } from '../../core/errors.ts';
import { Semaphore } from '../../core/mutex.ts';
import { type ContentDigest, parseDigest } from '../../oci/digest.ts';
import { formatFamiliar, formatReference, formatRepository, type ImageReference } from '../../oci/reference.ts';
import type { Service, Stack } from '../../stack/model.ts';
import type { ImagePin, ImagePinTable, PinVerification } from '../../store/image-pins.ts';
import type { Policy } from '../policy/policy.ts';
import type { ImageSignatureRule } from '../policy/rules.ts';
import { verifyImage } from '../trust/cosign.ts';
import { type LoadedRule, loadRule, rulesFor } from '../trust/image-rules.ts';
import type { ImageRegistry, LocalImages } from './image-registry.ts';
import { resolveReference } from './resolve-image.ts';
import { findImages, fullName, type ImageUse, mapImages } from './stack-images.ts';

export type ImageTrustParts = {
  readonly registry: ImageRegistry;
  readonly local: LocalImages;
  readonly table: ImagePinTable;
  readonly clock: Clock;
};

export type TrustContext = {
  readonly deployment: string;
  readonly commit: string;
  /** Every one of them has to be satisfied. */
  readonly policies: readonly Policy[];
  /** `renew`: somebody asked for what names stand for now. `keep`: what was pinned stays. */
  readonly mode: 'keep' | 'renew';
  readonly warn: (code: string, message: string) => void;
  readonly signal: AbortSignal;
};

const AT_ONCE = 4;
const KEPT_COMMITS = 20;
const OUT_OF_REACH: ReadonlySet<string> = new Set(['registry-unreachable', 'too-many-requests']);

export class ImageTrust {
  readonly #parts: ImageTrustParts;

  constructor(parts: ImageTrustParts) {
    this.#parts = parts;
  }

  /**
   * The pins of a stack's images, recorded with the commit; one that only this machine knows has none. Throws what
   * registries and `verifyImage` throw: then nothing is recorded.
   */
  async resolve(stack: Stack, context: TrustContext): Promise<readonly ImagePin[]> {
    const { table, clock } = this.#parts;
    const { deployment, commit } = context;
    const before = table.find(deployment, commit)?.pins ?? [];
    const known = new Map(before.map((pin) => [pin.reference, pin]));
    const slots = new Semaphore(AT_ONCE);
    const rulesOf = ruleLoader(context.policies);
    const uses = distinct(findImages(stack));
    const resolved = await Promise.all(
      uses.map((use) =>
        slots.run(() => this.#pin(use, known.get(formatReference(use.reference)), { context, rulesOf })),
      ),
    );
    const pins = resolved.filter((pin) => pin !== undefined);
    const isNew = pins.some((pin) => known.get(pin.reference) !== pin);
    if (isNew) table.put(deployment, { commit, pins: merge(before, pins), at: clock.now() }, KEPT_COMMITS);
    return pins;
  }

  /** Whether an image that nobody pinned yet would be taken. Throws as `resolve` does. */
  async check(reference: ImageReference, context: Pick<TrustContext, 'policies' | 'signal'>): Promise<void> {
    const digest = reference.digest ?? (await resolveReference(reference, { ...this.#parts, ...context })).digest;
    for (const rule of await ruleLoader(context.policies)(reference))
      await this.#verify(reference, digest, rule, context);
  }

  /** What runs for a commit, for people. */
  pinsOf(deployment: string, commit: string): readonly ImagePin[] {
    return this.#parts.table.find(deployment, commit)?.pins ?? [];
  }

  forget(deployment: string): void {
    this.#parts.table.deleteAll(deployment);
  }

  async #pin(
    use: ImageUse,
    known: ImagePin | undefined,
    { context, rulesOf }: { readonly context: TrustContext; readonly rulesOf: RuleLoader },
  ): Promise<ImagePin | undefined> {
    const rules = await rulesOf(use.reference);
    const found = known && context.mode === 'keep' ? known : await this.#find(use, { known, rules, context });
    if (!found) return undefined;
    if (found === known && rules.every((rule) => isVerified(found, rule))) return found;
    const digest = parseDigest(found.digest);
    const verified: PinVerification[] = [];
    for (const rule of rules) {
      const key = await this.#verify(use.reference, digest, rule, context);
      verified.push({ match: rule.match, key, rule: rule.digest });
    }
    // Resolved anew to the same: nothing to write down.
    if (known && known.digest === found.digest && isSame(known.verified, verified)) return known;
    return { ...found, verified };
  }

  /** What the name stands for now; the next best where the registry cannot be asked and nothing must be verified. */
  async #find(use: ImageUse, { known, rules, context }: Finding): Promise<ImagePin | undefined> {
    const { reference } = use;
    const local = this.#parts.local.find(formatReference(reference));
    if (reference.digest !== undefined) return this.#toPin(reference, reference.digest, null);
    if (rules.length === 0 && (!use.mayPull || local?.digest === null)) return this.#localPin(reference, local?.digest);
    try {
      const { digest, manifest } = await resolveReference(reference, { ...this.#parts, ...context });
      return this.#toPin(reference, digest, manifest);
    } catch (error) {
      const isOut = error instanceof DockrError && OUT_OF_REACH.has(error.code);
      if (known && isOut) {
        context.warn('image-not-renewed', `"${formatFamiliar(reference)}" stays what it was: ${error.message}`);
        return known;
      }
      if (rules.length > 0 || !local || !(error instanceof ImageError)) throw error;
      context.warn('image-not-renewed', `"${formatFamiliar(reference)}" is taken as it is here: ${error.message}`);
      return this.#localPin(reference, local.digest);
    }
  }

  #localPin(reference: ImageReference, digest: string | null | undefined): ImagePin | undefined {
    return digest ? this.#toPin(reference, parseDigest(digest), null) : undefined;
  }

  #toPin(reference: ImageReference, digest: ContentDigest, manifest: ContentDigest | null): ImagePin {
    return { reference: formatReference(reference), digest, manifest, verified: [], at: this.#parts.clock.now() };
  }

  async #verify(
    reference: ImageReference,
    digest: ContentDigest,
    rule: LoadedRule,
    { signal }: Pick<TrustContext, 'signal'>,
  ): Promise<string> {
    const { registry } = this.#parts;
    const { fingerprint } = await verifyImage({ reference, digest }, rule, { registry, signal });
    return fingerprint;
  }
}

type Finding = {
  readonly known: ImagePin | undefined;
  readonly rules: readonly LoadedRule[];
  readonly context: TrustContext;
};

/** The stack with every image named by the digest that it was pinned to. */
export function withPins(stack: Stack, pins: readonly ImagePin[]): Stack {
  const digests = new Map(pins.map((pin) => [pin.reference, pin.digest]));
  const pinned = mapImages(stack, (text) => {
    const digest = digests.get(fullName(text));
    if (digest === undefined || text.includes('@')) return text;
    return `${text}@${digest}`;
  });
  // A digest never stands for anything else: there is nothing to look for again.
  const services = Object.entries(pinned.services).map(([name, service]) => [name, withoutRenewal(service)]);
  return { ...pinned, services: Object.fromEntries(services) };
}

function withoutRenewal(service: Service): Service {
  const isPinned = service.image?.includes('@') && service.pullPolicy === 'always';
  return isPinned ? { ...service, pullPolicy: 'missing' } : service;
}

type RuleLoader = (reference: ImageReference) => Promise<readonly LoadedRule[]>;

/** The rules of an image; the keys of each are read once, however many images fall under it. */
function ruleLoader(policies: readonly Policy[]): RuleLoader {
  const rules = policies.flatMap((policy) => policy.rules.imageSignatures);
  const loaded = new Map<ImageSignatureRule, Promise<LoadedRule>>();
  const load = (rule: ImageSignatureRule): Promise<LoadedRule> => {
    const known = loaded.get(rule) ?? loadRule(rule);
    loaded.set(rule, known);
    return known;
  };
  return (reference) => Promise.all(rulesFor(rules, formatRepository(reference)).map(load));
}

function isVerified({ verified }: ImagePin, rule: LoadedRule): boolean {
  return verified.some((one) => one.rule === rule.digest);
}

function isSame(before: readonly PinVerification[], now: readonly PinVerification[]): boolean {
  return before.length === now.length && now.every(({ rule }) => before.some((one) => one.rule === rule));
}

/** One use for each name; it may be pulled if one of them says so. */
function distinct(uses: readonly ImageUse[]): readonly ImageUse[] {
  const byName = new Map<string, ImageUse>();
  for (const use of uses) {
    const name = formatReference(use.reference);
    byName.set(name, { ...use, mayPull: use.mayPull || (byName.get(name)?.mayPull ?? false) });
  }
  return [...byName.values()];
}

/** Those of names that an update stands in for are kept: it may be taken back. */
function merge(before: readonly ImagePin[], pins: readonly ImagePin[]): readonly ImagePin[] {
  const now = new Set(pins.map(({ reference }) => reference));
  const kept = before.filter(({ reference }) => !now.has(reference) && !reference.includes('@'));
  return [...pins, ...kept].toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
}
