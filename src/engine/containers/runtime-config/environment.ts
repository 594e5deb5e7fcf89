// The environment and the command line of the container's first process.

import { ContainerError } from '../../../core/errors.ts';
import type { ContainerSpec } from '../../../core/specs.ts';
import type { ImageDefaults } from './image-defaults.ts';

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export type EnvironmentInput = {
  readonly spec: Pick<ContainerSpec, 'environment' | 'tty'>;
  readonly image: Pick<ImageDefaults, 'env'>;
  readonly hostname: string;
  readonly home: string;
};

/** PATH, HOSTNAME, TERM and HOME by default, then the image's variables, then the spec's, of which null removes one. */
export function resolveEnvironment({ spec, image, hostname, home }: EnvironmentInput): readonly string[] {
  const variables = new Map<string, string>([['PATH', DEFAULT_PATH]]);
  variables.set('HOSTNAME', hostname);
  if (spec.tty) variables.set('TERM', 'xterm');
  for (const entry of image.env) {
    const at = entry.indexOf('=');
    if (at > 0) variables.set(entry.slice(0, at), entry.slice(at + 1));
  }
  for (const [name, value] of Object.entries(spec.environment)) {
    if (value === null) variables.delete(name);
    else variables.set(name, value);
  }
  // Last, as the runtimes do it: HOME is only of the passwd file when nobody else gave one, not even a removal.
  if (!variables.has('HOME') && spec.environment.HOME !== null) variables.set('HOME', home);
  return [...variables].map(([name, value]) => checkVariable(name, value));
}

function checkVariable(name: string, value: string): string {
  if (name === '' || name.includes('=') || name.includes('\0') || value.includes('\0')) {
    throw new ContainerError('invalid-environment', {
      message: `cannot set environment variable ${JSON.stringify(name)}: names need a character and no "=", neither part may have a NUL`,
    });
  }
  return `${name}=${value}`;
}

/** Entrypoint and command in one list. An entrypoint in the spec drops the image's command; `[]` and `[""]` are explicitly none. */
export function resolveArguments(
  spec: Pick<ContainerSpec, 'entrypoint' | 'command' | 'image'>,
  image: Pick<ImageDefaults, 'entrypoint' | 'cmd'>,
): readonly string[] {
  const entrypoint = withoutBlank(spec.entrypoint ?? image.entrypoint ?? []);
  const imageCommand = spec.entrypoint === null ? (image.cmd ?? []) : [];
  const argv = [...entrypoint, ...withoutBlank(spec.command ?? imageCommand)];
  if (argv.length === 0 || argv[0] === '') {
    throw new ContainerError('no-command', {
      message: `no command to run: neither the container nor image "${spec.image}" has an entrypoint or a command`,
      hint: 'give one, for example with command:',
    });
  }
  const bad = argv.find((argument) => argument.includes('\0'));
  if (bad !== undefined) {
    throw new ContainerError('invalid-command', { message: `argument ${JSON.stringify(bad)} has a NUL character` });
  }
  return argv;
}

function withoutBlank(argv: readonly string[]): readonly string[] {
  return argv.length === 1 && argv[0] === '' ? [] : argv;
}

/** The working directory: absolute, without `.` and `..`. */
export function resolveWorkingDir(
  spec: Pick<ContainerSpec, 'workingDir'>,
  image: Pick<ImageDefaults, 'workingDir'>,
): string {
  const text = spec.workingDir || image.workingDir || '/';
  if (!text.startsWith('/') || text.includes('\0')) {
    throw new ContainerError('invalid-working-dir', {
      message: `working directory "${text}" is not an absolute path`,
      hint: 'begin it with "/"',
    });
  }
  const parts: string[] = [];
  for (const part of text.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
