// Bundles src/ into dist/: daemon.js, a file for each worker, and chunks for what they share or import lazily; for the
// command line program-<digest>.cjs, all in one script, and cli.cjs, which starts that with the code of its last run.
// `node scripts/build.ts` does nothing when no source changed; `--force` builds anyway.
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BuildOptions, BuildResult, OutputFile, Plugin } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const outputDirectory = join(root, 'dist');
const stampFile = join(outputDirectory, '.stamp');

// The bundled CommonJS packages call `require` for Node's own modules, which an ES module does not have.
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

// What `import.meta.url` is in a script: made when it is asked for.
const scriptUrl = '__dockrScript.url';
const scriptUrlGetter = "get url() { return require('node:url').pathToFileURL(__filename).href; }";

try {
  await main(process.argv.slice(2));
} catch (error) {
  // A failure of the bundler has `errors`, and it has printed them.
  if (!(error instanceof Error && 'errors' in error)) throw error;
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<void> {
  const stamp = stampOfSources();
  if (!args.includes('--force') && stamp === readStamp()) return;
  const started = performance.now();
  const [modules, program] = await Promise.all([bundleModules(entryPoints()), bundleProgram()]);
  const launcher = await bundleLauncher(program.name);
  writeOutput([...modules, ...program.files, ...launcher]);
  writeFileSync(stampFile, stamp);
  console.error(`built dist/ in ${Math.round(performance.now() - started)} ms`);
}

/** Output name (without `.js`) → source file. */
function entryPoints(): Readonly<Record<string, string>> {
  const workers = globSync('src/**/*.worker.ts', { cwd: root }).toSorted();
  const entries = Object.fromEntries(workers.map((file) => [basename(file, '.ts'), file]));
  if (Object.keys(entries).length !== workers.length) throw new Error(`two workers share a name: ${workers.join(' ')}`);
  return { daemon: 'src/daemon/main.ts', ...entries };
}

async function bundleModules(entries: Readonly<Record<string, string>>): Promise<readonly OutputFile[]> {
  const { outputFiles } = await runBundler({
    entryPoints: { ...entries },
    splitting: true,
    format: 'esm',
    sourcemap: 'linked',
    banner: { js: banner },
    plugins: [entryPointUrls(entries)],
  });
  return outputFiles;
}

type OutputText = { readonly path: string; readonly contents: string | Uint8Array };

/** The command line as a function with the insides of a CommonJS module, in ASCII alone, its name with a digest of its content. */
async function bundleProgram(): Promise<{ readonly name: string; readonly files: readonly OutputText[] }> {
  const { outputFiles } = await runBundler({
    entryPoints: { program: 'src/cli/main.ts' },
    format: 'cjs',
    sourcemap: 'external',
    define: { 'import.meta.url': scriptUrl },
    banner: { js: `const __dockrScript = { ${scriptUrlGetter} };` },
  });
  const script = outputFiles.find(({ path }) => path.endsWith('.js'));
  const map = outputFiles.find(({ path }) => path.endsWith('.map'));
  if (!script || !map) throw new Error('esbuild made no program');
  const digest = createHash('sha256').update(script.contents).digest('hex').slice(0, 12);
  const name = `program-${digest}.cjs`;
  const path = join(outputDirectory, name);
  // In literals of regular expressions esbuild leaves other characters as they are.
  const text = script.text.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const files = [
    { path, contents: `(function (require, __filename) {${text}})\n//# sourceMappingURL=${name}.map\n` },
    { path: `${path}.map`, contents: map.contents },
  ];
  return { name, files };
}

async function bundleLauncher(program: string): Promise<readonly OutputFile[]> {
  const { outputFiles } = await runBundler({
    entryPoints: { cli: 'src/cli/launch.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: {
      __DOCKR_PROGRAM__: JSON.stringify(program),
      __DOCKR_COMMANDS__: JSON.stringify(commandNames()),
      'import.meta.dirname': '__dirname',
    },
  });
  return outputFiles;
}

/** `deploy-add.ts` is of the command `deploy`. */
function commandNames(): readonly string[] {
  const files = globSync('src/cli/commands/*.ts', { cwd: root });
  return [...new Set(files.map((file) => basename(file, '.ts').replace(/-.*/, '')))].sort();
}

function runBundler(options: BuildOptions): Promise<BuildResult<{ write: false }>> {
  // Loaded here and not above: it takes longer than finding out that there is nothing to build.
  return import('esbuild').then(({ build }) =>
    build({
      absWorkingDir: root,
      outdir: outputDirectory,
      bundle: true,
      platform: 'node',
      target: 'node26',
      minifySyntax: true,
      // Half the text to read at every start; the source maps lead to what was written.
      minifyWhitespace: true,
      external: ['koffi'],
      ...options,
      define: { __DOCKR_VERSION__: JSON.stringify(packageVersion()), ...options.define },
      write: false,
    }),
  );
}

// `new URL('./unpack.worker.ts', import.meta.url)` names another entry point (a worker, the daemon): in dist/ that is
// `./unpack.worker.js`, wherever the importing source was.
function entryPointUrls(entries: Readonly<Record<string, string>>): Plugin {
  const outputs = new Map(Object.entries(entries).map(([name, file]) => [join(root, file), `./${name}.js`]));
  return {
    name: 'entry-point-urls',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
        const contents = readFileSync(path, 'utf8').replace(
          /new URL\('(\.{1,2}\/[^']+\.ts)', import\.meta\.url\)/g,
          (_, target: string) => {
            const output = outputs.get(resolve(dirname(path), target));
            if (!output) throw new Error(`${path}: "${target}" is not bundled: neither cli, daemon nor *.worker.ts`);
            return `new URL('${output}', import.meta.url)`;
          },
        );
        return { contents, loader: 'ts' };
      });
    },
  };
}

// New files first, old ones after, so that a dockr started in between finds what it imports.
function writeOutput(files: readonly OutputText[]): void {
  mkdirSync(outputDirectory, { recursive: true });
  for (const { path, contents } of files) writeFileSync(path, contents);
  const current = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(outputDirectory)) {
    if (!current.has(name)) rmSync(join(outputDirectory, name), { recursive: true });
  }
}

/** Changes whenever a file that goes into the bundle is touched, added or removed. */
function stampOfSources(): string {
  const patterns = [
    'src/**/*.{ts,js,json}',
    'schemas/**/*.json',
    'scripts/build.ts',
    'package.json',
    'package-lock.json',
  ];
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted();
  const lines = files.map((file) => {
    const { mtimeMs, size } = statSync(join(root, file));
    return `${file} ${mtimeMs} ${size}`;
  });
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function readStamp(): string | undefined {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
