// Bind-mounted files that belong to the folder of a stack: what they were when it was applied is written down, so that an
// edit since then can be told.
import { readFileSync, statSync } from 'node:fs';
import { sha256 } from '../core/hash.ts';
import type { FileFact } from '../reconcile/drift.ts';
import type { Stack } from '../stack/model.ts';

const PREFIX = 'bind:';
const LARGEST_FILE = 1 << 20;

type Inputs = Readonly<Record<string, string>>;
type MountedStack = Pick<Stack, 'directory' | 'services'>;

/** `bind:PATH` -> size, time of the last change and digest. Files that are known and were not touched are not read again. */
export function bindInputs(stack: MountedStack, known: Inputs = {}): Inputs {
  const entries = boundPaths(stack).flatMap((path) => {
    const key = PREFIX + path;
    const text = observeText(path, known[key]);
    return text === undefined ? [] : [[key, text] as const];
  });
  return Object.fromEntries(entries);
}

/** The files of the inputs, as they were and as they are. */
export function boundFiles(
  inputs: Inputs,
): { readonly path: string; readonly expected: FileFact; readonly actual: FileFact }[] {
  return Object.entries(inputs)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, text]) => {
      const path = key.slice(PREFIX.length);
      return { path, expected: factOf(text), actual: observeFact(path, text) };
    });
}

/** Paths of binds beneath the folder of the stack, each once. */
function boundPaths({ directory, services }: MountedStack): string[] {
  const mounts = Object.values(services).flatMap(({ volumes }) => volumes);
  const sources = mounts.flatMap((mount) => (mount.kind === 'bind' ? [mount.source] : []));
  return [...new Set(sources)].filter((path) => path.startsWith(`${directory}/`)).sort();
}

/** Undefined for what is no regular file, is not there, or is large. A file that was only touched keeps its text. */
function observeText(path: string, known: string | undefined): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > LARGEST_FILE) return undefined;
  const start = `${stat.size}:${stat.mtimeMs}:`;
  if (known?.startsWith(start)) return known;
  const digest = sha256(readFileSync(path));
  const before = known === undefined ? null : factOf(known);
  return before?.size === stat.size && before.sha256 === digest ? known : start + digest;
}

function observeFact(path: string, known: string): FileFact {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return null;
  // One that has grown beyond what is digested differs by its size alone.
  if (stat.size > LARGEST_FILE) return { size: stat.size, sha256: '' };
  const text = observeText(path, known);
  return text === undefined ? null : factOf(text);
}

function factOf(text: string): FileFact {
  const [size = '', , ...digest] = text.split(':');
  return { size: Number(size), sha256: digest.join(':') };
}
