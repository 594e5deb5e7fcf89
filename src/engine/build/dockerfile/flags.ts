// `--name=value` and `--name` between an instruction's keyword and its arguments.
import { BuildError } from '../../../core/errors.ts';
import type { SourcePosition } from '../../../core/position.ts';
import { suggest } from '../../../core/suggest.ts';
import type { LogicalLine } from './logical-lines.ts';
import type { RawInstruction } from './raw-instruction.ts';
import { positionOf, type Token } from './token.ts';

/** `strings` may be repeated, the others may not; a `boolean` may stand without a value. */
export type FlagKind = 'string' | 'strings' | 'boolean';

export type FlagValue = { readonly text: string; readonly at: SourcePosition };

/** The flags of one instruction, checked against those it knows. */
export type Flags = {
  /** The value, undefined where the flag is missing or empty. */
  string(name: string): string | undefined;
  boolean(name: string): boolean | undefined;
  all(name: string): readonly FlagValue[];
};

/** Reads the flags of an instruction that knows `known`. */
export function readFlags(raw: RawInstruction, known: Readonly<Record<string, FlagKind>> = {}): Flags {
  const found = new Map<string, FlagValue[]>();
  for (const token of raw.flags) {
    const flag = readFlag(raw.line, token, known);
    const values = found.get(flag.name) ?? [];
    if (values.length > 0 && known[flag.name] !== 'strings') throw repeated(flag.name, flag.at);
    found.set(flag.name, [...values, { text: flag.text, at: flag.at }]);
  }
  return {
    string: (name) => found.get(name)?.[0]?.text || undefined,
    boolean: (name) => (found.has(name) ? found.get(name)?.[0]?.text === 'true' : undefined),
    all: (name) => found.get(name) ?? [],
  };
}

function readFlag(
  line: LogicalLine,
  token: Token,
  known: Readonly<Record<string, FlagKind>>,
): FlagValue & { name: string } {
  const at = positionOf(line, token);
  const [, name = '', equals, value = ''] = /^--([^=]*)(=?)(.*)$/su.exec(token.text) ?? [];
  const kind = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!kind) throw unknown(name, Object.keys(known), at);
  if (kind !== 'boolean') {
    if (!equals) throw new BuildError('missing-flag-value', { message: `flag "--${name}" has no value`, at });
    return { name, text: value, at };
  }
  const text = equals ? value.toLowerCase() : 'true';
  if (text === 'true' || text === 'false') return { name, text, at };
  throw new BuildError('bad-flag-value', {
    message: `flag "--${name}" has the value "${value}", expected true or false`,
    at,
  });
}

function unknown(name: string, known: readonly string[], at: SourcePosition): BuildError {
  const near = suggest(name, known);
  const list = known.map((flag) => `--${flag}`).join(', ');
  return new BuildError('unknown-flag', {
    message: `unknown flag "--${name}", ${list ? `expected one of ${list}` : 'this instruction has none'}`,
    at,
    hint: near ? `did you mean "--${near}"?` : undefined,
  });
}

function repeated(name: string, at: SourcePosition): BuildError {
  return new BuildError('repeated-flag', { message: `flag "--${name}" stands twice, expected once`, at });
}
