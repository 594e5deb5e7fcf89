// All stages of a plan, each after the one it starts from.
import { BuildError } from '../../../core/errors.ts';
import { hostPlatform, parsePlatform } from '../../../oci/platform.ts';
import type { ResolvedStage } from '../dockerfile/resolve-stages.ts';
import { type EvaluatedStage, evaluateStage } from '../stage/evaluate-stage.ts';
import type { BuildVariables } from '../stage/expand.ts';
import { emptyState, type ImageState, stateOfImage, stateOfStage } from '../stage/image-state.ts';
import type { CopyStep } from '../stage/stage-step.ts';
import type { BuildPlan } from './plan-build.ts';
import { imageReference, type ProvidedImage } from './provide-bases.ts';

/** Evaluates the stages. Throws for what cannot be done. */
export function evaluatePlan(plan: BuildPlan, images: ReadonlyMap<string, ProvidedImage>): readonly EvaluatedStage[] {
  const variables: BuildVariables = {
    buildArgs: plan.spec.args,
    globalArgs: plan.stages.globalArgs,
    escapeCharacter: plan.dockerfile.directives.escape,
  };
  const done = new Map<number, EvaluatedStage>();
  for (const stage of plan.stages.stages) {
    const evaluated = evaluateStage(stage, baseState(stage, { plan, images, done }), variables);
    checkNetworks(evaluated, plan);
    done.set(stage.stage.index, withContextBase(evaluated, plan));
  }
  return [...done.values()];
}

type Known = {
  readonly plan: BuildPlan;
  readonly images: ReadonlyMap<string, ProvidedImage>;
  readonly done: ReadonlyMap<number, EvaluatedStage>;
};

function baseState({ base, platform }: ResolvedStage, { plan, images, done }: Known): ImageState {
  if (base.kind === 'stage') {
    const parent = done.get(base.index);
    if (parent) return stateOfStage(parent.state);
  }
  const image = images.get(imageReference(base, plan) ?? '');
  if (image) return stateOfImage(image.config);
  // An image from nothing says where it works, as Docker's do; one from a base says what the base says.
  return { ...emptyState(platform === undefined ? hostPlatform() : parsePlatform(platform)), workingDir: '/' };
}

/** `FROM name` where the name is a directory of the caller's: its files are the first layer. */
function withContextBase(evaluated: EvaluatedStage, plan: BuildPlan): EvaluatedStage {
  const { base, stage } = evaluated.stage;
  if (base.kind !== 'context' || plan.contexts.get(base.name)?.kind !== 'directory') return evaluated;
  const step: CopyStep = {
    kind: 'copy',
    at: stage.from.at,
    instruction: 'COPY',
    source: base,
    sources: ['/'],
    inlineFiles: [],
    destination: '/',
    isDirectory: true,
    chown: null,
    chmod: null,
    exclude: [],
    parents: false,
    unpack: false,
    title: stage.from.original,
    createdBy: `COPY --from=${base.name} / / # buildkit`,
  };
  const history = [{ createdBy: step.createdBy, hasLayer: true }, ...evaluated.history];
  return { ...evaluated, steps: [step, ...evaluated.steps], history };
}

/** The host's network is the caller's to give, not the Dockerfile's to take. */
function checkNetworks({ steps }: EvaluatedStage, { spec }: BuildPlan): void {
  const step = steps.find((each) => each.kind === 'run' && each.network === 'host');
  if (!step || spec.network === 'host') return;
  throw new BuildError('not-allowed', {
    message: 'RUN asks for the network of the host, which this build was not given',
    at: step.at,
    hint: 'write "network: host" in the build section of the service if that is meant',
  });
}
