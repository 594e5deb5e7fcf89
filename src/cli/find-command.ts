import { type DockrError, UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { DeclarationTable } from './declaration.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { type ParsedOptions, parseArguments } from './parse-arguments.ts';

export type FoundCommand = {
  /** Undefined when none was named. */
  readonly name: string | undefined;
  /** The first word of several commands, when help for those is wanted: `dockr volume --help`. */
  readonly group?: string;
  /** Global options that stood before the name. */
  readonly before: ParsedOptions;
  readonly rest: readonly string[];
};

/** Takes the global options before the command's name, the name, and leaves the rest. */
export function findCommand(words: readonly string[], table: DeclarationTable): FoundCommand {
  const { options, operands } = parseArguments(words, { options: GLOBAL_OPTIONS, stopAt: 1, usage: 'dockr' });
  const [first, second, third] = operands;
  if (first === undefined) return { name: undefined, before: options, rest: [] };
  const three = `${first} ${second} ${third}`;
  if (table.names.includes(three)) return { name: three, before: options, rest: operands.slice(3) };
  const pair = `${first} ${second}`;
  if (table.names.includes(pair)) return { name: pair, before: options, rest: operands.slice(2) };
  if (isGroup(first, table) && !table.names.includes(first) && wantsHelp(operands.slice(1), options))
    return { name: undefined, group: first, before: options, rest: operands.slice(1) };
  const name = Object.hasOwn(table.aliases, first) ? table.aliases[first] : first;
  if (name === undefined || !table.names.includes(name)) throw unknownCommand(operands, table);
  return { name, before: options, rest: operands.slice(1) };
}

/** Whether a word begins the names of several commands. */
export function isGroup(word: string, table: DeclarationTable): boolean {
  return table.names.some((name) => name.startsWith(`${word} `));
}

/** Asked for before the name or behind it; a word that is no option would be a command. */
function wantsHelp(words: readonly string[], before: ParsedOptions): boolean {
  const isAsked = before['help'] === true || words.includes('--help') || words.includes('-h');
  return isAsked && words.every((word) => word.startsWith('-'));
}

/** An error for a name that no command has; groups (`volume`) tell what is in them. */
export function unknownCommand(operands: readonly string[], table: DeclarationTable): DockrError {
  const [first = '', second] = operands;
  const group = table.names.filter((name) => name.startsWith(`${first} `)).map((name) => name.slice(first.length + 1));
  if (group.length > 0) return unknownInGroup(first, second, group);
  const near = suggest(first, [...table.names, ...Object.keys(table.aliases)]);
  return new UsageError('unknown-command', {
    message: `unknown command "${first}"`,
    hint: near ? `did you mean "dockr ${near}"?` : 'see "dockr help" for the commands there are',
  });
}

function unknownInGroup(group: string, word: string | undefined, words: readonly string[]): DockrError {
  if (word === undefined) {
    return new UsageError('missing-command', {
      message: `"dockr ${group}" needs one of ${words.join(', ')}`,
      hint: `try "dockr ${group} ${words[0]}"`,
    });
  }
  const near = suggest(word, words);
  return new UsageError('unknown-command', {
    message: `unknown command "${group} ${word}", expected one of ${words.join(', ')}`,
    hint: near ? `did you mean "dockr ${group} ${near}"?` : undefined,
  });
}
