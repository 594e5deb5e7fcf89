// The table of folders and what each may import; docs/architecture.md draws it. The only place where code holds it.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const source = resolve(import.meta.dirname, '../src');

/** `stack:types` lets types through and nothing else. */
const mayImport: Readonly<Record<string, string>> = {
  core: '',
  oci: 'core',
  os: 'core',
  store: 'core',
  stack: 'core',
  reconcile: 'core stack:types',
  engine: 'core oci os store overlay:types',
  overlay: 'core os',
  apply: 'core stack reconcile engine store',
  secrets: 'core stack',
  agent: 'core oci os store stack reconcile apply secrets',
  audit: 'core',
  metrics: 'core',
  install: 'core oci os store',
  api: 'core stack:types reconcile:types audit:types',
  daemon: 'core oci os store stack reconcile engine overlay apply secrets agent audit metrics api',
  client: 'core api',
  watch: 'core stack client',
  ui: 'core audit:types api reconcile',
  cli: 'core stack secrets audit install client watch ui',
};

const homes: Readonly<Record<string, string>> = {
  koffi: 'os/',
  yaml: 'stack/',
  ajv: 'stack/',
  chokidar: 'watch/',
  listr2: 'ui/',
  diff: 'ui/',
  'dns-packet': 'engine/networks/',
  'node:sqlite': 'store/',
  'age-encryption': 'secrets/',
  nodemailer: 'agent/',
  croner: 'agent/',
  'prom-client': 'metrics/',
  '@sigstore/bundle': 'agent/',
  '@sigstore/verify': 'agent/',
  semver: 'agent/',
  '@grpc/grpc-js': 'overlay/store/etcd/',
};

type Import = { readonly from: string; readonly to: string; readonly onlyTypes: boolean };

const files = globSync('**/*.ts', { cwd: source }).toSorted();
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => to.startsWith('.')).map((it) => ({ ...it, to: join(it.from, '..', it.to) }));
const outside = imports.filter(({ to }) => !to.startsWith('.'));

test('every folder imports only what stands below it', () => {
  const wrong = inside.filter(({ from, to, onlyTypes }) => {
    const [here = '', there = ''] = [folderOf(from), folderOf(to)];
    const allowed = mayImport[here]?.split(' ') ?? [];
    return here !== there && !allowed.includes(there) && !(onlyTypes && allowed.includes(`${there}:types`));
  });
  assert.deepEqual(wrong.map(describe), []);
});

test('every folder is in the table', () => {
  assert.deepEqual(
    files.filter((file) => !Object.hasOwn(mayImport, folderOf(file))),
    [],
  );
});

test('a package is imported in its one home, and none is without a home', () => {
  const wrong = outside.filter(({ from, to }) => {
    const name = to.startsWith('node:')
      ? to
      : to
          .split('/')
          .slice(0, to.startsWith('@') ? 2 : 1)
          .join('/');
    const home = homes[name];
    return home === undefined ? !to.startsWith('node:') : !from.startsWith(home);
  });
  assert.deepEqual(wrong.map(describe), []);
});

test('the planner imports nothing from Node', () => {
  assert.deepEqual(outside.filter(({ from }) => folderOf(from) === 'reconcile').map(describe), []);
});

test('no file imports itself through others, not even for types', () => {
  const finished = new Set<string>();
  assert.deepEqual(
    files.flatMap((file) => cyclesFrom(file, [], finished)),
    [],
  );
});

function importsOf(from: string): readonly Import[] {
  const text = readFileSync(join(source, from), 'utf8');
  const fixed = text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm);
  const lazy = text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [
    ...[...fixed].map(([, type, to = '']) => ({ from, to, onlyTypes: type !== undefined })),
    ...[...lazy].map(([, to = '']) => ({ from, to, onlyTypes: false })),
  ];
}

// Each import is followed once, so each cycle is told once.
function cyclesFrom(file: string, path: readonly string[], finished: Set<string>): readonly string[] {
  if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' → ')];
  if (finished.has(file)) return [];
  const targets = new Set(inside.filter(({ from }) => from === file).map(({ to }) => to));
  const cycles = [...targets].flatMap((to) => cyclesFrom(to, [...path, file], finished));
  finished.add(file);
  return cycles;
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function describe({ from, to, onlyTypes }: Import): string {
  return `${from} → ${to}${onlyTypes ? ' (types)' : ''}`;
}
