// A whole file cut into raw instructions, each with its heredocs, and every problem met on the way.
import { BuildError, type DockrError } from '../../../core/errors.ts';
import { findHeredocs, type HeredocWord } from './heredoc.ts';
import { LineReader, type ReadOptions } from './logical-lines.ts';
import type { DockerfileWarning, Heredoc } from './model.ts';
import { type PhysicalLine, positionInLine } from './physical-lines.ts';
import { keywordPosition, parseRawInstruction, type RawInstruction, takesHeredocs } from './raw-instruction.ts';

export type InstructionsRead = {
  readonly instructions: readonly RawInstruction[];
  readonly warnings: readonly DockerfileWarning[];
  readonly problems: readonly DockrError[];
};

/** Reads to the end; an instruction that cannot be cut is a problem, and those behind it are read all the same. */
export function readInstructions(lines: readonly PhysicalLine[], options: ReadOptions): InstructionsRead {
  const { file, escapeCharacter } = options;
  const reader = new LineReader(lines, options);
  const instructions: RawInstruction[] = [];
  const warnings: DockerfileWarning[] = [];
  const problems: DockrError[] = [];
  for (let line = reader.nextLogical(); line; line = reader.nextLogical()) {
    if (line instanceof BuildError) {
      problems.push(line);
      continue;
    }
    if (line.hasEmptyContinuation) warnings.push(emptyContinuation(lines[line.endLine - 1], line.text, file));
    try {
      instructions.push(withHeredocs(parseRawInstruction(line, escapeCharacter), reader));
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      problems.push(error);
    }
  }
  return { instructions, warnings, problems };
}

function withHeredocs(raw: RawInstruction, reader: LineReader): RawInstruction {
  if (!takesHeredocs(raw) || !raw.line.text.includes('<<')) return raw;
  const heredocs = announced(raw).map((word): Heredoc => ({ ...word, content: readBody(raw, word, reader) }));
  return { ...raw, heredocs, endLine: reader.lastLine };
}

function announced(raw: RawInstruction): readonly HeredocWord[] {
  try {
    return findHeredocs(raw.line.text);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    throw new BuildError('bad-heredoc', {
      message: `heredoc cannot be read: ${error.message}`,
      at: keywordPosition(raw),
      cause: error,
    });
  }
}

function readBody(raw: RawInstruction, word: HeredocWord, reader: LineReader): string {
  const body: string[] = [];
  for (let line = reader.nextRaw(); line; line = reader.nextRaw()) {
    const text = line.text.replace(/\r+$/, '');
    if ((word.stripTabs ? text.replace(/^\t+/, '') : text) === word.name) return body.join('');
    body.push(`${line.text}\n`);
  }
  throw new BuildError('unterminated-heredoc', {
    message: `heredoc "${word.name}" has no end, expected a line "${word.name}"`,
    at: raw.line.positionAt(Math.max(0, raw.line.text.indexOf('<<')), 2),
    hint: 'quote the "<<" if no heredoc is meant',
  });
}

function emptyContinuation(last: PhysicalLine | undefined, text: string, file: string): DockerfileWarning {
  const line = last ?? { text, number: 1 };
  return {
    rule: 'NoEmptyContinuation',
    message: `empty line inside the continued instruction "${text}"`,
    at: positionInLine(line, { file, column: 1, length: Math.max(1, line.text.length) }),
  };
}
