// Bundles src/ into dist/: cli.js and daemon.js, a file for each worker, and chunks for what they share or import lazily.
// `node scripts/build.ts` does nothing when no source changed; `--force` builds anyway.
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BuildResult, OutputFile, Plugin } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const outputDirectory = join(root, 'dist');
const stampFile = join(outputDirectory, '.stamp');

// The bundled CommonJS packages call `require` for Node's own modules, which an ES module does not have.
const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

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
  const { outputFiles } = await bundle(entryPoints());
  writeOutput(outputFiles);
  writeFileSync(stampFile, stamp);
  console.error(`built dist/ in ${Math.round(performance.now() - started)} ms`);
}

/** Output name (without `.js`) → source file. */
function entryPoints(): Readonly<Record<string, string>> {
  const workers = globSync('src/**/*.worker.ts', { cwd: root }).toSorted();
  const entries = Object.fromEntries(workers.map((file) => [basename(file, '.ts'), file]));
  if (Object.keys(entries).length !== workers.length) throw new Error(`two workers share a name: ${workers.join(' ')}`);
  return { cli: 'src/cli/main.ts', daemon: 'src/daemon/main.ts', ...entries };
}

function bundle(entries: Readonly<Record<string, string>>): Promise<BuildResult<{ write: false }>> {
  // Loaded here and not above: it takes longer than finding out that there is nothing to build.
  return import('esbuild').then(({ build }) =>
    build({
      absWorkingDir: root,
      entryPoints: { ...entries },
      outdir: outputDirectory,
      write: false,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node26',
      minifySyntax: true,
      sourcemap: 'linked',
      external: ['koffi'],
      define: { __DOCKR_VERSION__: JSON.stringify(packageVersion()) },
      banner: { js: banner },
      plugins: [entryPointUrls(entries)],
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
function writeOutput(files: readonly OutputFile[]): void {
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
