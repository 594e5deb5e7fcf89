// Which stages a target needs, and where each FROM, COPY --from and RUN --mount from= gets its files.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { suggest } from '../../../core/suggest.ts';
import { expandBase, resolveGlobalArgs, type Variables } from './global-args.ts';
import type { Dockerfile, Stage, StageInstruction } from './model.ts';

/** Where files come from. */
export type StageSource =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'stage'; readonly index: number }
  /** A context the caller named (`--build-context name=...`), which beats stages and images of that name. */
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'image'; readonly reference: string };

export type ResolvedStage = {
  readonly stage: Stage;
  readonly base: StageSource;
  readonly platform?: string;
  /** ONBUILD instructions of the base, then the stage's own. */
  readonly instructions: readonly StageInstruction[];
  /** The source of each `from` that occurs in `instructions`, as written. */
  readonly sources: ReadonlyMap<string, StageSource>;
  /** Indexes of the stages it needs directly, ascending. */
  readonly needs: readonly number[];
};

export type StagePlan = {
  readonly target: ResolvedStage;
  /** The needed stages only; every one after those it needs. */
  readonly stages: readonly ResolvedStage[];
  readonly globalArgs: Variables;
};

export type ResolveOptions = {
  /** A stage's name, any case; without one the last stage. */
  readonly target?: string | undefined;
  readonly buildArgs?: Variables;
  /** TARGETPLATFORM and the other automatic variables. */
  readonly platformArgs?: Variables;
  /** Names of the contexts the caller named. */
  readonly contexts?: ReadonlySet<string>;
  /** ONBUILD instructions of base images, by the index of the stage, once they are known. */
  readonly triggers?: ReadonlyMap<number, readonly StageInstruction[]>;
};

/** Resolves what a target needs. Stages that it does not need are not looked at. */
export function resolveStages(dockerfile: Dockerfile, options: ResolveOptions = {}): StagePlan {
  const globalArgs = resolveGlobalArgs(dockerfile, options);
  const resolver = new StageResolver(dockerfile, { ...options, globalArgs });
  const target = findTarget(dockerfile, options.target);
  return { ...resolver.plan(target), globalArgs };
}

type Reference = { readonly from: string; readonly at: SourcePosition };

class StageResolver {
  readonly #dockerfile: Dockerfile;
  readonly #options: ResolveOptions & { readonly globalArgs: Variables };
  readonly #resolved = new Map<number, ResolvedStage>();
  readonly #order: ResolvedStage[] = [];
  readonly #open = new Set<number>();

  constructor(dockerfile: Dockerfile, options: ResolveOptions & { readonly globalArgs: Variables }) {
    this.#dockerfile = dockerfile;
    this.#options = options;
  }

  plan(target: Stage): { target: ResolvedStage; stages: readonly ResolvedStage[] } {
    return { target: this.#visit(target, target.from.at), stages: this.#order };
  }

  /** Depth first: what a stage needs is resolved, and ordered, before it. */
  #visit(stage: Stage, at: SourcePosition): ResolvedStage {
    const known = this.#resolved.get(stage.index);
    if (known) return known;
    if (this.#open.has(stage.index)) throw this.#circular(stage, at);
    this.#open.add(stage.index);
    const { image, platform } = expandBase(stage, this.#options.globalArgs, this.#dockerfile.directives.escape);
    const base = this.#baseOf(stage, image);
    if (base.kind === 'stage') this.#visitIndex(base.index, stage.from.at);
    const instructions = [...this.#triggersOf(stage, base), ...stage.instructions];
    const references = instructions.flatMap(referencesOf);
    const sources = new Map(references.map((reference) => [reference.from, this.#sourceOf(stage, reference)]));
    this.#visitReferences(references, sources);
    this.#checkOrder(stage, references, sources);
    this.#open.delete(stage.index);
    const needs = stageIndexes([base, ...sources.values()]);
    const resolved: ResolvedStage = { stage, base, instructions, sources, needs, ...(platform ? { platform } : {}) };
    this.#resolved.set(stage.index, resolved);
    this.#order.push(resolved);
    return resolved;
  }

  #visitIndex(index: number, at: SourcePosition): void {
    const stage = this.#dockerfile.stages[index];
    if (stage) this.#visit(stage, at);
  }

  #visitReferences(references: readonly Reference[], sources: ReadonlyMap<string, StageSource>): void {
    for (const reference of references) {
      const source = sources.get(reference.from);
      if (source?.kind === 'stage') this.#visitIndex(source.index, reference.at);
    }
  }

  /** Only earlier stages have names for FROM; of several with one name the nearest counts. */
  #baseOf(stage: Stage, image: string): StageSource {
    const context = this.#contextOf(image);
    if (context) return context;
    const earlier = this.#nearest(image, stage.index);
    if (earlier) return { kind: 'stage', index: earlier.index };
    return image === 'scratch' ? { kind: 'scratch' } : { kind: 'image', reference: image };
  }

  #sourceOf(stage: Stage, { from, at }: Reference): StageSource {
    const context = this.#contextOf(from);
    if (context) return context;
    const named = this.#nearest(from, stage.index) ?? this.#dockerfile.stages.findLast((other) => isNamed(other, from));
    if (named) return { kind: 'stage', index: named.index };
    if (!/^\d+$/.test(from)) return from === 'scratch' ? { kind: 'scratch' } : { kind: 'image', reference: from };
    const index = Number(from);
    if (index < this.#dockerfile.stages.length) return { kind: 'stage', index };
    throw new BuildError('unknown-stage', {
      message: `there is no stage ${from}, expected a number from 0 to ${stage.index - 1}`,
      at,
    });
  }

  #contextOf(name: string): StageSource | undefined {
    const { contexts } = this.#options;
    if (!contexts) return undefined;
    const short = name.replace(/^(docker\.io\/)?(library\/)?/, '').replace(/:latest$/, '');
    const found = [name, name.toLowerCase(), short].find((candidate) => contexts.has(candidate));
    return found === undefined ? undefined : { kind: 'context', name: found };
  }

  #nearest(name: string, before: number): Stage | undefined {
    return this.#dockerfile.stages.slice(0, before).findLast((stage) => isNamed(stage, name));
  }

  /** ONBUILD fires in the stage that starts from the one that has it, in this file or in an image. */
  #triggersOf(stage: Stage, base: StageSource): readonly StageInstruction[] {
    const given = this.#options.triggers?.get(stage.index) ?? [];
    if (base.kind !== 'stage') return given;
    const own = this.#dockerfile.stages[base.index]?.instructions ?? [];
    return [...given, ...own.flatMap((instruction) => (instruction.kind === 'onbuild' ? [instruction.trigger] : []))];
  }

  #checkOrder(stage: Stage, references: readonly Reference[], sources: ReadonlyMap<string, StageSource>): void {
    for (const { from, at } of references) {
      const source = sources.get(from);
      if (source?.kind !== 'stage' || source.index < stage.index) continue;
      throw new BuildError('later-stage', {
        message: `stage "${nameOf(stage)}" takes files from stage "${from}", which comes after it`,
        at,
        hint: `move the stage "${from}" before this one`,
        facts: { stage: nameOf(stage), from },
      });
    }
  }

  #circular(stage: Stage, at: SourcePosition): BuildError {
    const path = [...this.#open];
    const names = [...path.slice(path.indexOf(stage.index)), stage.index].map((index) =>
      nameOf(this.#dockerfile.stages[index]),
    );
    return new BuildError('circular-stages', {
      message: `stage "${nameOf(stage)}" needs itself: ${names.join(' -> ')}`,
      at,
      facts: { stage: nameOf(stage) },
    });
  }
}

function findTarget(dockerfile: Dockerfile, target: string | undefined): Stage {
  const { stages, file } = dockerfile;
  const found = target ? stages.findLast((stage) => isNamed(stage, target)) : stages.at(-1);
  if (found) return found;
  const names = stages.flatMap((stage) => stage.name ?? []);
  const near = target === undefined ? undefined : suggest(target, names);
  throw new BuildError('unknown-target', {
    message: `Dockerfile "${file}" has no stage "${target ?? ''}"${names.length > 0 ? `, expected one of ${names.join(', ')}` : ''}`,
    hint: near ? `did you mean "${near}"?` : undefined,
  });
}

/** The names of stages, contexts or images that an instruction takes files from. */
export function referencesOf(instruction: StageInstruction): readonly Reference[] {
  if (instruction.kind === 'copy') {
    return instruction.from === undefined ? [] : [{ from: instruction.from, at: instruction.fromAt ?? instruction.at }];
  }
  if (instruction.kind !== 'run') return [];
  return instruction.mounts.flatMap(({ from, at }) => (from === undefined ? [] : [{ from, at }]));
}

function stageIndexes(sources: readonly StageSource[]): readonly number[] {
  const indexes = sources.flatMap((source) => (source.kind === 'stage' ? [source.index] : []));
  return [...new Set(indexes)].sort((a, b) => a - b);
}

function isNamed(stage: Stage, name: string): boolean {
  return stage.name !== undefined && stage.name === name.toLowerCase();
}

function nameOf(stage: Stage | undefined): string {
  return stage ? (stage.name ?? String(stage.index)) : '';
}
