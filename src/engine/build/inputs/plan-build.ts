// A build spec → the stages it needs and everything that is known of them before an image is looked at.
import { BuildError } from '../../../core/errors.ts';
import type { IgnoreMatcher } from '../../../core/ignore/matcher.ts';
import type { BuildSpec } from '../build-spec.ts';
import { checkSyntax } from '../dockerfile/directives.ts';
import type { Variables } from '../dockerfile/global-args.ts';
import type { Dockerfile, StageInstruction } from '../dockerfile/model.ts';
import { parseDockerfile } from '../dockerfile/parse-dockerfile.ts';
import { resolveStages, type StagePlan } from '../dockerfile/resolve-stages.ts';
import { loadDockerfile } from './load-dockerfile.ts';
import { type NamedContext, parseNamedContexts } from './named-contexts.ts';
import { platformArgs } from './platform-args.ts';

export type BuildPlan = {
  readonly spec: BuildSpec;
  readonly text: string;
  readonly dockerfile: Dockerfile;
  readonly ignore: IgnoreMatcher;
  readonly contexts: ReadonlyMap<string, NamedContext>;
  readonly platformArgs: Variables;
  readonly stages: StagePlan;
  /** SOURCE_DATE_EPOCH in milliseconds. */
  readonly epochMs: number | null;
};

/** Triggers of base images, by the index of the stage. */
export type Triggers = ReadonlyMap<number, readonly StageInstruction[]>;

/** Reads and resolves. Throws for all that is wrong with the file itself. */
export function planBuild(spec: BuildSpec): BuildPlan {
  const { text, file, ignore } = loadDockerfile(spec);
  const dockerfile = parseDockerfile(text, file);
  checkSyntax(dockerfile.directives.syntax, spec.args.BUILDKIT_SYNTAX);
  const contexts = parseNamedContexts(spec.additionalContexts);
  const draft = {
    spec,
    text,
    dockerfile,
    ignore,
    contexts,
    platformArgs: platformArgs(spec.target ?? dockerfile.stages.at(-1)?.name),
  };
  const stages = resolvePlan(draft, new Map());
  return {
    ...draft,
    stages,
    epochMs: parseEpoch(stages.globalArgs.SOURCE_DATE_EPOCH ?? spec.args.SOURCE_DATE_EPOCH),
  };
}

/** The same plan once it is known what the base images trigger. */
export function withTriggers(plan: BuildPlan, triggers: Triggers): BuildPlan {
  return { ...plan, stages: resolvePlan(plan, triggers) };
}

function resolvePlan(plan: Omit<BuildPlan, 'stages' | 'epochMs'>, triggers: Triggers): StagePlan {
  const { dockerfile, spec, contexts } = plan;
  return resolveStages(dockerfile, {
    target: spec.target,
    buildArgs: spec.args,
    platformArgs: plan.platformArgs,
    contexts: new Set(contexts.keys()),
    triggers,
  });
}

/** `context` is the time of a commit; a directory has none. */
function parseEpoch(text: string | undefined): number | null {
  if (text === undefined || text === '' || text === 'context') return null;
  if (/^[0-9]{1,12}$/.test(text)) return Number(text) * 1000;
  throw new BuildError('bad-source-date-epoch', {
    message: `SOURCE_DATE_EPOCH is "${text}", expected seconds since 1970`,
  });
}
