import { constants } from 'node:os';
import type { DockrError } from '../core/errors.ts';

/** Exit codes of dockr; `run`, `exec` and `wait` pass the container's own on. */
export const EXIT = { done: 0, failed: 1, usage: 2, stack: 3, changes: 4 } as const;

/** Of `run` and `exec`: the failure is ours, not the command's. */
export const EXIT_OURS = 125;

const COMMAND_CODES: Readonly<Record<string, number>> = { 'command-not-executable': 126, 'command-not-found': 127 };

/** The exit code that an error ends the program with. */
export function exitCodeOf(error: DockrError): number {
  if (error.kind === 'usage') return EXIT.usage;
  if (error.kind === 'stack') return EXIT.stack;
  return EXIT.failed;
}

/** Likewise for `run` and `exec`, with Docker's codes. */
export function commandExitCode(error: DockrError): number {
  if (error.kind === 'usage') return EXIT.usage;
  return COMMAND_CODES[error.code] ?? EXIT_OURS;
}

/** As a shell has it for a program that a signal ended. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
