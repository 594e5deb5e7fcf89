// What holds for every file of the repository.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { test } from 'node:test';
import { createTestRoot } from './support/test-root.ts';

const repository = resolve(import.meta.dirname, '..');
const scripts = ['bin/dockr', '.ci/run', ...find('scripts/*').filter((file) => !/\.(ts|sh|service)$/.test(file))];

test('every script is executable and is plain shell', () => {
  for (const script of scripts) {
    accessSync(join(repository, script), constants.X_OK);
    assert.match(read(script), /^#!\/bin\/sh\n/, script);
    execFileSync('sh', ['-n', join(repository, script)]);
  }
  execFileSync('sh', ['-n', join(repository, 'scripts/lib.sh')]);
});

test('file names are in kebab case, and no file is a barrel', () => {
  const names = find('{src,test,scripts}/**/*.ts');
  assert.deepEqual(
    names.filter((file) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*\.ts$/.test(basename(file))),
    [],
  );
  assert.deepEqual(
    names.filter((file) => basename(file) === 'index.ts'),
    [],
  );
});

test('no installed package wraps Docker', () => {
  const wrappers = Object.keys(lockedPackages()).filter((name) => name.includes('docker'));
  assert.deepEqual(wrappers, []);
});

// Where one is missing, for another platform say, `npm ci` refuses to install anything.
test('the lock file holds every package that another one names', () => {
  const packages = lockedPackages();
  const missing = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !packages[`${from}/node_modules/${name}`] && !packages[`node_modules/${name}`])
      .map((name) => `${from}: ${name}`),
  );
  assert.deepEqual(missing, []);
});

test('every script of package.json that names a file names one that is there', () => {
  const { scripts: commands } = JSON.parse(read('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = Object.values(commands).flatMap((command) => /(?:^|\s)(scripts\/\S+)/.exec(command)?.[1] ?? []);
  for (const file of named) accessSync(join(repository, file));
});

test('the launcher says what to run where packages or the build are missing', async () => {
  await using root = await createTestRoot();
  const directory = root.makeDirectory('checkout');
  mkdirSync(join(directory, 'bin'));
  copyFileSync(join(repository, 'bin/dockr'), join(directory, 'bin/dockr'));
  symlinkSync(join(directory, 'bin/dockr'), join(root.workDirectory, 'dockr'));
  const launch = () => spawnSync(join(root.workDirectory, 'dockr'), ['version'], { encoding: 'utf8' });
  const withoutPackages = launch();
  assert.equal(withoutPackages.status, 1);
  assert.match(withoutPackages.stderr, /^dockr: its Node is not installed in .*\/checkout\/node_modules; .* npm ci/);
  symlinkSync(join(repository, 'node_modules'), join(directory, 'node_modules'));
  const withoutBuild = launch();
  assert.equal(withoutBuild.status, 1);
  assert.match(withoutBuild.stderr, /dist\/cli\.cjs is not there; .*npm run build/);
});

type LockedPackage = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

function lockedPackages(): Readonly<Record<string, LockedPackage>> {
  const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, LockedPackage>> };
  return lock.packages;
}

function find(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: repository }).toSorted();
}

function read(file: string): string {
  return readFileSync(join(repository, file), 'utf8');
}
