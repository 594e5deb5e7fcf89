// The front door: a Dockerfile's text → its stages, typed, with every problem that one reading can find.
import { BuildError, type DockrError, ErrorList } from '../../../core/errors.ts';
import { comparePositions } from '../../../core/position.ts';
import { countDirectiveLines, parseDirectives } from './directives.ts';
import type {
  ArgInstruction,
  Dockerfile,
  DockerfileWarning,
  EscapeCharacter,
  FromInstruction,
  Instruction,
  Stage,
  StageInstruction,
} from './model.ts';
import { parseInstruction } from './parse-instruction.ts';
import { splitPhysicalLines } from './physical-lines.ts';
import { keywordPosition, type RawInstruction } from './raw-instruction.ts';
import { readInstructions } from './read-instructions.ts';

/** What could be read of a file, right or wrong: for checks, which report on broken files, too. */
export type DockerfileReading = {
  readonly dockerfile: Dockerfile;
  readonly rawInstructions: readonly RawInstruction[];
  readonly problems: readonly DockrError[];
};

/** Parses a Dockerfile. Throws one BuildError, or an ErrorList of all that is wrong, sorted by place. */
export function parseDockerfile(text: string, file: string): Dockerfile {
  const { dockerfile, problems } = readDockerfile(text, file);
  const [first, ...rest] = problems;
  if (!first) return dockerfile;
  throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

/** Reads a Dockerfile as far as it can be read. Throws only where directives are wrong, for they decide how to read. */
export function readDockerfile(text: string, file: string): DockerfileReading {
  const lines = splitPhysicalLines(text, file);
  const directives = parseDirectives(lines, file);
  const read = readInstructions(lines, {
    file,
    escapeCharacter: directives.escape,
    directiveLines: countDirectiveLines(lines, file),
  });
  const typed = parseAll(read.instructions, directives.escape);
  const grouped = groupByStage(typed.instructions);
  const problems = [...read.problems, ...typed.problems, ...grouped.problems];
  if (problems.length === 0)
    problems.push(...checkNotEmpty(grouped, { file, hasInstructions: read.instructions.length > 0 }));
  problems.sort((a, b) => comparePositions(a.at, b.at));
  const warnings: readonly DockerfileWarning[] = read.warnings;
  const { globalArgs, stages } = grouped;
  return {
    dockerfile: { file, directives, globalArgs, stages, warnings },
    rawInstructions: read.instructions,
    problems,
  };
}

/** One instruction that an image brings for the builds that start from it (its `OnBuild`). `image` stands for the file in errors. */
export function parseTrigger(expression: string, image: string): StageInstruction {
  const lines = splitPhysicalLines(expression, image);
  const read = readInstructions(lines, { file: image, escapeCharacter: '\\' });
  const [raw, ...others] = read.instructions;
  const [problem] = read.problems;
  if (problem) throw problem;
  const instruction = raw && others.length === 0 ? parseInstruction({ raw, escapeCharacter: '\\' }) : undefined;
  if (
    instruction &&
    instruction.kind !== 'from' &&
    instruction.kind !== 'onbuild' &&
    instruction.kind !== 'maintainer'
  ) {
    return instruction;
  }
  throw new BuildError('bad-trigger', {
    message: `image "${image}" has the trigger "${expression.slice(0, 200)}", expected one instruction`,
  });
}

function parseAll(raws: readonly RawInstruction[], escapeCharacter: EscapeCharacter) {
  const instructions: { raw: RawInstruction; instruction: Instruction | undefined }[] = [];
  const problems: DockrError[] = [];
  for (const raw of raws) {
    try {
      instructions.push({ raw, instruction: parseInstruction({ raw, escapeCharacter }) });
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      problems.push(error);
      instructions.push({ raw, instruction: undefined });
    }
  }
  return { instructions, problems };
}

type Grouped = {
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
  readonly problems: readonly DockrError[];
};

/** ARGs, then stages. Only the first instruction outside a stage is a problem: those behind it have the same cause. */
function groupByStage(all: readonly { raw: RawInstruction; instruction: Instruction | undefined }[]): Grouped {
  const globalArgs: ArgInstruction[] = [];
  const open: { from: FromInstruction; instructions: StageInstruction[] }[] = [];
  const problems: DockrError[] = [];
  let hasBrokenFrom = false;
  for (const { raw, instruction } of all) {
    if (raw.keyword === 'from' && !instruction) hasBrokenFrom = true;
    if (!instruction) continue;
    const current = open.at(-1);
    if (instruction.kind === 'from') open.push({ from: instruction, instructions: [] });
    else if (current) current.instructions.push(instruction);
    else if (instruction.kind === 'arg') globalArgs.push(instruction);
    else if (!hasBrokenFrom && problems.length === 0) problems.push(outsideStage(raw));
  }
  return {
    globalArgs,
    stages: open.map(({ from, instructions }, index) => toStage(from, instructions, index)),
    problems,
  };
}

function toStage(from: FromInstruction, instructions: readonly StageInstruction[], index: number): Stage {
  return {
    index,
    ...(from.stageName ? { name: from.stageName } : {}),
    base: { image: from.image, ...(from.platform ? { platform: from.platform } : {}) },
    from,
    instructions,
  };
}

function outsideStage(raw: RawInstruction): BuildError {
  return new BuildError('no-stage-yet', {
    message: `${raw.keyword.toUpperCase()} stands before the first FROM, expected ARG or FROM`,
    at: keywordPosition(raw),
    hint: 'begin with FROM <image>',
  });
}

function checkNotEmpty(
  grouped: Grouped,
  { file, hasInstructions }: { file: string; hasInstructions: boolean },
): readonly DockrError[] {
  if (grouped.stages.length > 0) return [];
  return [
    new BuildError('empty-dockerfile', {
      message: hasInstructions ? `Dockerfile "${file}" has no stage` : `Dockerfile "${file}" has no instruction`,
      at: { file, line: 1, column: 1, length: 1 },
      hint: 'begin with FROM <image>',
    }),
  ];
}
