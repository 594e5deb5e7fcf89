// The files of this host that declare deployments: one file, or a folder of them.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError, errorCode, toWireError, type WireError } from '../../../core/errors.ts';
import { type Digest, sha256 } from '../../../core/hash.ts';
import { readHostFile } from '../../read-host-file.ts';
import type { ParsedDeclaration } from '../parse-declarations.ts';

/** One that is wrong in any way counts as wrong as a whole. `settling`: somebody may be writing it just now. */
export type DeclarationFile =
  | { readonly kind: 'read'; readonly path: string; readonly declarations: readonly ParsedDeclaration[] }
  | { readonly kind: 'wrong'; readonly path: string; readonly error: WireError }
  | { readonly kind: 'settling'; readonly path: string };

/** `missing`: there is no such place, which is not the same as a folder without files. */
export type DeclarationFiles =
  | { readonly kind: 'found'; readonly files: readonly DeclarationFile[] }
  | { readonly kind: 'missing' };

const MOST_FILES = 1_000;
const WRITABLE_BY_OTHERS = 0o022;
/** Half a file may be a declaration, too: one without its last lines, in which signatures were asked for. */
const SETTLED_AFTER_MS = 300;

/** What files said, by the digest of their bytes: most looks find nothing new. */
export type KnownFiles = Map<string, { readonly digest: Digest; readonly file: DeclarationFile }>;

export type ReadOptions = { readonly nowMs: number; readonly known: KnownFiles };

/** Throws where not even a list can be had. Files are sorted by path. */
export async function readDeclarations(place: string, options: ReadOptions): Promise<DeclarationFiles> {
  const paths = await listFiles(place);
  if (!paths) return { kind: 'missing' };
  const files: DeclarationFile[] = [];
  for (const path of paths) {
    const file = await readOne(path, options);
    if (file) files.push(file);
  }
  for (const path of options.known.keys()) if (!paths.includes(path)) options.known.delete(path);
  return { kind: 'found', files };
}

async function listFiles(place: string): Promise<readonly string[] | undefined> {
  const facts = await stat(place).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!facts) return undefined;
  if (!facts.isDirectory()) return [place];
  if ((facts.mode & WRITABLE_BY_OTHERS) !== 0) throw folderNotSafe(place);
  const names = (await readdir(place)).filter((name) => /^[^.].*\.(?:ya?ml|json)$/.test(name)).sort();
  if (names.length <= MOST_FILES) return names.map((name) => join(place, name));
  throw new AgentError('too-many-deployments', {
    message: `"${place}" has ${names.length} files of declarations, at most ${MOST_FILES} are allowed`,
  });
}

/** undefined for one that has gone meanwhile. */
async function readOne(path: string, { nowMs, known }: ReadOptions): Promise<DeclarationFile | undefined> {
  try {
    const ageMs = nowMs - (await stat(path)).mtimeMs;
    if (ageMs >= 0 && ageMs < SETTLED_AFTER_MS) return { kind: 'settling', path };
    const file = await readHostFile(path, 'the declaration');
    if (file.kind === 'missing') return undefined;
    const digest = sha256(file.bytes);
    const last = known.get(path);
    if (last?.digest === digest) return last.file;
    const parsed = await parseFile(path, file.bytes);
    known.set(path, { digest, file: parsed });
    return parsed;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    return { kind: 'wrong', path, error: toWireError(error) };
  }
}

async function parseFile(path: string, bytes: Uint8Array): Promise<DeclarationFile> {
  // Loaded when it is first needed: the daemon starts without it.
  const { parseDeclarations } = await import('../parse-declarations.ts');
  try {
    return { kind: 'read', path, declarations: parseDeclarations(path, bytes) };
  } catch (error) {
    return { kind: 'wrong', path, error: toWireError(error) };
  }
}

function folderNotSafe(place: string): AgentError {
  return new AgentError('host-file-not-safe', {
    message: `the folder of declarations "${place}" can be written by others than root`,
    hint: `chown root "${place}" and chmod go-w "${place}"`,
  });
}
