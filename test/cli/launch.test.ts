import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const NAME = 'program-000000000000.cjs';
const PROGRAM = `(function (require, __filename) {
  const [word, ms = '0'] = process.argv.slice(2);
  function work(end) {
    for (let sum = 0; process.cpuUsage().user / 1000 < end; ) for (let i = 0; i < 1e6; i++) sum += i;
  }
  if (ms !== '0') work(Number(ms));
  console.log(word, require('node:path').basename(__filename));
  if (word === 'remove') require('node:fs').rmSync(require('node:path').dirname(__filename), { recursive: true });
  process.exit(word === 'fail' ? 3 : 0);
})`;

test('the code of a command is kept, one file each', () => {
  using place = makePlace();
  assert.equal(place.run('up').stdout, `up ${NAME}\n`);
  assert.equal(place.run('fail').status, 3);
  place.run('-f');
  place.run('../../etc');
  assert.deepEqual(place.cached(), [`${NAME}-other.code`, `${NAME}-up.code`]);
});

test('a run that works longer than those before it adds what it compiled', () => {
  using place = makePlace();
  place.run('up');
  place.run('up', '300');
  place.run('ps');
  const { size: thin } = statSync(place.codeOf('ps'));
  const { size, mtimeMs } = statSync(place.codeOf('up'));
  assert.ok(size > thin, `${size} bytes after work, ${thin} without`);
  assert.equal(place.run('up', '300').stdout, `up ${NAME}\n`);
  assert.equal(place.run('up').stdout, `up ${NAME}\n`);
  assert.equal(statSync(place.codeOf('up')).mtimeMs, mtimeMs, 'then it stays');
});

test('code that is not what V8 wrote is replaced', () => {
  using place = makePlace();
  place.run('up');
  for (const garbage of ['', 'short', 'garbage that is longer']) {
    writeFileSync(place.codeOf('up'), garbage);
    assert.equal(place.run('up').stdout, `up ${NAME}\n`);
    assert.notEqual(readFileSync(place.codeOf('up'), 'latin1'), garbage);
  }
});

test('code that others may write is not run', () => {
  using place = makePlace();
  place.run('up');
  const code = readFileSync(place.codeOf('up'));
  chmodSync(place.codeOf('up'), 0o666);
  // As long as before: V8 takes code for any source of that length.
  writeFileSync(join(place.directory, NAME), PROGRAM.replace('log(word', "log('nw'"));
  assert.equal(place.run('up').stdout, `nw ${NAME}\n`);
  assert.equal(statSync(place.codeOf('up')).mode & 0o777, 0o600);
  assert.notDeepEqual(readFileSync(place.codeOf('up')), code);
});

test('the code of other builds goes', () => {
  using place = makePlace();
  place.run('up');
  writeFileSync(join(place.directory, 'cache/program-111111111111.cjs-up.code'), '');
  place.run('ps');
  assert.deepEqual(place.cached(), [`${NAME}-ps.code`, `${NAME}-up.code`]);
});

test('a program that takes itself off leaves nothing', () => {
  using place = makePlace();
  assert.equal(place.run('remove').status, 0);
  assert.equal(existsSync(place.directory), false);
});

test('without a directory that can be written to, the program runs all the same', () => {
  using place = makePlace();
  writeFileSync(join(place.directory, 'cache'), 'a file');
  assert.equal(place.run('up').stdout, `up ${NAME}\n`);
});

/** The built launcher with a program of the test. */
function makePlace() {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-launch-'));
  const launcher = readFileSync(resolve(import.meta.dirname, '../../dist/cli.cjs'), 'utf8');
  writeFileSync(join(directory, 'cli.cjs'), launcher.replaceAll(/program-[0-9a-f]{12}\.cjs/g, NAME));
  writeFileSync(join(directory, NAME), PROGRAM);
  const cache = join(directory, 'cache');
  return {
    directory,
    run: (...words: string[]) =>
      spawnSync(process.execPath, [join(directory, 'cli.cjs'), ...words], {
        encoding: 'utf8',
        env: { ...process.env, NODE_COMPILE_CACHE: cache },
      }),
    codeOf: (word: string) => join(cache, `${NAME}-${word}.code`),
    cached: () =>
      readdirSync(cache)
        .filter((name) => name.endsWith('.code'))
        .toSorted(),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
