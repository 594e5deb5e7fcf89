// What the stages of the loader report while they work: problems are gathered, so that all are shown at once.
import { ErrorList, StackError } from '../core/errors.ts';
import { comparePositions, type SourcePosition } from '../core/position.ts';
import { suggest } from '../core/suggest.ts';
import { type SourceRange, toPosition } from './source-text.ts';
import type { TreePath } from './tree.ts';

export type StackWarning = {
  readonly code: string;
  readonly message: string;
  readonly at?: SourcePosition;
  /** The name of a variable that is not set. */
  readonly variable?: string;
};

/** More than this many problems help nobody. */
export const MOST_PROBLEMS = 200;

export type Problems = {
  readonly errors: StackError[];
  readonly warnings: StackWarning[];
  readonly unsupported: Unsupported[];
};

/** What the file says well but dockr cannot do: no error until something is done with that part of the stack. */
export type Unsupported = { readonly path: TreePath; readonly error: StackError };

export function createProblems(): Problems {
  return { errors: [], warnings: [], unsupported: [] };
}

export function addUnsupported(problems: Problems, unsupported: Unsupported): void {
  if (problems.unsupported.length < MOST_PROBLEMS) problems.unsupported.push(unsupported);
}

/** Whether no further error would be shown. */
export function isFull(problems: Problems): boolean {
  return problems.errors.length >= MOST_PROBLEMS;
}

/** The name that a wrong one is most likely meant to be; not looked for once no further error would be shown. */
export function suggestName(problems: Problems, wrong: string, known: Iterable<string>): string | undefined {
  return isFull(problems) ? undefined : suggest(wrong, known);
}

/** The same error in the same place is given once: two stages may find it. */
export function addError(
  problems: Problems,
  code: string,
  message: string,
  at: SourceRange | undefined,
  hint?: string,
): void {
  if (isFull(problems)) return;
  const error = createError(problems, code, message, at, hint);
  if (problems.errors.some((other) => other.message === message && comparePositions(other.at, error.at) === 0)) return;
  problems.errors.push(error);
}

/** With a hint at the variable that the value comes from, unless there is a better one. */
export function createError(
  problems: Problems,
  code: string,
  message: string,
  at: SourceRange | undefined,
  hint?: string,
): StackError {
  const place = at && toPosition(at);
  const ownHint = hint ?? unsetHint(problems, place) ?? (ABOUT_VARIABLES.has(code) ? undefined : variableHint(at));
  return new StackError(code, { message, at: place, hint: ownHint });
}

/** Errors that name the variable themselves. */
const ABOUT_VARIABLES: ReadonlySet<string> = new Set(['bad-template', 'missing-variable']);

/** What stands in the file is not what is wrong, where a variable has taken its place. */
function variableHint(at: SourceRange | undefined): string | undefined {
  const written = at?.source.text.slice(at.start, Math.min(at.end, at.start + 1000)) ?? '';
  if (!written.includes('$')) return undefined;
  const matches = written.matchAll(/\$\$|\$\{?([_a-zA-Z][_a-zA-Z0-9]*)/g);
  const names = [...new Set([...matches].flatMap(([, name]) => (name === undefined ? [] : [`"${name}"`])))];
  if (names.length === 0) return undefined;
  return `the value comes from ${names.length === 1 ? 'variable' : 'variables'} ${names.join(', ')}`;
}

/** A wrong value is often one whose variable is not set. */
function unsetHint(problems: Problems, place: SourcePosition | undefined): string | undefined {
  const isHere = (at: SourcePosition | undefined): boolean =>
    at !== undefined && at.file === place?.file && at.line === place.line;
  const unset = problems.warnings.find((warning) => warning.code === 'unset-variable' && isHere(warning.at));
  return unset && /^variable "[^"]*" is not set/.exec(unset.message)?.[0];
}

/** The same warning in the same place is given once. */
export function addWarning(problems: Problems, code: string, message: string, at?: SourceRange): void {
  pushWarning(problems, { code, message, ...(at ? { at: toPosition(at) } : {}) });
}

export function addUnsetVariable(problems: Problems, variable: string, at: SourceRange): void {
  const message = `variable "${variable}" is not set: an empty string takes its place`;
  pushWarning(problems, { code: 'unset-variable', message, at: toPosition(at), variable });
}

/** For env files: Compose passes over such text without a word, so it cannot be an error. */
export function strayWarning(problems: Pick<Problems, 'warnings'>): (message: string, at: SourceRange) => void {
  return (message, at) => pushWarning(problems, { code: 'stray-text', message, at: toPosition(at) });
}

function pushWarning(problems: Pick<Problems, 'warnings'>, warning: StackWarning): void {
  const { code, message } = warning;
  if (problems.warnings.length >= MOST_PROBLEMS) return;
  if (problems.warnings.some((warning) => warning.code === code && warning.message === message)) return;
  problems.warnings.push(warning);
}

/** Throws what was gathered, sorted by place: one error as itself, several as a list. */
export function throwProblems(problems: Problems): void {
  const [first, ...rest] = problems.errors.toSorted((a, b) => comparePositions(a.at, b.at));
  if (!first) return;
  throw rest.length === 0 ? first : new ErrorList([first, ...rest]);
}

/**
 * The problems that remain worth showing when the schema has found some already: no second one on the same line, and
 * none that only says that something is missing, since it may be there under a wrong name.
 */
export function dropFollowUps(problems: Problems, schemaErrors: readonly StackError[]): void {
  if (schemaErrors.length === 0) return;
  const lines = new Set(schemaErrors.map(lineOf));
  const others = problems.errors.filter(
    (error) => !lines.has(lineOf(error)) && !/^(no-image|missing-key|undefined-|inactive-)/.test(error.code),
  );
  problems.errors.splice(0, problems.errors.length, ...schemaErrors, ...others);
}

function lineOf(error: StackError): string {
  return `${error.at?.file}:${error.at?.line}`;
}

/** Gathers an error of ours thrown by a stage; anything else passes through. */
export function gather(problems: Problems, error: unknown): void {
  if (error instanceof ErrorList) {
    for (const each of error.errors) gather(problems, each);
    return;
  }
  if (!(error instanceof StackError)) throw error;
  if (problems.errors.length < MOST_PROBLEMS) problems.errors.push(error);
}
