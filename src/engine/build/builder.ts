// Builds images from Dockerfiles: what is needed of the file, in parallel, through a cache keyed by content.
//
//   <state>/build/steps/<random>/     overlay's work directory and copies of mounted files, of one step
//   <state>/build/cache-mounts/<id>/  directories that RUNs keep between builds
//   <run>/build/<random>/             mount points, bundle and small files of one step
//
// A step leaves nothing of that behind; what a crash leaves, `sweep` removes. The layers are the layer store's (layer-cache.ts).
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../../core/errors.ts';
import { sha256 } from '../../core/hash.ts';
import { Semaphore } from '../../core/mutex.ts';
import type { Tracer } from '../../core/trace.ts';
import type { Platform } from '../../oci/platform.ts';
import { mountsBeneath, unmount } from '../../os/mounts.ts';
import type { Database } from '../../store/database.ts';
import { deleteFromRuntime } from '../containers/oci-runtime.ts';
import type { ImageStore } from '../images/image-store.ts';
import { SingleFlight } from '../images/single-flight.ts';
import type { BuildSpec } from './build-spec.ts';
import { FileHashes } from './copy/file-hashes.ts';
import { checkDockerfile, refuseWarnings } from './dockerfile/checks/check-dockerfile.ts';
import type { DockerfileWarning } from './dockerfile/model.ts';
import { digestPlan } from './inputs/digest-inputs.ts';
import { evaluatePlan } from './inputs/evaluate-plan.ts';
import { checkNoServices } from './inputs/named-contexts.ts';
import { namedSourcesOf } from './inputs/named-sources.ts';
import { type BuildPlan, planBuild } from './inputs/plan-build.ts';
import { imageReference, type ProvidedImage, type ProvidedPlan, provideBases } from './inputs/provide-bases.ts';
import { CacheMounts } from './run/cache-mounts.ts';
import type { RunDependencies } from './run/execute-run.ts';
import { Activity } from './solve/activity.ts';
import { BuildWorker } from './solve/build-worker.ts';
import { LayerCache, type StepResult } from './solve/layer-cache.ts';
import { type SolvedStage, StageSolver, type StepStatus } from './solve/stage-solver.ts';
import type { SharedTools, StepContext } from './solve/step-context.ts';
import { TreeProvider } from './solve/tree-provider.ts';
import type { EvaluatedStage } from './stage/evaluate-stage.ts';
import { encodeImage } from './stage/image-document.ts';

export type BuildProgress = { readonly label: string; readonly current: number; readonly total: number };

/** Gives the id of an image that is here afterwards. */
export type ProvideImage = (
  reference: string,
  policy: 'always' | 'missing',
  options: {
    readonly platform?: Platform;
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: BuildProgress) => void;
  },
) => Promise<string>;

export type BuilderOptions = RunDependencies & {
  readonly stateDirectory: string;
  readonly runDirectory: string;
  readonly database: Database;
  readonly images: ImageStore;
  readonly tracer: Tracer;
  readonly provideImage: ProvideImage;
};

export type BuildOptions = {
  /** Of the image, beside the spec's tags. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Nothing is taken from the cache; what is made goes there. */
  readonly noCache: boolean;
  /** Base images are asked for at their registry even if they are here. */
  readonly pull: boolean;
  readonly onOutput: (line: string) => void;
  readonly onProgress?: (progress: BuildProgress) => void;
  readonly onWarning?: (warning: DockerfileWarning) => void;
  readonly onStep?: (title: string, status: StepStatus, ms: number) => void;
};

export type BuildResult = {
  readonly imageId: string;
  /** Nothing had to be done. */
  readonly cached: boolean;
};

const STEPS_AT_ONCE = 2;

export class Builder {
  readonly #options: BuilderOptions;
  readonly #tools: SharedTools;
  readonly #slots = new Semaphore(STEPS_AT_ONCE);
  readonly #builds = new Set<{ readonly controller: AbortController; readonly ended: Promise<unknown> }>();

  constructor(options: BuilderOptions) {
    const { database, images, stateDirectory, runDirectory } = options;
    const worker = new BuildWorker();
    this.#options = options;
    this.#tools = {
      store: images.layers,
      cache: new LayerCache(database, images.layers, worker),
      hashes: new FileHashes(worker),
      worker,
      flights: new SingleFlight<StepResult, string>(),
      activity: new Activity(),
      cacheMounts: new CacheMounts(join(stateDirectory, 'build', 'cache-mounts')),
      run: options,
      directories: { run: join(runDirectory, 'build'), state: join(stateDirectory, 'build') },
    };
  }

  /** To be called once at start: removes what builds of an earlier process have left. */
  async sweep(): Promise<void> {
    const { run, state } = this.#tools.directories;
    for (const { target } of mountsBeneath(run)) unmount(target);
    const { runtime } = this.#options;
    const strays = existsSync(runtime.stateDirectory) ? readdirSync(runtime.stateDirectory) : [];
    await Promise.all(strays.filter((id) => id.startsWith('build-')).map((id) => deleteFromRuntime(runtime, id)));
    rmSync(run, { recursive: true, force: true });
    rmSync(join(state, 'steps'), { recursive: true, force: true });
    this.#tools.cache.prune();
  }

  /** Gives up what is being built. */
  async close(): Promise<void> {
    const builds = [...this.#builds];
    for (const { controller } of builds) controller.abort(stopping());
    await Promise.allSettled(builds.map(({ ended }) => ended));
    await this.#tools.worker[Symbol.asyncDispose]();
  }

  /** Layers of the build cache. */
  cachedLayers(): Iterable<string> {
    return this.#tools.cache.layers();
  }

  /** A digest of everything that a build of this spec depends on, images apart. */
  async digestInputs(spec: BuildSpec): Promise<string> {
    const { plan, images } = await provideBases(planBuild(spec), async (reference) => this.#find(reference));
    return digestPlan(plan, evaluatePlan(plan, images), this.#tools.hashes);
  }

  /** What a build takes of the directories that it names: they need not be there. */
  async namedSources(spec: BuildSpec): Promise<Readonly<Record<string, readonly string[]>>> {
    const { plan, images } = await provideBases(planBuild(spec), async (reference) => this.#find(reference));
    return namedSourcesOf(evaluatePlan(plan, images));
  }

  /** Builds and names the image. */
  async build(spec: BuildSpec, options: BuildOptions): Promise<BuildResult> {
    const controller = new AbortController();
    const abort = (): void => controller.abort(options.signal.reason);
    if (options.signal.aborted) abort();
    options.signal.addEventListener('abort', abort, { once: true });
    const work = (): Promise<BuildResult> => this.#build(spec, options, controller);
    const ended = this.#options.tracer.during('build', options.name, 'build', work);
    const entry = { controller, ended };
    this.#builds.add(entry);
    try {
      return await ended;
    } finally {
      this.#builds.delete(entry);
      options.signal.removeEventListener('abort', abort);
    }
  }

  async #build(spec: BuildSpec, options: BuildOptions, controller: AbortController): Promise<BuildResult> {
    const job = { spec, options, signal: controller.signal };
    job.signal.throwIfAborted();
    const plan = planBuild(spec);
    checkNoServices(plan.contexts);
    const provided = await provideBases(plan, (reference, platform) => this.#provide(reference, platform, job));
    const stages = evaluatePlan(provided.plan, provided.images);
    warn(provided.plan, options);
    using _pins = this.#pinLayers(provided);
    const solver = this.#solver(provided, stages, job);
    const buildInputs = await digestPlan(provided.plan, stages, this.#tools.hashes);
    await this.#solve(solver, controller);
    const config = await this.#encode(provided.plan, stages, solver);
    const imageId = this.#store(config, { spec, name: options.name, buildInputs });
    return { imageId, cached: solver.executed === 0 };
  }

  /** What was done before a failure is kept: the next attempt begins there. */
  async #solve(solver: StageSolver, controller: AbortController): Promise<void> {
    try {
      await solver.solveAll((reason) => controller.abort(reason));
    } catch (error) {
      await this.#tools.activity.settled();
      // Nothing that goes wrong here may hide why the build failed.
      await this.#tools.cache.commit().catch(() => {});
      throw error;
    }
    await this.#tools.activity.settled();
    await this.#tools.cache.commit();
  }

  #solver(provided: ProvidedPlan, stages: readonly EvaluatedStage[], { spec, options, signal }: BuildJob): StageSolver {
    const { plan, images } = provided;
    const trees = new TreeProvider({
      context: spec.context,
      ignore: plan.ignore,
      contexts: plan.contexts,
      cache: this.#tools.cache,
      imageLayers: (reference) => images.get(reference)?.config.diffIds ?? [],
      stageLayers: async (index) => (await solver.solve(index)).layers,
    });
    const context: StepContext = {
      ...this.#tools,
      trees,
      signal,
      noCache: options.noCache || spec.noCache,
      networkMode: spec.network ?? 'default',
      owner: spec.owner,
      buildId: randomBytes(8).toString('hex'),
      onLine: options.onOutput,
    };
    const solver: StageSolver = new StageSolver({
      context,
      stages,
      baseOf: (stage) => baseOf(stage, provided),
      slots: this.#slots,
      onStep: options.onStep ?? (() => {}),
      tracer: this.#options.tracer,
      epochMs: plan.epochMs,
    });
    return solver;
  }

  async #encode(plan: BuildPlan, stages: readonly EvaluatedStage[], solver: StageSolver): Promise<Buffer> {
    const { index } = plan.stages.target.stage;
    const target = stages.find(({ stage }) => stage.stage.index === index);
    if (!target) throw new Error('the target is not among the stages that were built');
    const labels = { ...target.state.labels, ...plan.spec.labels };
    return encodeImage({ state: { ...target.state, labels }, ...(await solver.solve(index)) });
  }

  /** An image that is there already, with its names, is left alone. */
  #store(config: Buffer, { spec, name, buildInputs }: StoreRequest): string {
    const { images } = this.#options;
    const names = [name, ...spec.tags];
    const id = sha256(config);
    const isThere = names.every((each) => images.find(each)?.id === id);
    if (isThere && images.find(name)?.buildInputs === buildInputs) return id;
    images.addImage({ config, name, buildInputs });
    for (const tag of spec.tags) images.tag(id, tag);
    return id;
  }

  #find(reference: string): ProvidedImage | undefined {
    const { images } = this.#options;
    const found = images.find(reference);
    return found && { id: found.id, config: images.config(found.id) };
  }

  async #provide(
    reference: string,
    platform: Platform | undefined,
    { options, signal }: BuildJob,
  ): Promise<ProvidedImage> {
    const { images, provideImage } = this.#options;
    const id = await provideImage(reference, options.pull ? 'always' : 'missing', {
      signal,
      ...(platform ? { platform } : {}),
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
    return { id, config: images.config(id) };
  }

  /** Whatever is removed meanwhile, the layers beneath this build stay. */
  #pinLayers({ images }: ProvidedPlan): Disposable {
    const stack = new DisposableStack();
    for (const { config } of images.values()) {
      for (const layer of config.diffIds) stack.use(this.#tools.store.pin(layer));
    }
    return stack;
  }
}

/** Tells what is legal and most likely not meant; a file that wants none of that is refused. */
function warn({ dockerfile, stages, spec, platformArgs, ignore }: BuildPlan, { onWarning }: BuildOptions): void {
  const directive = spec.args.BUILDKIT_DOCKERFILE_CHECK;
  const warnings = checkDockerfile(dockerfile, { plan: stages, buildArgs: spec.args, platformArgs, ignore, directive });
  refuseWarnings(dockerfile, warnings, directive);
  for (const warning of warnings) onWarning?.(warning);
}

type BuildJob = { readonly spec: BuildSpec; readonly options: BuildOptions; readonly signal: AbortSignal };
function stopping(): BuildError {
  return new BuildError('build-stopped', { message: 'the build was given up: dockr is stopping' });
}

type StoreRequest = { readonly spec: BuildSpec; readonly name: string; readonly buildInputs: string };

const NOTHING: SolvedStage = { layers: [], history: [], created: null };

function baseOf({ stage }: EvaluatedStage, { plan, images }: ProvidedPlan): SolvedStage {
  const image = images.get(imageReference(stage.base, plan) ?? '');
  if (!image) return NOTHING;
  const { diffIds, history, created } = image.config;
  return { layers: diffIds, history, created };
}
