import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, SystemError } from '../../core/errors.ts';
import { defineCommand } from '../command.ts';
import { CONFIG_OPTIONS } from '../config-options.ts';
import { configText } from '../config-text.ts';
import { EXIT } from '../exit-codes.ts';

export const command = defineCommand({
  name: 'config',
  summary: 'Check the stack file and show what it comes down to',
  details:
    'Without an option, the whole stack as one file: variables filled in, files merged, paths absolute, every attribute in its long form. Dollar signs are doubled, so that the output is a stack file again. Warnings go to the standard error; DOCKR_SILENCE=CODE,... or "x-dockr: { silence: [CODE] }" in the file silences some.',
  arguments: [
    { name: 'SERVICE', summary: 'Only these services and what they depend on', variadic: true, completes: 'service' },
  ],
  options: CONFIG_OPTIONS,
  examples: [
    { line: 'dockr config -q', says: 'check the file: the exit code is 3 if it is not right' },
    { line: 'dockr config --services', says: 'the names of its services' },
    { line: 'dockr config --origin', says: 'every value with the file, line and column that it came from' },
    { line: 'dockr config --variables', says: 'the variables that the file asks for' },
    { line: 'dockr config --schema -o stack.schema.json', says: 'the schema, for an editor' },
  ],
  run: async (cli, { options, operands }) => {
    const text = await configText(cli, options, operands);
    if (options.quiet) return EXIT.done;
    if (options.output === undefined) cli.output.stdout.write(text);
    else writeOutput(resolve(cli.cwd, options.output), text);
    return EXIT.done;
  },
});

function writeOutput(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new SystemError('output-not-written', {
      message: `cannot write the output to "${path}": ${REASONS[errorCode(cause) ?? ''] ?? errorCode(cause) ?? cause}`,
      cause,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
