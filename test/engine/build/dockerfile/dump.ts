// The dump that BuildKit's parser tests compare: one `(instruction arguments...)` a line.
import type { RawArguments, RawInstruction } from '../../../../src/engine/build/dockerfile/raw-instruction.ts';

export function dumpInstructions(instructions: readonly RawInstruction[]): string {
  return instructions.map((raw) => `(${dump(raw)})\n`).join('');
}

function dump(raw: RawInstruction): string {
  const flags = raw.flags.length > 0 ? [`[${raw.flags.map((flag) => quote(flag.text)).join(' ')}]`] : [];
  const args = raw.trigger ? [`(${dump(raw.trigger)})`] : dumpArguments(raw.arguments).map(quote);
  return [raw.keyword, ...flags, ...args].join(' ');
}

function dumpArguments(args: RawArguments): readonly string[] {
  switch (args.style) {
    case 'json':
      return args.values;
    case 'words':
      return args.words.map((word) => word.text);
    case 'pairs':
      return args.pairs.flatMap(({ name, value }) => [name, value, args.legacy ? '' : '=']);
    case 'typed':
      return [args.type.text, ...dumpArguments(args.inner)];
  }
}

/** Go's %q, for what occurs in the cases. */
function quote(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\\': '\\\\',
    '"': '\\"',
  };
  const escaped = [...text].map((character) => {
    if (named[character]) return named[character];
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  });
  return `"${escaped.join('')}"`;
}
