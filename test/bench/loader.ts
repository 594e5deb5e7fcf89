// `npm run bench -- --loader`: how long the built program takes to load and check stack files, from the start of its process.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from './statistics.ts';

const PROGRAM = resolve(import.meta.dirname, '../../bin/dockr');
const SIZES = [1, 200, 1000, 5000];
const ROUNDS = 15;
const LINES_A_SERVICE = 17;

type Timing = { readonly services: number; readonly ms: number };

/** A table of medians; `after start` is without what `dockr --version` takes. */
export function measureLoader(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dockr-loader-'));
  try {
    const start = timeOf(['--version'], folder);
    const timings = SIZES.map((services): Timing => {
      const directory = join(folder, String(services));
      mkdirSync(directory);
      writeFileSync(join(directory, 'compose.yaml'), stackText(services));
      return { services, ms: timeOf(['config', '-q'], directory) };
    });
    return formatTimings(timings, start);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first runs fill the cache of compiled code. */
function timeOf(words: readonly string[], cwd: string): number {
  const samples: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
    const began = performance.now();
    execFileSync(PROGRAM, words, { cwd, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: '/root' } });
    if (round >= 0) samples.push(performance.now() - began);
  }
  return median(samples);
}

function formatTimings(timings: readonly Timing[], start: number): string {
  const rows = timings.map(({ services, ms }) => {
    const after = ms - start;
    return [
      services,
      services * LINES_A_SERVICE,
      ms.toFixed(0),
      after.toFixed(0),
      ((1000 * after) / services).toFixed(0),
    ];
  });
  const head = ['services', 'lines', 'dockr config -q, ms', 'after start, ms', 'for each service, µs'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

/** Services as people have them: a few settings each, in groups that depend on each other. */
function stackText(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => serviceText(index));
  return ['name: loader', 'services:', ...parts, 'networks:', '  front:', '  back:', 'volumes:', '  data:', ''].join(
    '\n',
  );
}

function serviceText(index: number): string {
  const before = index % 10 === 0 ? '' : `\n    depends_on: [s${index - 1}]`;
  return `  s${index}:
    image: registry.example.com/team/app-${index}:\${TAG:-1.0}
    command: ["serve", "--port", "8080"]
    restart: unless-stopped
    environment:
      LEVEL: info
      NAME: s${index}
    ports:
      - "127.0.0.1:${10_000 + index}:8080"
    volumes:
      - data:/data
      - ./conf/${index}:/etc/app:ro
    networks: [front, back]
    labels:
      app: s${index}
    mem_limit: 256m${before}`;
}
