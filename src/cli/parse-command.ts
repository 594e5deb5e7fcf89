import { UsageError } from '../core/errors.ts';
import type { Declaration, Input, OptionSpecs } from './declaration.ts';
import { GLOBAL_OPTIONS, type GlobalValues } from './global-options.ts';
import { type ParsedOptions, parseArguments } from './parse-arguments.ts';

export type ParsedCommand = { readonly globals: GlobalValues; readonly input: Input<OptionSpecs> };

/** The words behind a command's name; `before` are the global options in front of it. */
export function parseCommand(command: Declaration, words: readonly string[], before: ParsedOptions): ParsedCommand {
  const parsed = parseArguments(words, {
    options: { ...sharedOptions(command), ...command.options },
    stopAt: command.passesThrough ? 1 : undefined,
    usage: `dockr ${command.name}`,
  });
  const globals = mergeGlobals(before, parsed.options, command);
  if (!globals.help) checkOperands(command, parsed.operands);
  const own = Object.keys(command.options).map((name) => [name, parsed.options[name]]);
  return { globals, input: { options: Object.fromEntries(own), operands: parsed.operands } };
}

/** The global options as a command takes them: its own come first, by long name and by letter. */
export function sharedOptions(command: Declaration): OptionSpecs {
  const letters = new Set(Object.values(command.options).map((spec) => spec.short));
  return Object.fromEntries(
    Object.entries<OptionSpecs[string]>(GLOBAL_OPTIONS)
      .filter(([name]) => !Object.hasOwn(command.options, name))
      .map(([name, { short, ...spec }]) => [
        name,
        short === undefined || letters.has(short) ? spec : { ...spec, short },
      ]),
  );
}

/** Lists add up; of single values the later one counts. */
function mergeGlobals(before: ParsedOptions, after: ParsedOptions, command: Declaration): GlobalValues {
  const merged = Object.keys(GLOBAL_OPTIONS).map((name) => {
    const first = before[name];
    const second = Object.hasOwn(command.options, name) ? undefined : after[name];
    if (Array.isArray(first)) return [name, [...first, ...(Array.isArray(second) ? second : [])]];
    return [name, second === undefined || second === false ? first : second];
  });
  return Object.fromEntries(merged);
}

function checkOperands(command: Declaration, operands: readonly string[]): void {
  const usage = `dockr ${command.name}`;
  const missing = command.arguments.find((argument, index) => argument.required && operands[index] === undefined);
  if (missing) {
    throw new UsageError('missing-argument', {
      message: `"${usage}" needs ${missing.name.toUpperCase()}: ${missing.summary}`,
      hint: `see "${usage} --help"`,
    });
  }
  if (command.arguments.at(-1)?.variadic) return;
  const extra = operands[command.arguments.length];
  if (extra === undefined) return;
  throw new UsageError('unexpected-argument', {
    message: `"${usage}" does not take the argument "${extra}"`,
    hint: `see "${usage} --help"`,
  });
}
