// How the bundled program starts: as one script, with the bytecode that V8 had made of it when the same command ended the
// last time. Node's own compile cache keeps only what is compiled at once, not the functions that were compiled when called;
// the difference is half of the time that `dockr up` with nothing to do takes.
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** File name of the bundle, with a digest of its content; put in by the build. */
declare const __DOCKR_PROGRAM__: string;
/** Names of the commands; put in by the build. */
declare const __DOCKR_COMMANDS__: readonly string[];

const OTHERS_MAY_WRITE = 0o022;

launch(join(import.meta.dirname, __DOCKR_PROGRAM__), process.env['NODE_COMPILE_CACHE']);

function launch(program: string, cacheDirectory: string | undefined): void {
  // The build makes one function of it, and leaves only ASCII in it, which decodes ten times faster so.
  const source = readFileSync(program, 'latin1');
  const cacheFile = cacheDirectory === undefined ? undefined : join(cacheDirectory, cacheName(process.argv));
  const cachedData = cacheFile === undefined ? undefined : readOwnFile(cacheFile);
  const script = new Script(source, {
    filename: program,
    ...(cachedData ? { cachedData } : {}),
  });
  if (cacheFile !== undefined && (!cachedData || script.cachedDataRejected)) {
    process.once('exit', (exitCode) => {
      if (exitCode === 0) writeCache(cacheFile, script);
    });
  }
  script.runInThisContext()(createRequire(program), program);
}

/** Each command has its own: what it needs and no more. The program's name has a digest, so no code of another build is taken. */
function cacheName(words: readonly string[]): string {
  // Options with values may come first: `-f stack.yml up`. A stack file called `up` costs some milliseconds.
  const command = words.slice(2).find((word) => __DOCKR_COMMANDS__.includes(word));
  return `${__DOCKR_PROGRAM__}-${command ?? 'other'}.code`;
}

/** What somebody else could have written is not run. */
function readOwnFile(path: string): Buffer | undefined {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const { uid, mode } = fstatSync(descriptor);
      return uid === process.getuid?.() && (mode & OTHERS_MAY_WRITE) === 0 ? readFileSync(descriptor) : undefined;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** Without a cache the program is only slower: no failure here is worth a word. */
function writeCache(path: string, script: Script): void {
  const directory = join(path, '..');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${process.pid}`, script.createCachedData(), { mode: 0o600, flag: 'wx' });
    renameSync(`${path}.${process.pid}`, path);
    for (const name of readdirSync(directory)) if (isOfOtherBuild(name)) rmSync(join(directory, name), { force: true });
  } catch {}
}

function isOfOtherBuild(name: string): boolean {
  return name.startsWith('program-') && !name.startsWith(__DOCKR_PROGRAM__);
}
