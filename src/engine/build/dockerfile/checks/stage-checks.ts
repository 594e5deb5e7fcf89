// Checks of one stage's instructions in their order, with what it inherits from the stages it starts from.

import type { IgnoreMatcher } from '../../../../core/ignore/matcher.ts';
import { suggest } from '../../../../core/suggest.ts';
import { isRemoteSource } from '../instructions/copy.ts';
import type { AddInstruction, CopyInstruction, EscapeCharacter, Stage, StageInstruction } from '../model.ts';
import { expandWord } from '../shell-words.ts';
import { type Finding, finding } from './file-checks.ts';

/** What a stage hands to those that start from it. */
export type StageState = {
  /** Variables and their values, undefined where only the build knows. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  readonly hasShell: boolean;
  readonly hasWorkdir: boolean;
};

export type StageContext = {
  readonly escapeCharacter: EscapeCharacter;
  /** Global ARGs with their values, which a bare ARG imports. */
  readonly globals: Readonly<Record<string, string>>;
  readonly ignore?: Pick<IgnoreMatcher, 'ignores' | 'hasNegations'>;
};

const SECRET = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NO_SECRET = /(?:_|^)(?:public|file|version)(?:_|$)/i;

/** Checks a stage that begins in `state`; the state it ends in comes back. */
export function checkStage(
  stage: Stage,
  before: StageState,
  context: StageContext,
): { state: StageState; findings: readonly Finding[] } {
  const findings: Finding[] = [...checkRepeated(stage.instructions)];
  let state = before;
  for (const instruction of stage.instructions) {
    findings.push(...checkInstruction(instruction, state, context), ...checkVariables(instruction, state, context));
    state = stateAfter(instruction, state, context);
  }
  return { state, findings };
}

function checkInstruction(instruction: StageInstruction, state: StageState, context: StageContext): readonly Finding[] {
  const name = instruction.kind.toUpperCase();
  switch (instruction.kind) {
    case 'cmd':
    case 'entrypoint':
      if (instruction.command.form === 'exec' || state.hasShell) return [];
      return [
        finding(
          'JSONArgsRecommended',
          `${name} runs in a shell, which does not pass signals on; a JSON array does without`,
          instruction,
        ),
      ];
    case 'env':
    case 'label': {
      const secrets =
        instruction.kind === 'env' ? instruction.pairs.flatMap((pair) => checkSecret(pair.name, instruction)) : [];
      if (!instruction.legacy) return secrets;
      return [
        ...secrets,
        finding('LegacyKeyValueFormat', `${name} has no equals sign, expected <name>=<value>`, instruction),
      ];
    }
    case 'arg':
      return instruction.args.flatMap((arg) => checkSecret(arg.name, instruction));
    case 'workdir':
      if (state.hasWorkdir || instruction.path.startsWith('/') || instruction.path.startsWith('$')) return [];
      return [
        finding('WorkdirRelativePath', `"${instruction.path}" is relative to whatever the base image has`, instruction),
      ];
    case 'expose':
      return instruction.ports.flatMap((port) => checkPort(port, instruction));
    case 'copy':
    case 'add':
      return checkIgnored(instruction, state, context);
    default:
      return [];
  }
}

function checkSecret(name: string, instruction: StageInstruction): readonly Finding[] {
  if (!SECRET.test(name) || NO_SECRET.test(name)) return [];
  return [
    finding('SecretsUsedInArgOrEnv', `"${name}" looks like a secret, which ARG and ENV do not keep`, instruction),
  ];
}

function checkPort(port: string, instruction: StageInstruction): readonly Finding[] {
  const protocol = port.split('/')[1] ?? '';
  if (port.replace(/\$\{[^}]*\}/g, '').includes(':')) {
    return [
      finding(
        'ExposeInvalidFormat',
        `port "${port}" names an address or a host port, which EXPOSE ignores`,
        instruction,
      ),
    ];
  }
  if (protocol === protocol.toLowerCase() || protocol.includes('$')) return [];
  return [finding('ExposeProtoCasing', `port "${port}" has a protocol that is not in lower case`, instruction)];
}

/** All but the last CMD, ENTRYPOINT and HEALTHCHECK of a stage are without effect. */
function checkRepeated(instructions: readonly StageInstruction[]): readonly Finding[] {
  return instructions.flatMap((instruction, index) => {
    if (!['cmd', 'entrypoint', 'healthcheck'].includes(instruction.kind)) return [];
    if (!instructions.slice(index + 1).some(({ kind }) => kind === instruction.kind)) return [];
    const message = `${instruction.kind.toUpperCase()} stands again below, where only the last counts`;
    return [finding('MultipleInstructionsDisallowed', message, instruction)];
  });
}

function checkIgnored(
  instruction: CopyInstruction | AddInstruction,
  state: StageState,
  context: StageContext,
): readonly Finding[] {
  const { ignore } = context;
  if (!ignore || (instruction.kind === 'copy' && instruction.from !== undefined)) return [];
  return instruction.sources.flatMap((written) => {
    const source = expandOrNothing(written, state, context);
    if (source === undefined || isRemoteSource(source)) return [];
    const path = source.replace(/^(\.?\/)+/, '').replace(/\/+$/, '') || '.';
    const isIgnored = path === '.' ? isWholeContextIgnored(ignore) : ignore.ignores(path);
    return isIgnored
      ? [finding('CopyIgnoredFile', `source "${written}" is left out by .dockerignore`, instruction)]
      : [];
  });
}

/** Nothing is left if neither visible nor hidden names are let through and nothing is taken in again. */
function isWholeContextIgnored(ignore: Pick<IgnoreMatcher, 'ignores' | 'hasNegations'>): boolean {
  return !ignore.hasNegations && ignore.ignores('any-name') && ignore.ignores('.any-name');
}

function expandOrNothing(
  text: string,
  { variables }: StageState,
  { escapeCharacter }: StageContext,
): string | undefined {
  try {
    return expandWord(text, (name) => variables.get(name), { escapeCharacter }).text;
  } catch {
    return undefined; // an error of the build, not a matter of style
  }
}

function checkVariables(instruction: StageInstruction, state: StageState, context: StageContext): readonly Finding[] {
  const unset = expandedTexts(instruction).flatMap((text) => unsetIn(text, instruction, { state, context }));
  return [...new Set(unset)].map((name) => {
    const near = suggest(name, state.variables.keys());
    return finding(
      'UndefinedVar',
      `variable "${name}" is not defined${near ? `, did you mean "${near}"?` : ''}`,
      instruction,
    );
  });
}

function unsetIn(
  text: string,
  instruction: StageInstruction,
  { state, context }: { state: StageState; context: StageContext },
): readonly string[] {
  const lookup = (name: string): string | undefined =>
    state.variables.has(name) ? (state.variables.get(name) ?? '') : undefined;
  const own = instruction.kind === 'arg' ? new Set(instruction.args.map(({ name }) => name)) : new Set<string>();
  try {
    const { unset } = expandWord(text, lookup, { escapeCharacter: context.escapeCharacter });
    return [...unset].filter((name) => !own.has(name));
  } catch {
    return []; // as above
  }
}

/** The texts of an instruction in which variables count. */
function expandedTexts(instruction: StageInstruction): readonly string[] {
  switch (instruction.kind) {
    case 'copy':
    case 'add': {
      const { sources, destination, chown = '', chmod = '' } = instruction;
      const checksum = instruction.kind === 'add' ? (instruction.checksum ?? '') : '';
      return [...sources, destination, chown, chmod, checksum];
    }
    case 'env':
      return instruction.pairs.map(({ value }) => value);
    case 'label':
      return instruction.pairs.flatMap(({ name, value }) => [name, value]);
    case 'arg':
      return instruction.args.map((arg) => arg.default ?? '');
    case 'expose':
      return instruction.ports;
    case 'volume':
      return instruction.paths;
    case 'workdir':
      return [instruction.path];
    case 'user':
      return [instruction.user];
    case 'stopsignal':
      return [instruction.signal];
    default:
      return [];
  }
}

function stateAfter(instruction: StageInstruction, state: StageState, context: StageContext): StageState {
  if (instruction.kind === 'shell') return { ...state, hasShell: true };
  if (instruction.kind === 'workdir') return { ...state, hasWorkdir: true };
  if (instruction.kind === 'env') {
    const added = instruction.pairs.map(({ name, value }) => [name, expandOrNothing(value, state, context)] as const);
    return { ...state, variables: new Map([...state.variables, ...added]) };
  }
  if (instruction.kind !== 'arg') return state;
  const added = instruction.args.map((arg) => {
    const value = arg.default === undefined ? context.globals[arg.name] : expandOrNothing(arg.default, state, context);
    return [arg.name, value] as const;
  });
  return { ...state, variables: new Map([...state.variables, ...added]) };
}
