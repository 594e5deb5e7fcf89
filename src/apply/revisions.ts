// The history of stacks: what was applied, with which images and inputs, and what came of it.
import { StackError } from '../core/errors.ts';
import { isSameValue } from '../core/is-same-value.ts';
import type { ContainerSpec } from '../core/specs.ts';
import type { DesiredInputs, DesiredState } from '../reconcile/desired.ts';
import { digestOfDesired } from '../reconcile/digest-desired.ts';
import type { PlanPolicy, Step } from '../reconcile/plan.ts';
import { planStack } from '../reconcile/plan-stack.ts';
import { USUAL_POLICY } from '../reconcile/usual-policy.ts';
import type { Stack } from '../stack/model.ts';
import type { RevisionOutcome, RevisionRecord } from '../store/revisions.ts';
import { bindInputs } from './bind-inputs.ts';
import type { EnginePort as Engine } from './engine-port.ts';
import { observeStack } from './observe.ts';
import { scaleInputs } from './scale-inputs.ts';
import { openStack, type SecretVault, sealedDigests, sealStack } from './seal-stack.ts';

const KEPT_REVISIONS = 10;
const MOST_KEPT = 1000;

export type Applying = {
  readonly stack: Stack;
  readonly desired: DesiredState;
  readonly inputs: DesiredInputs;
  /** Which services it is about, and what of them it leaves alone. */
  readonly scope: PlanPolicy;
  /** For people: `up`, `rollback to 3`. */
  readonly cause: string;
};

/** Writes down what is about to be applied. Returns its number; nothing is written when it is the current one. */
export function beginRevision(engine: Engine, { stack, desired, inputs, scope, cause }: Applying): number {
  const { name, directory, files } = stack;
  return engine.database.transaction(() => {
    const model = sealStack(stack, vaultOf(engine));
    const known = engine.revisions.last(name)?.inputs;
    const digests = {
      ...inputs.fileDigests,
      ...withPrefix('build:', inputs.buildInputs),
      ...bindInputs(stack, known),
      ...scaleInputs({ desired, scope, known: currentInputs(engine, name), countOf: countIn(engine, name) }),
    };
    const digest = digestOfDesired(desired);
    const given = { stack: name, model, directory, files, digest, inputs: digests, cause };
    const revision = engine.revisions.begin(given, Date.now());
    // The same desired state may be applied again after an edit of what is not a reason to change a container.
    engine.revisions.setInputs(name, revision, digests);
    engine.stacks.save({ name, revision, model, directory, files }, Date.now());
    return revision;
  });
}

export type RevisionResult = { readonly outcome: RevisionOutcome; readonly error: string | null };

type Ended = Applying &
  RevisionResult & {
    /** Nothing had to be done. */
    readonly wasThere: boolean;
  };

/** Writes down what came of it, and forgets what is too old. */
export function endRevision(engine: Engine, revision: number, applied: Ended): void {
  const { stack, desired } = applied;
  engine.database.transaction(() => {
    const images = imagesInUse(engine, desired);
    const known = engine.revisions.find(stack.name, revision);
    const isKnown = known?.outcome === 'applied' && isSameValue(known.images, images);
    if (isKnown && applied.wasThere && applied.outcome === 'applied' && applied.error === known.error) return;
    // What ran well once counts as that, whatever a part of it comes to later.
    const { outcome, error } = isKnown ? applied : whatItCameTo(engine, known, applied);
    const number = engine.revisions.end(stack.name, revision, { outcome, images, error }, Date.now());
    if (number === revision && outcome !== 'applied' && outcome !== 'applied-in-part') return;
    const model = engine.revisions.find(stack.name, number)?.model ?? sealStack(stack, vaultOf(engine));
    engine.stacks.save({ ...stack, revision: number, model }, Date.now());
    forgetOld(engine, stack, number);
  });
}

/** A revision that failed is not one to go back to only because a part of it could be carried out. */
function whatItCameTo(
  engine: Engine,
  found: RevisionRecord | undefined,
  applied: Applying & RevisionResult,
): RevisionResult {
  const { scope, outcome } = applied;
  if (outcome !== 'applied' || !mayBePart(scope)) return applied;
  const isBad = found?.outcome === 'failed' || found?.outcome === 'rolled-back';
  if (isBad && !isCutShort(found)) return found;
  if (isWhole(engine, applied)) return applied;
  return isBad ? found : { outcome: 'applied-in-part', error: null };
}

/** Nothing of it was found to be bad: the daemon died, or somebody interrupted it. */
function isCutShort({ outcome, error }: RevisionRecord): boolean {
  return outcome === 'failed' && error === 'interrupted';
}

/** Whether some of what differs may be left as it is. */
function mayBePart({ services, recreate, noStart, keepEnded }: PlanPolicy): boolean {
  return services.length > 0 || recreate === 'never' || noStart || keepEnded === true;
}

/** Whether everything is as it should be by now, whatever was asked for. */
function isWhole(engine: Engine, { stack, desired, scope }: Applying): boolean {
  const policy = { ...USUAL_POLICY, keepEnded: true };
  const { steps } = planStack(desired, observeStack(engine, stack.name, desired), policy, Date.now());
  return !scope.noStart && steps.every((step) => mayBeUnneeded(step, engine));
}

/** What only looks whether an image is another one by now. */
function mayBeUnneeded(step: Step, engine: Engine): boolean {
  if (step.kind === 'wait-service' || step.kind === 'pause') return true;
  if (step.kind === 'pull-image') return engine.images.find(step.reference) !== undefined;
  const isConditional = step.when !== undefined || ('unlessImageId' in step && step.unlessImageId !== null);
  return isConditional && !step.because.some(({ kind }) => kind === 'changed');
}

function currentInputs(engine: Engine, stack: string): RevisionRecord['inputs'] | undefined {
  const current = engine.stacks.find(stack)?.revision;
  return current === undefined ? undefined : engine.revisions.find(stack, current)?.inputs;
}

function countIn(engine: Engine, stack: string): (service: string) => number {
  const views = engine.containers.list(stack).filter(({ record }) => !record.name.includes('#'));
  return (service) => views.filter(({ record }) => record.spec.service === service).length;
}

/** The last revision that was applied well, but for one. */
export function lastGoodRevision(engine: Engine, stack: string, except: number | null): RevisionRecord | undefined {
  return engine.revisions.list(stack).findLast(({ outcome, revision }) => outcome === 'applied' && revision !== except);
}

/** The stack as it was applied then. Throws `revision-not-found`. */
export function openRevision(
  engine: Engine,
  stack: string,
  revision: number,
): { record: RevisionRecord; stack: Stack } {
  const record = engine.revisions.find(stack, revision);
  if (!record) {
    const kept = engine.revisions.list(stack).map((one) => one.revision);
    throw new StackError('revision-not-found', {
      message:
        kept.length === 0
          ? `stack "${stack}" has no history`
          : `stack "${stack}" has no revision ${revision}: kept are ${kept.join(', ')}`,
    });
  }
  return { record, stack: openStack(record.model, vaultOf(engine)) };
}

/** Where the values of secrets are kept. */
export function vaultOf(engine: Engine): SecretVault {
  return {
    digestOf: (bytes) => engine.keyedDigest(bytes),
    add: (digest, bytes) => engine.secretValues.add(digest, bytes),
    find: (digest) => engine.secretValues.find(digest),
  };
}

/** What each reference of the stack stands for by now. */
function imagesInUse(engine: Engine, { images }: DesiredState): Readonly<Record<string, string>> {
  const ids = images.flatMap(({ reference, how }) => {
    const id = how.kind === 'pinned' ? how.imageId : engine.images.find(reference)?.id;
    return id === undefined ? [] : [[reference, id] as const];
  });
  return Object.fromEntries(ids);
}

function forgetOld(engine: Engine, stack: Stack, current: number): void {
  const good = lastGoodRevision(engine, stack.name, current)?.revision;
  const kept = [current, ...(good === undefined ? [] : [good])];
  engine.revisions.prune(stack.name, howManyToKeep(stack), kept);
  const ofContainers = engine.containers.list().flatMap(({ record }) => valuesOf(record.spec));
  engine.secretValues.keepOnly(new Set([...engine.revisions.models().flatMap(sealedDigests), ...ofContainers]));
}

/** Digests of the values that a container needs at each start. */
function valuesOf({ files, secretEnvironment = {} }: ContainerSpec): readonly string[] {
  const ofFiles = files.flatMap(({ source }) => ('value' in source ? [source.value] : []));
  return [...ofFiles, ...Object.values(secretEnvironment)];
}

/** `x-dockr: {history: N}`. */
function howManyToKeep({ extensions }: Stack): number {
  const settings = extensions?.['x-dockr'];
  const wanted = typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'history') : undefined;
  return typeof wanted === 'number' && Number.isInteger(wanted) && wanted >= 1
    ? Math.min(wanted, MOST_KEPT)
    : KEPT_REVISIONS;
}

function withPrefix(prefix: string, record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [`${prefix}${key}`, value]));
}
