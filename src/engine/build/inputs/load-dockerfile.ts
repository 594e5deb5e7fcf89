// Finds and reads a build's Dockerfile and what its context leaves out.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BuildError, errorCode } from '../../../core/errors.ts';
import { parseIgnoreFile } from '../../../core/ignore/ignore-file.ts';
import { createIgnoreMatcher, type IgnoreMatcher } from '../../../core/ignore/matcher.ts';
import { suggest } from '../../../core/suggest.ts';
import type { BuildSpec } from '../build-spec.ts';
import { isRemoteSource } from '../dockerfile/instructions/copy.ts';

const LARGEST_FILE = 16 << 20;

export type DockerfileText = {
  readonly text: string;
  /** As errors name it: the whole path, because several services may have a Dockerfile. */
  readonly file: string;
  /** What the context leaves out. */
  readonly ignore: IgnoreMatcher;
};

/** Reads the Dockerfile and the ignore file that goes with it. */
export function loadDockerfile(spec: BuildSpec): DockerfileText {
  checkContext(spec.context);
  if (spec.dockerfileInline !== undefined) {
    return { text: spec.dockerfileInline, file: 'dockerfile_inline', ignore: loadIgnore([spec.context]) };
  }
  const { path, text } = readDockerfile(spec);
  return { text, file: path, ignore: loadIgnore([spec.context], `${path}.dockerignore`) };
}

/** The ignore file of a directory, of which `first` takes the place if it is there. */
export function loadIgnore([directory]: readonly [string], first?: string): IgnoreMatcher {
  for (const path of [...(first ? [first] : []), join(directory, '.dockerignore')]) {
    const text = readOptional(path);
    if (text !== undefined) return createIgnoreMatcher(parseIgnoreFile(text, path));
  }
  return createIgnoreMatcher([]);
}

/** Throws where a context is nothing that can be read as a directory. */
export function checkContext(context: string, name?: string): void {
  const what = name === undefined ? `build context "${context}"` : `build context "${name}" at "${context}"`;
  if (isRemoteSource(context)) {
    throw new BuildError('not-supported', { message: `${what} is remote, expected a directory of this machine` });
  }
  const stat = statSync(context, { throwIfNoEntry: false });
  if (!stat) throw new BuildError('context-not-found', { message: `${what} is not there` });
  if (!stat.isDirectory()) throw new BuildError('context-not-a-directory', { message: `${what} is not a directory` });
}

function readDockerfile({ context, dockerfile }: BuildSpec): { readonly path: string; readonly text: string } {
  const names = dockerfile ? [dockerfile] : ['Dockerfile', 'dockerfile'];
  for (const name of names) {
    const path = resolve(context, name);
    const text = readOptional(path);
    if (text !== undefined) return { path, text };
  }
  throw notFound(resolve(context, names[0] ?? ''));
}

function readOptional(path: string): string | undefined {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_FILE) throw tooLarge(path, size);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code !== 'EISDIR') throw error;
    throw new BuildError('dockerfile-not-found', {
      message: `"${path}" is a directory, expected a file`,
      cause: error,
    });
  }
}

function notFound(path: string): BuildError {
  const near = suggest(basename(path), namesIn(dirname(path)));
  return new BuildError('dockerfile-not-found', {
    message: `no Dockerfile at "${path}"`,
    hint: near === undefined ? 'write one there, or name another file with "dockerfile"' : `did you mean "${near}"?`,
  });
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function tooLarge(path: string, size: number): BuildError {
  return new BuildError('file-too-large', { message: `"${path}" has ${size} bytes, expected at most ${LARGEST_FILE}` });
}
