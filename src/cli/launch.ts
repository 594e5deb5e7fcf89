// How the bundled program starts: as one script, with the bytecode that V8 had made of it when the same command ended
// before. Node's own compile cache keeps only what is compiled at once, not the functions that were compiled when called;
// the difference is half of the time that `dockr up` with nothing to do takes.
import {
  closeSync,
  existsSync,
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

/** A run that works so much longer than those before it has called functions that they did not. */
const LONGER_RUN = 1.25;

/** Ends the file: processor time in ms of the longest run that the code comes from; 0 after the one that had to compile. */
const TRAILER_BYTES = 8;

type KeptCode = { readonly bytecode: Buffer; readonly processorMs: number };

launch(join(import.meta.dirname, __DOCKR_PROGRAM__), process.env['NODE_COMPILE_CACHE']);

function launch(program: string, cacheDirectory: string | undefined): void {
  // The build makes one function of it, and leaves only ASCII in it, which decodes ten times faster so.
  const source = readFileSync(program, 'latin1');
  const cacheFile = cacheDirectory === undefined ? undefined : join(cacheDirectory, cacheName(process.argv));
  const kept = cacheFile === undefined ? undefined : readKeptCode(cacheFile);
  const script = new Script(source, { filename: program, ...(kept ? { cachedData: kept.bytecode } : {}) });
  const compiled = !kept || script.cachedDataRejected === true;
  if (cacheFile !== undefined) {
    process.once('exit', () => {
      // It took itself off, with its cache.
      if (!existsSync(program)) return;
      const processorMs = compiled ? 0 : processorTime();
      if (compiled || processorMs > LONGER_RUN * kept.processorMs) writeCode(cacheFile, script, processorMs);
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

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A file that is too short for its trailer is no code. */
function readKeptCode(path: string): KeptCode | undefined {
  const content = readOwnFile(path);
  if (content === undefined || content.length < TRAILER_BYTES) return undefined;
  const end = content.length - TRAILER_BYTES;
  return { bytecode: content.subarray(0, end), processorMs: content.readDoubleLE(end) };
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
function writeCode(path: string, script: Script, processorMs: number): void {
  const directory = join(path, '..');
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeDoubleLE(processorMs);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const content = Buffer.concat([script.createCachedData(), trailer]);
    writeFileSync(`${path}.${process.pid}`, content, { mode: 0o600, flag: 'wx' });
    renameSync(`${path}.${process.pid}`, path);
    for (const name of readdirSync(directory)) if (isOfOtherBuild(name)) rmSync(join(directory, name), { force: true });
  } catch {}
}

function isOfOtherBuild(name: string): boolean {
  return name.startsWith('program-') && !name.startsWith(__DOCKR_PROGRAM__);
}
