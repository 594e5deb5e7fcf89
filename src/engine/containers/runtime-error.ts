// What crun and runc say when they cannot create or start a container, as errors that name the container and its command.
// They word the same failures differently, and the exit code of the command line (126, 127) hangs on the difference.
import { readFileSync } from 'node:fs';
import { ContainerError, type ErrorDetails } from '../../core/errors.ts';

export type FailedContainer = {
  readonly name: string;
  /** Where its config.json lies. */
  readonly bundle: string;
};

type Explanation = {
  readonly code: string;
  readonly exitCode: number;
  readonly why: string;
  readonly more?: Partial<ErrorDetails>;
};

/** The error for a container that the runtime did not start. */
export function runtimeError(output: string, container: FailedContainer): ContainerError {
  const text = output.trim().replace(/^.*(error|level=error msg)[:=]\s*/i, '');
  const { code, exitCode, why, more } = explain(text, commandOf(container));
  return new ContainerError(code, {
    message: `cannot start container "${container.name}": ${why}`,
    facts: { exitCode },
    ...more,
  });
}

function explain(text: string, command: string): Explanation {
  const lower = text.toLowerCase();
  const isOfExecutable = /exec|stat/.test(lower);
  if (isOfExecutable && /not found|no such file or directory/.test(lower)) return notFound(command);
  if (lower.includes('exec format error')) return notExecutable(`"${command}" is no program for this machine`);
  if (lower.includes('permission denied') || (isOfExecutable && lower.includes('operation not permitted')))
    return notExecutable(`"${command}" may not be executed`, 'it has to be a file with the permission to execute it');
  const lines = text.split('\n').slice(-10);
  return {
    code: 'runtime-failed',
    exitCode: 125,
    why: lines[0] ?? '',
    ...(lines.length > 1 ? { more: { output: lines } } : {}),
  };
}

function notFound(command: string): Explanation {
  const why = command.includes('/') ? `there is no file "${command}" in it` : `there is no command "${command}" in it`;
  const hint = 'check the command and the entrypoint, and what the image has in its PATH';
  return { code: 'command-not-found', exitCode: 127, why, more: { hint } };
}

function notExecutable(why: string, hint?: string): Explanation {
  return { code: 'command-not-executable', exitCode: 126, why, more: { hint } };
}

function commandOf({ bundle }: FailedContainer): string {
  try {
    const config: unknown = JSON.parse(readFileSync(`${bundle}/config.json`, 'utf8'));
    return firstArgument(config) ?? '';
  } catch {
    return '';
  }
}

function firstArgument(config: unknown): string | undefined {
  const process = typeof config === 'object' && config !== null && 'process' in config ? config.process : undefined;
  const args = typeof process === 'object' && process !== null && 'args' in process ? process.args : undefined;
  return Array.isArray(args) ? String(args[0]) : undefined;
}
