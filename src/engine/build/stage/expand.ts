// The words of an instruction with their variables replaced.
import { posix } from 'node:path';
import type { SourcePosition } from '../../../core/position.ts';
import type { Variables } from '../dockerfile/global-args.ts';
import type { EscapeCharacter, KeyValue } from '../dockerfile/model.ts';
import type { ResolvedStage } from '../dockerfile/resolve-stages.ts';
import { expandWord, expandWords } from '../dockerfile/shell-words.ts';
import type { ImageState } from './image-state.ts';

export type BuildVariables = {
  readonly buildArgs: Variables;
  /** Of the ARGs before the first FROM and of the platforms. */
  readonly globalArgs: Variables;
  readonly escapeCharacter: EscapeCharacter;
};

/** What one instruction is expanded with. */
export type InstructionContext = BuildVariables & {
  readonly state: ImageState;
  readonly stage: ResolvedStage;
  readonly lookup: (name: string) => string | undefined;
};

/** A word with its variables replaced. */
export function expand(word: string, at: SourcePosition, { lookup, escapeCharacter }: InstructionContext): string {
  return expandWord(word, lookup, { escapeCharacter, at }).text;
}

/** The words that a word becomes. */
export function expandList(
  word: string,
  at: SourcePosition,
  { lookup, escapeCharacter }: InstructionContext,
): readonly string[] {
  return expandWords(word, lookup, { escapeCharacter, at });
}

/** Names and values. */
export function expandPairs(
  pairs: readonly KeyValue[],
  at: SourcePosition,
  context: InstructionContext,
): readonly KeyValue[] {
  return pairs.map(({ name, value }) => ({ name: expand(name, at, context), value: expand(value, at, context) }));
}

/** A path of the image: relative ones count from the working directory, and `..` stops at the root. */
export function absolutePath(path: string, workingDir: string): string {
  return posix.resolve('/', workingDir, path);
}
