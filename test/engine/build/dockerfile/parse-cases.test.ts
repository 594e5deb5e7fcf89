// BuildKit's own parser cases.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildError, type DockrError, ErrorList } from '../../../../src/core/errors.ts';
import { descriptionOf } from '../../../../src/engine/build/dockerfile/description.ts';
import { parseDevice } from '../../../../src/engine/build/dockerfile/device.ts';
import {
  checkSyntax,
  findDirectives,
  parseCheck,
  parseSyntax,
} from '../../../../src/engine/build/dockerfile/directives.ts';
import { parseExposedPorts } from '../../../../src/engine/build/dockerfile/exposed-ports.ts';
import { readFlags } from '../../../../src/engine/build/dockerfile/flags.ts';
import { findHeredocs, parseHeredocWord, stripLeadingTabs } from '../../../../src/engine/build/dockerfile/heredoc.ts';
import type { Heredoc, StageInstruction } from '../../../../src/engine/build/dockerfile/model.ts';
import { parseDockerfile, readDockerfile } from '../../../../src/engine/build/dockerfile/parse-dockerfile.ts';
import { splitPhysicalLines } from '../../../../src/engine/build/dockerfile/physical-lines.ts';
import type { RawInstruction } from '../../../../src/engine/build/dockerfile/raw-instruction.ts';
import { readInstructions } from '../../../../src/engine/build/dockerfile/read-instructions.ts';
import { resolveStages } from '../../../../src/engine/build/dockerfile/resolve-stages.ts';
import { parseStringArray, splitQuotedWords } from '../../../../src/engine/build/dockerfile/tokens.ts';
import { withCases } from './cases.ts';
import { dumpInstructions } from './dump.ts';

const FILE = 'Dockerfile';

function rawOf(text: string): readonly RawInstruction[] {
  const { dockerfile, rawInstructions } = readDockerfile(text, FILE);
  assert.ok(dockerfile);
  return rawInstructions;
}

function instructionOf(text: string): StageInstruction {
  const instruction = parseDockerfile(`FROM scratch\n${text}`, FILE).stages[0]?.instructions[0];
  assert.ok(instruction);
  return instruction;
}

function errorsOf(run: () => unknown): readonly DockrError[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ErrorList) return error.errors;
    assert.ok(error instanceof BuildError, String(error));
    return [error];
  }
  return [];
}

type DirectiveCase = {
  readonly id: string;
  readonly key: 'all' | 'syntax' | 'check';
  readonly dockerfile: string;
  readonly directives?: readonly (readonly [string, string])[];
  readonly found?: boolean;
  readonly value?: string;
  readonly cmdline?: string;
  readonly line?: number;
};

withCases<DirectiveCase>('directives', ({ cases, count }) => {
  describe('directives', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const each of cases) test(each.id, () => checkDirective(each));
  });
});

function checkDirective(each: DirectiveCase) {
  if (each.key === 'all') {
    const found = findDirectives(splitPhysicalLines(each.dockerfile, FILE), FILE);
    return assert.deepEqual(
      found.map(({ name, value }) => [name, value]),
      each.directives,
    );
  }
  const check = parseCheck(each.dockerfile, FILE);
  const syntax = parseSyntax(each.dockerfile, FILE);
  const found =
    each.key === 'check'
      ? check && { text: check.value, line: check.line.number }
      : syntax && { text: syntax.text, line: syntax.at.line };
  assert.equal(found !== undefined, each.found);
  if (each.value !== undefined) assert.equal(found?.text.split(/\s/)[0], each.value);
  if (each.cmdline !== undefined) assert.equal(found?.text, each.cmdline);
  if (each.line !== undefined) assert.equal(found?.line, each.line);
}

withCases<{ readonly id: string; readonly dockerfile: string; readonly dump: string }>(
  'parser-dump',
  ({ cases, count }) => {
    describe('whole files are cut as BuildKit cuts them', () => {
      test('no case is left out', () => assert.equal(cases.length, count));
      for (const { id, dockerfile, dump } of cases) {
        test(id, () => {
          const lines = splitPhysicalLines(dockerfile, FILE);
          const { dockerfile: read } = readDockerfile(dockerfile, FILE);
          const { instructions, problems } = readInstructions(lines, {
            file: FILE,
            escapeCharacter: read.directives.escape,
          });
          assert.deepEqual(problems, []);
          assert.equal(dumpInstructions(instructions), dump);
        });
      }
    });
  },
);

type ErrorCase = {
  readonly id: string;
  readonly op: 'parse' | 'instruction' | 'plan' | 'build' | 'lines' | 'warnings';
  readonly dockerfile?: string;
  readonly dockerfileTemplate?: string;
  readonly target?: string;
  readonly error?: boolean;
  readonly errorEquals?: string;
  readonly errorContains?: string;
  readonly errorLines?: readonly number[];
  readonly ast?: readonly [number, number];
  readonly children?: readonly (readonly [number, number])[];
  readonly count?: number;
  readonly shortContains?: readonly (readonly string[])[];
};

/** Our code for the error that BuildKit words so. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/line greater than max/, 'line-too-long'],
  [/requires (exactly one|at least one|at least two) argument/, 'missing-argument'],
  [/names can not be blank/, 'blank-name'],
  [/isn't allowed/, 'bad-trigger'],
  [/unknown flag/, 'unknown-flag'],
  [/unknown instruction/, 'unknown-instruction'],
  [/heredoc as a destination/, 'heredoc-destination'],
  [/circular dependency/, 'circular-stages'],
  [/can't be a URL for COPY/, 'remote-source'],
];

/** Errors that happen while running or while reading the context: this module is right to let them pass. */
const AT_BUILD_TIME: ReadonlySet<string> = new Set([
  'testErrorsSourceMap/invalidrun',
  'testErrorsSourceMap/invalidcopy',
  'testErrorsSourceMap/invalidcopyfrom',
  'testErrorsSourceMap/invalidmultiline',
]);

withCases<ErrorCase>('parser-errors', ({ cases, count }) => {
  describe('errors, warnings and lines', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const each of cases) test(each.id, () => checkErrorCase(each));
  });
});

function checkErrorCase(each: ErrorCase) {
  const text =
    each.dockerfile ??
    (each.dockerfileTemplate ?? '').replace(/\{(\d+) x "(.)"\}/, (_, times: string, what: string) =>
      what.repeat(Number(times)),
    );
  if (each.op === 'lines') return checkLines(each, text);
  if (each.op === 'warnings') return checkWarnings(each, text);
  const source = each.op === 'instruction' ? `FROM scratch\n${text}` : text;
  const errors = errorsOf(() => {
    const dockerfile = parseDockerfile(source, FILE);
    checkSyntax(dockerfile.directives.syntax);
    resolveStages(dockerfile, { target: each.target });
  });
  if (AT_BUILD_TIME.has(each.id)) {
    assert.deepEqual(errors, []);
    return assert.deepEqual(spanOf(source, each.errorLines?.[0] ?? 0), each.errorLines);
  }
  assert.equal(errors.length > 0, each.error, errors[0]?.message ?? 'no error');
  const wording = each.errorEquals ?? each.errorContains;
  const expected = CODES.find(([words]) => words.test(wording ?? ''))?.[1];
  if (wording !== undefined) assert.equal(errors[0]?.code, expected);
  if (each.errorLines) assert.equal(errors[0]?.at?.line, each.errorLines[0]);
}

/** The lines of the instruction that begins on a line: what an error at build time points at. */
function spanOf(text: string, start: number): readonly number[] {
  const raw = rawOf(text).find(({ line }) => line.startLine === start);
  return raw ? Array.from({ length: raw.endLine - start + 1 }, (_, index) => start + index) : [];
}

function checkLines(each: ErrorCase, text: string) {
  const spans = rawOf(text).map((raw) => [raw.line.startLine, raw.endLine]);
  assert.deepEqual(spans, each.children);
  assert.deepEqual([spans[0]?.[0], spans.at(-1)?.[1]], each.ast);
}

function checkWarnings(each: ErrorCase, text: string) {
  const { warnings } = parseDockerfile(text, FILE);
  assert.equal(warnings.length, each.count);
  for (const [index, [, instruction = '']] of (each.shortContains ?? []).entries()) {
    assert.equal(warnings[index]?.rule, 'NoEmptyContinuation');
    assert.ok(warnings[index]?.message.includes(instruction));
  }
}

type HeredocCase = {
  readonly id: string;
  readonly op: 'extract' | 'chomp' | 'parseHeredoc' | 'fromLine' | 'copy' | 'run';
  readonly dockerfileRef?: string;
  readonly instructionIndex?: number;
  readonly original?: string;
  readonly heredocs?: readonly { name: string; fd: number; expand: boolean; chomp: boolean; content: string }[];
  readonly input?: string;
  readonly expected?: string;
  readonly error?: boolean;
  readonly name?: string | null;
  readonly names?: readonly string[];
  readonly dockerfile?: string;
  readonly dest?: string;
  readonly sources?: readonly string[];
  readonly contents?: readonly { path: string; data: string; expand: boolean }[];
  readonly shell?: boolean;
  readonly command?: readonly string[];
  readonly files?: readonly { name: string; data: string; chomp: boolean }[];
};

withCases<HeredocCase, { readonly dockerfiles: Readonly<Record<string, string>> }>(
  'heredoc',
  ({ cases, count, dockerfiles }) => {
    describe('heredocs', () => {
      test('no case is left out', () => assert.equal(cases.length, count));
      for (const each of cases) test(each.id, () => checkHeredoc(each, dockerfiles));
    });
  },
);

function checkHeredoc(each: HeredocCase, dockerfiles: Readonly<Record<string, string>>) {
  const input = each.input ?? '';
  switch (each.op) {
    case 'extract': {
      const raw = rawOf(dockerfiles[each.dockerfileRef ?? ''] ?? '')[each.instructionIndex ?? 0];
      if (each.original !== undefined) assert.equal(raw?.line.text, each.original);
      return assert.deepEqual(raw?.heredocs.map(upstreamHeredoc), each.heredocs);
    }
    case 'chomp':
      return assert.equal(stripLeadingTabs(input), each.expected);
    case 'parseHeredoc':
      if (each.error) return assert.throws(() => parseHeredocWord(input), BuildError);
      return assert.equal(parseHeredocWord(input)?.name ?? null, each.name);
    case 'fromLine':
      return assert.deepEqual(
        findHeredocs(input).map(({ name }) => name),
        each.names,
      );
    case 'copy':
      return checkCopy(each);
    case 'run':
      return checkRun(each);
  }
}

function upstreamHeredoc({ name, fd, expand, stripTabs, content }: Heredoc) {
  return { name, fd, expand, chomp: stripTabs, content };
}

function checkCopy(each: HeredocCase) {
  const copy = instructionOf(each.dockerfile ?? '');
  assert.ok(copy.kind === 'copy');
  assert.equal(copy.destination, each.dest);
  assert.deepEqual(copy.sources, each.sources);
  const contents = copy.inlineFiles.map(({ name, content, expand }) => ({ path: name, data: content, expand }));
  assert.deepEqual(contents, each.contents);
}

function checkRun(each: HeredocCase) {
  const run = instructionOf(each.dockerfile ?? '');
  assert.ok(run.kind === 'run');
  assert.equal(run.command.form === 'shell', each.shell);
  assert.deepEqual(run.command.form === 'shell' ? [run.command.text] : run.command.args, each.command);
  const files = run.heredocs.map(({ name, content, stripTabs }) => ({ name, data: content, chomp: stripTabs }));
  assert.deepEqual(files, each.files);
}

type PartCase = {
  readonly id: string;
  readonly op:
    | 'jsonArray'
    | 'parseWords'
    | 'nameVal'
    | 'instruction'
    | 'docComments'
    | 'device'
    | 'flags'
    | 'exposePorts';
  readonly input?: string | readonly string[];
  readonly key?: string;
  readonly dockerfile?: string;
  readonly expected?: unknown;
  readonly error?: boolean;
  readonly args?: readonly string[];
  readonly values?: Readonly<Record<string, unknown>>;
};

withCases<PartCase>('instruction-parts', ({ cases, count }) => {
  describe('parts of instructions', () => {
    test('no case is left out', () => assert.equal(cases.length, count));
    for (const each of cases) test(each.id, () => checkPart(each));
  });
});

function checkPart(each: PartCase) {
  const input = typeof each.input === 'string' ? each.input : '';
  switch (each.op) {
    case 'jsonArray': {
      const array = parseStringArray(input.trim());
      return assert.deepEqual(array, each.error ? 'mixed' : each.expected);
    }
    case 'parseWords': {
      const words = splitQuotedWords({ text: input, start: 0, end: input.length }, '\\');
      return assert.deepEqual(
        words.map(({ text }) => text),
        each.expected,
      );
    }
    case 'nameVal':
      return checkNameValue(each, input);
    case 'instruction':
      return checkInstruction(each);
    case 'docComments':
      return checkComments(each);
    case 'device':
      return expectResult(each, () => parseDevice(input, { file: FILE, line: 1, column: 1, length: 1 }));
    case 'flags':
      return expectFlags(each);
    case 'exposePorts':
      return expectResult(each, () => parseExposedPorts(Array.isArray(each.input) ? each.input : []));
  }
}

function expectResult(each: PartCase, run: () => unknown) {
  if (each.error) assert.throws(run, BuildError);
  else assert.deepEqual(run(), each.expected);
}

function checkNameValue(each: PartCase, input: string) {
  const text = `FROM scratch\n${each.key} ${input}`;
  if (each.error) return assert.throws(() => parseDockerfile(text, FILE), BuildError);
  const args = rawOf(text)[1]?.arguments;
  assert.ok(args?.style === 'pairs');
  assert.deepEqual(
    args.pairs.map(({ name, value }) => [name, value, args.legacy ? '' : '=']),
    each.expected,
  );
}

function checkInstruction(each: PartCase) {
  const text = each.dockerfile ?? '';
  if (each.error) return assert.throws(() => instructionOf(text), BuildError);
  const instruction = instructionOf(text);
  if (each.expected === undefined) return;
  if (instruction.kind === 'run') {
    const flags = rawOf(`FROM scratch\n${text}`)[1]?.flags.map((flag) => flag.text.replace(/^--|=.*$/g, ''));
    return assert.deepEqual({ flagsUsed: flags }, each.expected);
  }
  assert.ok(instruction.kind === 'healthcheck' && instruction.check.kind === 'command');
  const { command } = instruction.check;
  const test = command.form === 'shell' ? ['CMD-SHELL', command.text] : ['CMD', ...command.args];
  assert.deepEqual({ test }, each.expected);
}

function checkComments(each: PartCase) {
  const { globalArgs, stages } = parseDockerfile(each.dockerfile ?? '', FILE);
  const found: Record<string, string> = {};
  for (const arg of globalArgs)
    for (const { name } of arg.args) found[`meta:${name}`] = descriptionOf(arg.comments, name) ?? '';
  for (const { name = '', from, instructions } of stages) {
    found[`stage:${name}`] = descriptionOf(from.comments, name) ?? '';
    for (const [index, arg] of instructions.entries()) {
      if (arg.kind === 'arg')
        for (const each of arg.args) found[`cmd${index}:${each.name}`] = descriptionOf(arg.comments, each.name) ?? '';
    }
  }
  assert.deepEqual(found, each.expected);
}

function expectFlags(each: PartCase) {
  const [raw] = rawOf(`RUN ${(each.args ?? []).join(' ')}`);
  assert.ok(raw);
  const read = () => readFlags(raw, { str1: 'string', bool1: 'boolean' });
  if (each.error) return assert.throws(read, BuildError);
  const flags = read();
  const values: Record<string, unknown> = {};
  if (flags.all('str1').length > 0) values.str1 = flags.all('str1')[0]?.text;
  if (flags.all('bool1').length > 0) values.bool1 = flags.boolean('bool1');
  assert.deepEqual(values, each.values);
}
