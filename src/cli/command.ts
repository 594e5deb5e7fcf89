import type { Cli } from './cli.ts';
import type { Declaration, DeclarationTable, Input, OptionSpecs } from './declaration.ts';

export interface Command<O extends OptionSpecs = OptionSpecs> extends Declaration<O> {
  /** Gives the exit code. */
  run(cli: Cli, input: Input<O>): Promise<number>;
}

/** The table of `commands.ts`: what it loads can be run. */
export type CommandTable = Omit<DeclarationTable, 'load'> & {
  readonly load: (name: string) => Promise<Command>;
};

/** A command with the types of its options worked out for its handler. */
export function defineCommand<const O extends OptionSpecs>(command: Command<O>): Command {
  return command;
}
