// A stage's instructions, in turn, from the state of its base to its own: the steps that touch files, the config, the history.
// Pure: what is wrong with a stage is known before anything of it runs.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import type { ImageHealthcheck } from '../../../oci/image-config.ts';
import { parseExposedPorts } from '../dockerfile/exposed-ports.ts';
import type { Variables } from '../dockerfile/global-args.ts';
import type { Command, Healthcheck, KeyValue, StageInstruction } from '../dockerfile/model.ts';
import type { ResolvedStage } from '../dockerfile/resolve-stages.ts';
import { isStopSignal } from '../dockerfile/stop-signal.ts';
import { copyStep } from './copy-step.ts';
import {
  absolutePath,
  type BuildVariables,
  expand,
  expandList,
  expandPairs,
  type InstructionContext,
} from './expand.ts';
import { formatList, type NewHistory } from './history.ts';
import { type ImageState, shellOf } from './image-state.ts';
import { runStep } from './run-step.ts';
import type { StageStep } from './stage-step.ts';

export type EvaluatedStage = {
  readonly stage: ResolvedStage;
  readonly steps: readonly StageStep[];
  readonly state: ImageState;
  /** One for each instruction; those of steps are the ones with a layer, in their order. */
  readonly history: readonly NewHistory[];
};

/** One instruction's part. `history` is null where it makes none. */
type Effect = { readonly state?: Partial<ImageState>; readonly step?: StageStep; readonly history: string };

/** Follows the instructions of a stage. Throws a BuildError with a position for what it cannot do. */
export function evaluateStage(stage: ResolvedStage, base: ImageState, variables: BuildVariables): EvaluatedStage {
  let state = base;
  const steps: StageStep[] = [];
  const history: NewHistory[] = [];
  for (const instruction of stage.instructions) {
    const context = { ...variables, state, stage, lookup: lookupIn(state) };
    const effect = evaluate(instruction, context);
    state = { ...state, ...effect.state };
    if (effect.step) steps.push(effect.step);
    history.push({ createdBy: effect.history, hasLayer: effect.step !== undefined });
  }
  return { stage, steps, state, history };
}

/** ENV beats an ARG of the same name. */
function lookupIn({ environment, args }: ImageState): (name: string) => string | undefined {
  return (name) => environment.get(name) ?? args.get(name);
}

function evaluate(instruction: StageInstruction, context: InstructionContext): Effect {
  const { state } = context;
  switch (instruction.kind) {
    case 'run': {
      const step = runStep(instruction, context);
      return { step, history: step.createdBy };
    }
    case 'copy':
    case 'add': {
      const step = copyStep(instruction, context);
      return { step, history: step.createdBy };
    }
    case 'workdir':
      return workdir(expand(instruction.path, instruction.at, context), instruction.at, state);
    case 'env': {
      const pairs = expandPairs(instruction.pairs, instruction.at, context);
      const environment = new Map(state.environment);
      for (const { name, value } of pairs) environment.set(name, value);
      return { state: { environment }, history: `ENV ${formatPairs(pairs)}` };
    }
    case 'label': {
      const pairs = expandPairs(instruction.pairs, instruction.at, context);
      const labels = { ...state.labels, ...Object.fromEntries(pairs.map(({ name, value }) => [name, value])) };
      return { state: { labels }, history: `LABEL ${formatPairs(pairs)}` };
    }
    case 'arg':
      return declareArgs(instruction, context);
    case 'user': {
      const user = expand(instruction.user, instruction.at, context);
      return { state: { user }, history: `USER ${user}` };
    }
    case 'cmd': {
      const command = argumentsOf(instruction.command, state);
      return { state: { command, isCommandOwn: true }, history: `CMD ${formatList(command)}` };
    }
    case 'entrypoint': {
      const entrypoint = argumentsOf(instruction.command, state);
      const command = state.isCommandOwn ? state.command : null;
      return { state: { entrypoint, command }, history: `ENTRYPOINT ${formatList(entrypoint)}` };
    }
    case 'expose': {
      const words = instruction.ports.flatMap((word) => expandList(word, instruction.at, context));
      const ports = parseExposedPorts(words, instruction.at);
      const exposedPorts = [...new Set([...state.exposedPorts, ...ports])].sort();
      return { state: { exposedPorts }, history: `EXPOSE [${ports.join(' ')}]` };
    }
    case 'volume': {
      const paths = instruction.paths.map((path) => expand(path, instruction.at, context));
      const volumes = [...new Set([...state.volumes, ...checkVolumes(paths, instruction.at)])].sort();
      return { state: { volumes }, history: `VOLUME [${paths.join(' ')}]` };
    }
    case 'stopsignal': {
      const stopSignal = expand(instruction.signal, instruction.at, context);
      if (!isStopSignal(stopSignal)) throw badSignal(stopSignal, instruction.at);
      return { state: { stopSignal }, history: `STOPSIGNAL ${stopSignal}` };
    }
    case 'healthcheck':
      return { state: { healthcheck: healthcheckOf(instruction.check) }, history: instruction.original };
    case 'shell':
      return { state: { shell: instruction.shell }, history: `SHELL [${instruction.shell.join(' ')}]` };
    case 'onbuild':
      return {
        state: { onBuild: [...state.onBuild, instruction.expression] },
        history: `ONBUILD ${instruction.expression}`,
      };
    case 'maintainer':
      return { state: { author: instruction.maintainer }, history: `MAINTAINER ${instruction.maintainer}` };
  }
}

/** `WORKDIR /` is where every image has its root: there is nothing to make. */
function workdir(written: string, at: SourcePosition, state: ImageState): Effect {
  const path = absolutePath(written, state.workingDir);
  const step = {
    kind: 'workdir',
    path,
    user: state.user,
    at,
    title: `WORKDIR ${path}`,
    createdBy: `WORKDIR ${path}`,
  } as const;
  return { state: { workingDir: path }, history: `WORKDIR ${path}`, ...(path === '/' ? {} : { step }) };
}

/** A default that a build argument replaces is not looked at; without one the value of a global ARG counts. */
function declareArgs(instruction: StageInstruction & { readonly kind: 'arg' }, context: InstructionContext): Effect {
  const args = new Map(context.state.args);
  const written: string[] = [];
  const lookup = (name: string): string | undefined => context.state.environment.get(name) ?? args.get(name);
  for (const { name, default: text } of instruction.args) {
    const given = own(context.buildArgs, name);
    const fallback = (): string | undefined =>
      text === undefined ? own(context.globalArgs, name) : expand(text, instruction.at, { ...context, lookup });
    const value = given ?? fallback();
    args.delete(name);
    args.set(name, value);
    written.push(value === undefined ? name : `${name}=${value}`);
  }
  return { state: { args }, history: `ARG ${written.join(' ')}` };
}

function own(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function argumentsOf(command: Command, state: ImageState): readonly string[] {
  return command.form === 'exec' ? command.args : [...shellOf(state), command.text];
}

function healthcheckOf(check: Healthcheck): ImageHealthcheck {
  const silent = { intervalMs: null, timeoutMs: null, startPeriodMs: null, startIntervalMs: null, retries: null };
  if (check.kind === 'none') return { ...silent, test: ['NONE'] };
  const { command } = check;
  return {
    test: command.form === 'exec' ? ['CMD', ...command.args] : ['CMD-SHELL', command.text],
    intervalMs: check.intervalMs || null,
    timeoutMs: check.timeoutMs || null,
    startPeriodMs: check.startPeriodMs || null,
    startIntervalMs: check.startIntervalMs || null,
    retries: check.retries || null,
  };
}

function checkVolumes(paths: readonly string[], at: SourcePosition): readonly string[] {
  if (!paths.includes('')) return paths;
  throw new BuildError('empty-volume', { message: 'VOLUME names an empty path', at });
}

function formatPairs(pairs: readonly KeyValue[]): string {
  return pairs.map(({ name, value }) => `${name}=${value}`).join(' ');
}

function badSignal(signal: string, at: SourcePosition): BuildError {
  return new BuildError('bad-stop-signal', {
    message: `STOPSIGNAL is "${signal}", expected a signal such as SIGTERM or 15`,
    at,
  });
}
