// Looks for newer images where a deployment's policies say so.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import { toWireError } from '../../core/errors.ts';
import { formatReference, formatRepository, type ImageReference } from '../../oci/reference.ts';
import type { Stack } from '../../stack/model.ts';
import type { ImagePin } from '../../store/image-pins.ts';
import type { ImageUpdate } from '../../store/image-updates.ts';
import { matchesPattern } from '../policy/match-pattern.ts';
import { chooseTag, type TagChoice } from './choose-tag.ts';
import type { ImagePolicy } from './image-policy.ts';
import type { ImageRegistry } from './image-registry.ts';
import { listTags } from './list-tags.ts';
import { resolveReference } from './resolve-image.ts';
import { findImages } from './stack-images.ts';

export type UpdaterParts = { readonly registry: ImageRegistry; readonly clock: Clock };

export type LookRequest = {
  readonly deployment: string;
  /** As the repository has it. */
  readonly stack: Stack;
  readonly policies: readonly ImagePolicy[];
  /** What runs in place of what the repository names, and what is known to be bad. */
  readonly updates: readonly ImageUpdate[];
  readonly pins: readonly ImagePin[];
  /** Somebody asked: then it is due. */
  readonly asked: boolean;
  readonly warn: (code: string, message: string) => void;
  readonly signal: AbortSignal;
};

/** A newer image for one that services of the stack run. */
export type NewerImage = {
  /** In full, as the repository names it. */
  readonly declared: string;
  /** With its tag, if it has one, and its digest. */
  readonly reference: ImageReference;
  readonly services: readonly string[];
  readonly policy: ImagePolicy;
};

type Candidate = {
  readonly declared: string;
  /** With its tag. */
  readonly image: ImageReference;
  /** That the repository names beside the tag. */
  readonly digest: string | undefined;
  readonly services: readonly string[];
  readonly policy: ImagePolicy;
};

const TAGS_AT_ONCE = 200;

export class ImageUpdater {
  readonly #parts: UpdaterParts;
  /** Deployment and declared name → when it is looked for again. */
  readonly #due = new Map<string, number>();

  constructor(parts: UpdaterParts) {
    this.#parts = parts;
  }

  /** Those that are due and have something newer that is not known to be bad. A registry that fails is told, and asked later. */
  async look(request: LookRequest): Promise<readonly NewerImage[]> {
    const found: NewerImage[] = [];
    for (const candidate of candidatesOf(request)) {
      if (!this.#isDue(request, candidate)) continue;
      try {
        const newer = await this.#findNewer(candidate, request);
        if (newer) found.push(newer);
      } catch (error) {
        request.signal.throwIfAborted();
        const { code, message } = toWireError(error);
        request.warn(code, `cannot look for newer images of "${formatRepository(candidate.image)}": ${message}`);
      }
    }
    return found;
  }

  forget(deployment: string): void {
    for (const key of this.#due.keys()) if (key.startsWith(`${deployment} `)) this.#due.delete(key);
  }

  #isDue({ deployment, asked }: LookRequest, { declared, policy }: Candidate): boolean {
    const key = `${deployment} ${declared}`;
    const now = this.#parts.clock.now();
    if (!asked && (this.#due.get(key) ?? 0) > now) return false;
    this.#due.set(key, now + policy.intervalMs);
    return true;
  }

  async #findNewer(candidate: Candidate, request: LookRequest): Promise<NewerImage | undefined> {
    const { declared, image, services, policy } = candidate;
    const { registry } = this.#parts;
    const { updates, pins, signal } = request;
    const active = updates.find((update) => update.declared === declared && update.state === 'active');
    const bad = updates.filter((update) => update.declared === declared && update.state === 'bad');
    const tag = await this.#newestTag(candidate, { running: active && tagOf(active.reference), signal });
    if (tag === undefined) return undefined;
    const { digest } = await resolveReference({ ...image, tag, digest: undefined }, { registry, signal });
    const pinned = candidate.digest ?? pins.find(({ reference }) => reference === declared)?.digest;
    const running = active ? digestIn(active.reference) : pinned;
    const isSameTag = tag === (active ? tagOf(active.reference) : image.tag);
    if (isSameTag && (running === undefined || running === digest)) return undefined;
    const reference = { ...image, tag, digest };
    if (bad.some((update) => update.reference === formatReference(reference))) return undefined;
    return { declared, reference, services, policy };
  }

  /** The tag to look at: the newest that fits, or the same one for a policy that only looks at digests. */
  async #newestTag(
    { image, policy }: Candidate,
    { running, signal }: { readonly running: string | undefined; readonly signal: AbortSignal },
  ): Promise<string | undefined> {
    const { choice } = policy;
    if (choice.kind === 'digest' || image.tag === undefined) return image.tag;
    const tags = await listTags(image, { registry: this.#parts.registry, signal });
    return chooseAmongMany(tags, choice, running ?? image.tag);
  }
}

/** In parts, so that a long list keeps nobody else waiting: the newest of all is the newest of some. */
async function chooseAmongMany(
  tags: readonly string[],
  choice: TagChoice,
  current: string,
): Promise<string | undefined> {
  const winners: string[] = [];
  for (let start = 0; start < tags.length; start += TAGS_AT_ONCE) {
    const winner = chooseTag(tags.slice(start, start + TAGS_AT_ONCE), choice, undefined);
    if (winner !== undefined) winners.push(winner);
    await setImmediate();
  }
  return chooseTag(winners, choice, current);
}

/** What services run, by the first policy that fits it; what is named by its digest alone has no tag to compare. */
function candidatesOf({ stack, policies }: LookRequest): readonly Candidate[] {
  const byName = new Map<string, Candidate>();
  for (const { reference, written, service, isMain } of findImages(stack)) {
    const policy = policies.find(({ match }) => matchesPattern(match, formatRepository(reference)));
    const tag = written.tag ?? reference.tag;
    if (!policy || !isMain || tag === undefined) continue;
    const declared = formatReference(reference);
    const services = [...(byName.get(declared)?.services ?? []), service];
    const image = { ...reference, tag, digest: undefined };
    byName.set(declared, { declared, image, digest: written.digest, services, policy });
  }
  return [...byName.values()];
}

function tagOf(reference: string): string | undefined {
  return /:([\w][\w.-]{0,127})(?:@|$)/.exec(reference.slice(reference.lastIndexOf('/') + 1))?.[1];
}

function digestIn(reference: string): string | undefined {
  return reference.split('@')[1];
}
