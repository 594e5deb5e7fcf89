// What a step is: two steps of one key make the same layer. Times, names of contexts and proxies are no part of it.
import { digestOf, sha256 } from '../../../core/hash.ts';
import type { CopyStep, RunStep, WorkdirStep } from '../stage/stage-step.ts';

/** The file system that a step starts from: exactly these layers. */
export type Parent = readonly string[];

/** `inputs` are digests of what the step's mounts show. */
export function runKey(step: RunStep, parent: Parent, inputs: readonly string[]): string {
  const { mounts, at: _at, title: _title, createdBy: _createdBy, proxies: _proxies, ...rest } = step;
  const shown = mounts.map(({ mount }) => withoutNames(mount));
  return digestOf({ ...rest, parent, mounts: shown, inputs });
}

/** `content` is the digest of the files, or the layers that they come from. */
export function copyKey(step: CopyStep, parent: Parent, content: string): string {
  const { destination, isDirectory, chown, chmod, unpack, parents } = step;
  const inlineFiles = step.inlineFiles.map((file) => ({ name: file.name, content: sha256(file.content) }));
  return digestOf({
    kind: 'copy',
    parent,
    destination,
    isDirectory,
    chown,
    chmod,
    unpack,
    parents,
    inlineFiles,
    content,
  });
}

/** The files of a COPY as it names them in layers that never change. */
export function copyDefinition({ sources, exclude }: CopyStep, layers: Parent): string {
  return digestOf({ layers, sources, exclude });
}

export function workdirKey({ path, user }: WorkdirStep, parent: Parent): string {
  return digestOf({ kind: 'workdir', parent, path, user });
}

/** The identity of a cache mount is where its files are kept, and says nothing about the result. */
function withoutNames(mount: object): object {
  const { id: _id, sharing: _sharing, from: _from, source: _source, ...rest } = mount as Record<string, unknown>;
  return rest;
}
