// The images that a build needs: those it starts from, copies from or mounts. Provided all at once, before anything runs.
import type { SourcePosition } from '../../../core/position.ts';
import { suggest } from '../../../core/suggest.ts';
import type { ImageConfig } from '../../../oci/image-config.ts';
import { type Platform, parsePlatform } from '../../../oci/platform.ts';
import type { StageInstruction } from '../dockerfile/model.ts';
import { parseTrigger } from '../dockerfile/parse-dockerfile.ts';
import { type ResolvedStage, referencesOf, type StageSource } from '../dockerfile/resolve-stages.ts';
import { withPosition } from '../solve/errors.ts';
import { type BuildPlan, type Triggers, withTriggers } from './plan-build.ts';

export type ProvidedImage = { readonly id: string; readonly config: ImageConfig };

/** Undefined leaves the image out. */
export type ImageProvider = (reference: string, platform: Platform | undefined) => Promise<ProvidedImage | undefined>;

export type ProvidedPlan = {
  readonly plan: BuildPlan;
  readonly images: ReadonlyMap<string, ProvidedImage>;
};

type Wanted = {
  readonly platform: string | undefined;
  readonly at: SourcePosition;
  /** In case that it is not there: a stage may have been meant. */
  readonly hint?: string | undefined;
};

/** Provides images until what they trigger needs no other ones. */
export async function provideBases(plan: BuildPlan, provide: ImageProvider): Promise<ProvidedPlan> {
  const images = new Map<string, ProvidedImage>();
  const asked = new Set<string>();
  let current = plan;
  for (;;) {
    const missing = [...wantedImages(current)].filter(([reference]) => !asked.has(reference));
    if (missing.length === 0) return { plan: current, images };
    await Promise.all(
      missing.map(async ([reference, { platform, at, hint }]) => {
        asked.add(reference);
        try {
          const image = await provide(reference, platform === undefined ? undefined : parsePlatform(platform));
          if (image) images.set(reference, image);
        } catch (error) {
          throw withPosition(error, at, hint);
        }
      }),
    );
    current = withTriggers(plan, triggersOf(current, images));
  }
}

/** The image that a source stands for. */
export function imageReference(source: StageSource, { contexts }: Pick<BuildPlan, 'contexts'>): string | undefined {
  if (source.kind === 'image') return source.reference;
  if (source.kind !== 'context') return undefined;
  const context = contexts.get(source.name);
  return context?.kind === 'image' ? context.reference : undefined;
}

function wantedImages(plan: BuildPlan): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  const stageNames = plan.dockerfile.stages.flatMap(({ name }) => name ?? []);
  for (const { base, sources, platform, stage, instructions } of plan.stages.stages) {
    const { at } = stage.from;
    const places = new Map(instructions.flatMap(referencesOf).map((reference) => [reference.from, reference.at]));
    for (const [name, source] of sources) {
      const reference = imageReference(source, plan);
      if (reference === undefined || wanted.has(reference)) continue;
      const near = suggest(name, stageNames);
      const hint = near === undefined ? undefined : `did you mean the stage "${near}"?`;
      wanted.set(reference, { platform: undefined, at: places.get(name) ?? at, hint });
    }
    const reference = imageReference(base, plan);
    if (reference !== undefined) wanted.set(reference, { platform, at });
  }
  return wanted;
}

function triggersOf(plan: BuildPlan, images: ReadonlyMap<string, ProvidedImage>): Triggers {
  const found = plan.stages.stages.map((stage) => [stage.stage.index, triggersOfStage(stage, plan, images)] as const);
  return new Map(found.filter(([, triggers]) => triggers.length > 0));
}

function triggersOfStage(
  { base }: ResolvedStage,
  plan: BuildPlan,
  images: ReadonlyMap<string, ProvidedImage>,
): readonly StageInstruction[] {
  const reference = imageReference(base, plan);
  const image = reference === undefined ? undefined : images.get(reference);
  return (image?.config.run.onBuild ?? []).map((expression) => parseTrigger(expression, reference ?? ''));
}
