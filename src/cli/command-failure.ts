import { DockrError } from '../core/errors.ts';
import { commandExitCode } from './exit-codes.ts';

/** The failure of a `run` or `exec` with the exit code that Docker's commands have for it. */
export class CommandFailure extends Error {
  readonly exitCode: number;
  readonly error: DockrError;

  constructor(error: DockrError) {
    super(error.message, { cause: error });
    this.error = error;
    this.exitCode = commandExitCode(error);
  }
}

/** Errors of `work` become failures with Docker's exit codes. */
export async function asCommand<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DockrError ? new CommandFailure(error) : error;
  }
}
