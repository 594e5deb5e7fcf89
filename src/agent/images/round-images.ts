// What a round does about images: it pins them, lets good updates stand in for what the repository names, and tries newer ones.
import type { Clock } from '../../core/clock.ts';
import { toWireError } from '../../core/errors.ts';
import type { DockrEvent } from '../../core/events.ts';
import { formatFamiliar, formatReference, parseImageReference } from '../../oci/reference.ts';
import type { Stack } from '../../stack/model.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { ImagePin } from '../../store/image-pins.ts';
import type { ImageUpdate, ImageUpdateTable } from '../../store/image-updates.ts';
import type { Policy } from '../policy/policy.ts';
import type { Release } from '../source.ts';
import type { ImagePolicy } from './image-policy.ts';
import { type ImageTrust, withPins } from './image-trust.ts';
import type { ImageUpdater, NewerImage } from './image-updater.ts';
import { fullName, mapImages } from './stack-images.ts';

export type ImageRound = {
  readonly deployment: DeploymentRecord;
  readonly release: Release;
  readonly policies: readonly Policy[];
  /** Somebody asked for it: names are resolved anew. */
  readonly asked: boolean;
  readonly emit: (event: DockrEvent) => void;
  readonly signal: AbortSignal;
};

/** What runs for a commit, and the newer images that stand in for what it names, or are known to be bad. */
export type ImagesView = { readonly pins: readonly ImagePin[]; readonly updates: readonly ImageUpdate[] };

/** How the deployment of newer images ended; `unclear`: it says nothing about them. */
export type TrialEnd = { readonly kind: 'good' | 'unclear' } | { readonly kind: 'bad'; readonly reason: string };

export type ImageTrial = { readonly stack: Stack; readonly settle: (end: TrialEnd) => void };

/** Writes newer images to the repository, and gives the commit; null where it has them already. */
export type WriteImages = (
  newer: readonly NewerImage[],
  round: ImageRound & { readonly stack: Stack },
) => Promise<string | null>;

export type RoundImagesParts = {
  readonly trust: ImageTrust;
  readonly updater: ImageUpdater;
  readonly updates: ImageUpdateTable;
  readonly write: WriteImages;
  readonly clock: Clock;
};

/** A deployment of newer images that the end of the daemon cut short this often is given up. */
const MOST_ATTEMPTS = 3;

export class RoundImages {
  readonly #parts: RoundImagesParts;

  constructor(parts: RoundImagesParts) {
    this.#parts = parts;
  }

  /** The stack with each image named by its digest, good updates among them. Throws what `ImageTrust.resolve` throws. */
  async pin(stack: Stack, round: ImageRound): Promise<Stack> {
    const active = this.#updatesOf(stack, round.deployment).filter(({ state }) => state === 'active');
    return this.#resolve(withUpdates(stack, active), round);
  }

  /** What newer images make of a stack that runs; null where there are none. What is to be committed is written meanwhile. */
  async findTrial(stack: Stack, round: ImageRound): Promise<ImageTrial | null> {
    const { deployment } = round;
    if (deployment.declaration.images.length === 0) return null;
    // Loaded when it is first needed: the daemon starts without it.
    const { parseImagePolicies } = await import('./image-policy.ts');
    const policies = parseImagePolicies(deployment.declaration.images);
    this.#dropOutdated(stack, deployment, policies);
    const left = this.#takeUp(stack, deployment);
    const found = left.length > 0 ? left : await this.#look(stack, round, policies);
    return found.length === 0 ? null : this.#begin(stack, found, round);
  }

  /** For people: what runs for a commit, and which newer images there are in place of what it names. */
  describe(deployment: string, commit: string | null): ImagesView {
    const pins = commit === null ? [] : this.#parts.trust.pinsOf(deployment, commit);
    return { pins, updates: this.#parts.updates.list(deployment) };
  }

  forget(deployment: string): void {
    this.#parts.trust.forget(deployment);
    this.#parts.updater.forget(deployment);
    this.#parts.updates.deleteAll(deployment);
  }

  async #resolve(stack: Stack, { deployment, release, policies, asked, emit, signal }: ImageRound): Promise<Stack> {
    const pins = await this.#parts.trust.resolve(stack, {
      deployment: deployment.name,
      commit: release.commit,
      policies,
      // Who went back to a commit wants it as it was.
      mode: asked && deployment.pinned === null ? 'renew' : 'keep',
      warn: warnTo(emit),
      signal,
    });
    return withPins(stack, pins);
  }

  /** Updates of images that the stack still names. */
  #updatesOf(stack: Stack, { name }: DeploymentRecord): readonly ImageUpdate[] {
    const names = imageNames(stack);
    return this.#parts.updates.list(name).filter(({ declared }) => names.has(declared));
  }

  /** What no commit names any more, and no policy speaks of, is forgotten; what is bad stays known while it is named. */
  #dropOutdated(stack: Stack, { name }: DeploymentRecord, policies: readonly ImagePolicy[]): void {
    const names = imageNames(stack);
    for (const update of this.#parts.updates.list(name))
      if (!names.has(update.declared) || policies.length === 0) this.#parts.updates.delete(name, update);
  }

  /** Those whose deployment a daemon before this one did not end. */
  #takeUp(stack: Stack, deployment: DeploymentRecord): readonly ImageUpdate[] {
    const trying = this.#updatesOf(stack, deployment).filter(({ state }) => state === 'trying');
    const givenUp = trying.filter(({ attempts }) => attempts >= MOST_ATTEMPTS);
    for (const update of givenUp)
      this.#put(deployment, { ...update, state: 'bad', reason: `its deployment did not end ${MOST_ATTEMPTS} times` });
    return trying.filter((update) => !givenUp.includes(update));
  }

  async #look(stack: Stack, round: ImageRound, policies: readonly ImagePolicy[]): Promise<readonly ImageUpdate[]> {
    const { trust, updater, updates, write } = this.#parts;
    const { deployment, release, asked, signal, emit } = round;
    const { name } = deployment;
    const warn = warnTo(emit);
    const known = { updates: updates.list(name), pins: trust.pinsOf(name, release.commit) };
    const newer = await updater.look({ deployment: name, stack, policies, ...known, asked, warn, signal });
    const taken: NewerImage[] = [];
    for (const one of newer) if (await this.#isTrusted(one, round)) taken.push(one);
    const toWrite = taken.filter(({ policy }) => policy.write.kind === 'commit');
    if (toWrite.length > 0) {
      await write(toWrite, { ...round, stack }).catch((error: unknown) => {
        signal.throwIfAborted();
        const { code, message } = toWireError(error);
        warn(code, `newer images were not written to the repository: ${message}`);
      });
    }
    const at = this.#parts.clock.now();
    return taken
      .filter(({ policy }) => policy.write.kind === 'pin')
      .map(({ declared, reference }) => ({
        declared,
        reference: formatReference(reference),
        state: 'trying',
        attempts: 0,
        reason: null,
        at,
      }));
  }

  /** One that is not signed may be by the next time. */
  async #isTrusted({ reference }: NewerImage, { policies, signal, emit }: ImageRound): Promise<boolean> {
    try {
      await this.#parts.trust.check(reference, { policies, signal });
      return true;
    } catch (error) {
      signal.throwIfAborted();
      const { code, message } = toWireError(error);
      warnTo(emit)(code, `a newer image is left alone: ${message}`);
      return false;
    }
  }

  async #begin(stack: Stack, found: readonly ImageUpdate[], round: ImageRound): Promise<ImageTrial> {
    const { deployment } = round;
    const active = this.#updatesOf(stack, deployment).filter(({ state }) => state === 'active');
    const trying = found.map((update) => ({ ...update, attempts: update.attempts + 1 }));
    const replaced = new Set(trying.map(({ declared }) => declared));
    const kept = active.filter(({ declared }) => !replaced.has(declared));
    const next = await this.#resolve(withUpdates(stack, [...kept, ...trying]), { ...round, asked: false });
    for (const update of trying) this.#put(deployment, update);
    const former = active.filter(({ declared }) => replaced.has(declared));
    return { stack: next, settle: (end) => this.#settle(deployment, { trying, former }, end) };
  }

  #settle(
    deployment: DeploymentRecord,
    { trying, former }: { readonly trying: readonly ImageUpdate[]; readonly former: readonly ImageUpdate[] },
    end: TrialEnd,
  ): void {
    const { updates, clock } = this.#parts;
    const at = clock.now();
    if (end.kind === 'good') for (const update of former) updates.delete(deployment.name, update);
    for (const update of trying) {
      if (end.kind === 'good') this.#put(deployment, { ...update, state: 'active', at });
      else if (end.kind === 'bad') this.#put(deployment, { ...update, state: 'bad', reason: end.reason, at });
      else updates.delete(deployment.name, update);
    }
  }

  #put({ name }: DeploymentRecord, update: ImageUpdate): void {
    this.#parts.updates.put(name, update);
  }
}

/** The stack with the newer images in place of those that it names. */
function withUpdates(stack: Stack, updates: readonly ImageUpdate[]): Stack {
  if (updates.length === 0) return stack;
  const byName = new Map(updates.map(({ declared, reference }) => [declared, reference]));
  return mapImages(stack, (text, { isMain }) => {
    const reference = isMain ? byName.get(fullName(text)) : undefined;
    return reference === undefined ? text : formatFamiliar(parseImageReference(reference));
  });
}

function imageNames(stack: Stack): ReadonlySet<string> {
  const names = new Set<string>();
  mapImages(stack, (text) => {
    names.add(fullName(text));
    return text;
  });
  return names;
}

function warnTo(emit: (event: DockrEvent) => void) {
  return (code: string, message: string): void => emit({ type: 'warning', code, message });
}
