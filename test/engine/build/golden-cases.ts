// BuildKit's recorded builds: what they need, and how what we build is put into the same words.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { loadCases } from '../../support/cases.ts';

export type GoldenFile = {
  readonly path: string;
  readonly type: 'file' | 'dir' | 'symlink' | 'hardlink' | 'socket';
  readonly mode?: string;
  readonly text?: string;
  readonly b64?: string;
  readonly link?: string;
};

export type GoldenEntry = GoldenFile & {
  readonly uid?: number;
  readonly gid?: number;
  readonly sha256?: string;
  readonly contentVaries?: boolean;
};

export type GoldenImage = {
  readonly platform: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly history: readonly Readonly<Record<string, unknown>>[];
  readonly layers: readonly (
    | { readonly base: true }
    | { readonly base?: false; readonly entries: readonly GoldenEntry[] }
  )[];
};

export type GoldenCase = {
  readonly id: string;
  readonly context: readonly GoldenFile[];
  readonly attrs?: Readonly<Record<string, string>>;
  readonly otherMounts?: Readonly<Record<string, readonly GoldenFile[]>>;
  readonly images?: readonly GoldenImage[];
  readonly error?: string;
};

export type GoldenBase = { readonly 'etc/passwd': string; readonly 'etc/group': string };

/** The cases, and what their base images hold. */
export function loadGolden(): { readonly cases: readonly GoldenCase[]; readonly base: GoldenBase } {
  return loadCases('build/build-golden-buildkit.json') as { cases: GoldenCase[]; base: GoldenBase };
}

/** Why a case is not for us, or undefined. */
export function outOfScope({ attrs = {}, context }: GoldenCase): string | undefined {
  const platform = attrs.platform;
  if (platform !== undefined && platform !== 'linux/amd64') return 'other platforms';
  if ('ulimit' in attrs || 'shm-size' in attrs) return 'limits of RUN (ulimit, shm-size)';
  if ('hostname' in attrs) return 'hostname of RUN';
  if (attrs['no-cache'] && attrs['no-cache'] !== '') return 'no-cache for single stages';
  const text = context.map((file) => file.text ?? '').join('\n');
  if (/^\s*ARG SOURCE_DATE_EPOCH=mysource/m.test(text)) return 'SOURCE_DATE_EPOCH of a stage';
  return undefined;
}

/** Writes the files of a context; a recorded socket has no file of its own. */
export function writeFiles(directory: string, files: readonly GoldenFile[]): void {
  mkdirSync(directory, { recursive: true });
  for (const file of files) {
    const path = join(directory, file.path);
    mkdirSync(dirname(path), { recursive: true });
    if (file.type === 'dir') mkdirSync(path, { recursive: true });
    else if (file.type === 'symlink') symlinkSync(file.link ?? '', path);
    else if (file.type === 'hardlink') linkSync(join(directory, file.link ?? ''), path);
    else writeFileSync(path, file.b64 === undefined ? (file.text ?? '') : Buffer.from(file.b64, 'base64'));
  }
  for (const { type, path, mode } of files) {
    if (mode !== undefined && (type === 'dir' || type === 'file'))
      chmodSync(join(directory, path), Number.parseInt(mode, 8));
  }
}

/** A socket, which stays when nobody listens any more. */
export async function makeSocket(path: string): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(path, done));
  chmodSync(path, 0o600);
  return () => new Promise((done) => server.close(() => done()));
}

/** The entries of a layer's directory, in the words of the recordings. */
export function describeLayer(directory: string): readonly string[] {
  const names = new Map<number, string>();
  const visit = (prefix: string): string[] =>
    readdirSync(join(directory, prefix))
      .sort()
      .flatMap((name) => {
        const path = prefix + name;
        const stat = lstatSync(join(directory, path));
        const owner = `${(stat.mode & 0o7777).toString(8).padStart(4, '0')} ${stat.uid}:${stat.gid}`;
        if (stat.isDirectory()) return [`${path}/ dir ${owner}`, ...visit(`${path}/`)];
        if (stat.isSymbolicLink()) return [`${path} symlink ${readlinkSync(join(directory, path))}`];
        if (!stat.isFile()) return [stat.rdev === 0 ? `${dirname(path)}/.wh.${name}` : `${path} special ${owner}`];
        const first = stat.nlink > 1 ? names.get(stat.ino) : undefined;
        if (first !== undefined) return [`${path} hardlink ${first}`];
        names.set(stat.ino, path);
        return [`${path} file ${owner} ${contentOf(readFileSync(join(directory, path)))}`];
      });
  return visit('');
}

/** A recorded layer in the same words; undefined content where it differs from build to build. */
export function describeRecorded(entries: readonly GoldenEntry[]): readonly string[] {
  return entries.map((entry) => {
    const owner = `${entry.mode} ${entry.uid}:${entry.gid}`;
    if (entry.type === 'dir') return `${entry.path} dir ${owner}`;
    if (entry.type === 'symlink' || entry.type === 'hardlink') return `${entry.path} ${entry.type} ${entry.link}`;
    if (entry.contentVaries) return `${entry.path} file ${owner} *`;
    if (entry.sha256 !== undefined) return `${entry.path} file ${owner} ${entry.sha256}`;
    const bytes = entry.b64 === undefined ? Buffer.from(entry.text ?? '') : Buffer.from(entry.b64, 'base64');
    return `${entry.path} file ${owner} ${contentOf(bytes)}`;
  });
}

/** Takes the content of files away that the recording says differ. */
export function maskVarying(actual: readonly string[], recorded: readonly string[]): readonly string[] {
  const varying = new Set(recorded.filter((line) => line.endsWith(' *')).map((line) => line.slice(0, -1)));
  return actual.map((line) => [...varying].find((start) => line.startsWith(start))?.concat('*') ?? line);
}

function contentOf(bytes: Buffer): string {
  if (bytes.length > 512) return createHash('sha256').update(bytes).digest('hex');
  return JSON.stringify(bytes.toString('utf8'));
}
