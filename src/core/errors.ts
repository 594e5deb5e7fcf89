// The one family of errors that dockr throws on purpose. Anything else that surfaces is a bug.
import { explainMachineFailure } from './machine-failures.ts';
import type { SourcePosition } from './position.ts';

export type ErrorKind = 'usage' | 'stack' | 'image' | 'build' | 'container' | 'network' | 'volume' | 'agent' | 'system';

export type ErrorDetails = {
  /** What was attempted, the value in double quotes, what is there, what was expected. Lower case, no full stop. */
  readonly message: string;
  readonly at?: SourcePosition | undefined;
  /** A thing to do, and true. */
  readonly hint?: string | undefined;
  /** Last lines of the output of whatever failed. */
  readonly output?: readonly string[] | undefined;
  readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly cause?: unknown;
};

/** An error as it travels over the API and into `--json` lines. */
export type WireError = {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly at?: SourcePosition;
  readonly hint?: string;
  readonly output?: readonly string[];
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  readonly details?: readonly WireError[];
};

/** `code` is stable and documented in docs/errors.md; scripts match on it, never on prose. */
export class DockrError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly at: SourcePosition | undefined;
  readonly hint: string | undefined;
  readonly output: readonly string[];
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(kind: ErrorKind, code: string, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.kind = kind;
    this.code = code;
    this.at = details.at;
    this.hint = details.hint;
    this.output = details.output ?? [];
    this.facts = details.facts ?? {};
  }
}

export class UsageError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('usage', code, details);
  }
}
export class StackError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('stack', code, details);
  }
}
export class ImageError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('image', code, details);
  }
}
export class BuildError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('build', code, details);
  }
}
export class ContainerError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('container', code, details);
  }
}
export class NetworkError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('network', code, details);
  }
}
export class VolumeError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('volume', code, details);
  }
}
export class AgentError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('agent', code, details);
  }
}
/** The machine refuses: a missing program, a missing privilege, a full disk, a system call. */
export class SystemError extends DockrError {
  constructor(code: string, details: ErrorDetails) {
    super('system', code, details);
  }
}

/** Several problems found at once, sorted by place; the message is that of the first. */
export class ErrorList extends DockrError {
  readonly errors: readonly [DockrError, ...DockrError[]];

  constructor(errors: readonly [DockrError, ...DockrError[]]) {
    super(errors[0].kind, errors[0].code, { message: errors[0].message, at: errors[0].at, hint: errors[0].hint });
    this.errors = errors;
  }
}

/** The error as plain JSON. Foreign errors are the machine's failures or become `code: "bug"` with their stack in `output`. */
export function toWireError(error: unknown): WireError {
  if (!(error instanceof DockrError)) return wireForeign(error);
  return {
    kind: error.kind,
    code: error.code,
    message: error.message,
    ...(error.at ? { at: error.at } : {}),
    ...(error.hint ? { hint: error.hint } : {}),
    ...(error.output.length > 0 ? { output: error.output } : {}),
    ...(Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}),
    ...(error instanceof ErrorList ? { details: error.errors.map(toWireError) } : {}),
  };
}

/** The reverse of `toWireError`, for the side that received it. */
export function fromWireError(wire: WireError): DockrError {
  const [first, ...rest] = (wire.details ?? []).map(fromWireError);
  if (first) return new ErrorList([first, ...rest]);
  return new DockrError(wire.kind, wire.code, wire);
}

function wireForeign(error: unknown): WireError {
  const failure = explainMachineFailure(error);
  return failure ? { kind: 'system', ...failure } : wireBug(error);
}

function wireBug(error: unknown): WireError {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    kind: 'system',
    code: 'bug',
    message: error instanceof Error ? error.message : String(error),
    output: stack.split('\n').slice(0, 30),
    hint: 'this is a bug in dockr: please report it with the lines above',
  };
}

/** The code of a failed system call (`ENOENT`) or of one of our errors, else undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
