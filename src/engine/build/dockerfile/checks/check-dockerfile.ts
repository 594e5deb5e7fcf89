// Build checks: what is legal in a Dockerfile and yet, most likely, not meant. Rules have BuildKit's names.
import { BuildError } from '../../../../core/errors.ts';
import { comparePositions } from '../../../../core/position.ts';
import { resolveGlobalArgs, type Variables } from '../global-args.ts';
import type { Dockerfile, DockerfileWarning, Stage } from '../model.ts';
import type { StagePlan } from '../resolve-stages.ts';
import { type CheckOptions, isIn, isWanted, parseCheckOptions } from './check-options.ts';
import { checkFile, type Finding } from './file-checks.ts';
import { checkStage, type StageContext, type StageState } from './stage-checks.ts';

const EXPERIMENTAL: ReadonlySet<string> = new Set(['InvalidDefinitionDescription']);

export type CheckRequest = {
  /** A build looks at the stages it needs; without a plan all are looked at. */
  readonly plan?: StagePlan | undefined;
  readonly buildArgs?: Variables;
  readonly platformArgs?: Variables;
  readonly ignore?: StageContext['ignore'];
  /** The build argument BUILDKIT_DOCKERFILE_CHECK, which replaces the file's directive. */
  readonly directive?: string | undefined;
  /** Variables of a stage's base image, where it is known. */
  readonly baseVariables?: (stage: Stage) => Iterable<string>;
};

/** Every warning that the file's own directives do not silence, sorted by place. */
export function checkDockerfile(dockerfile: Dockerfile, request: CheckRequest = {}): readonly DockerfileWarning[] {
  const options = optionsOf(dockerfile, request.directive);
  const parsed = dockerfile.warnings.map((warning): Finding => ({ ...warning, comments: [] }));
  const findings = [...parsed, ...checkFile(dockerfile, request), ...checkStages(dockerfile, request)];
  return findings
    .filter(({ rule, comments }) => isWanted(rule, options, comments))
    .filter(({ rule }) => !EXPERIMENTAL.has(rule) || isIn(rule, options.experimental))
    .map(({ rule, message, at }) => ({ rule, message, at }))
    .sort((a, b) => comparePositions(a.at, b.at));
}

/** Throws where the file says `check=error=true` and there are warnings. */
export function refuseWarnings(
  dockerfile: Dockerfile,
  warnings: readonly DockerfileWarning[],
  directive?: string,
): void {
  const [first] = warnings;
  if (!first || !optionsOf(dockerfile, directive).failOnWarnings) return;
  throw new BuildError('check-failed', {
    message: `checks found ${[...new Set(warnings.map(({ rule }) => rule))].join(', ')}, and the Dockerfile asks for none`,
    at: first.at,
    hint: first.message,
  });
}

function optionsOf(dockerfile: Dockerfile, directive: string | undefined): CheckOptions {
  return parseCheckOptions(directive ?? dockerfile.directives.check?.text);
}

/** States of all stages are followed, for later ones inherit them; findings count for the wanted ones. */
function checkStages(dockerfile: Dockerfile, request: CheckRequest): readonly Finding[] {
  const wanted = request.plan && new Set(request.plan.stages.map(({ stage }) => stage.index));
  const context = contextOf(dockerfile, request);
  const states: StageState[] = [];
  return dockerfile.stages.flatMap((stage) => {
    const { state, findings } = checkStage(stage, stateBefore(stage, { dockerfile, states, request }), context);
    states.push(state);
    return !wanted || wanted.has(stage.index) ? findings : [];
  });
}

type Inherited = {
  readonly dockerfile: Dockerfile;
  readonly states: readonly StageState[];
  readonly request: CheckRequest;
};

function stateBefore(stage: Stage, { dockerfile, states, request }: Inherited): StageState {
  const name = stage.base.image.toLowerCase();
  const parent = dockerfile.stages.slice(0, stage.index).findLast((other) => other.name === name);
  const inherited = parent && states[parent.index];
  if (inherited) return inherited;
  const names = ['PATH', ...(request.baseVariables?.(stage) ?? [])];
  return { variables: new Map(names.map((each) => [each, undefined])), hasShell: false, hasWorkdir: false };
}

function contextOf(dockerfile: Dockerfile, request: CheckRequest): StageContext {
  const base = { escapeCharacter: dockerfile.directives.escape, globals: globalsOf(dockerfile, request) };
  return request.ignore ? { ...base, ignore: request.ignore } : base;
}

function globalsOf(dockerfile: Dockerfile, request: CheckRequest): Variables {
  try {
    return resolveGlobalArgs(dockerfile, request);
  } catch {
    return {}; // what cannot be expanded is an error of the build, not a matter of style
  }
}
