// `dockr config --format json` beside `docker compose config --format json`, on files that cover the attributes of the
// Compose specification. The Compose there may be older than the cases that test/stack reads: then the cases are right, and
// the difference is listed here. One Docker is enough for what the other two files compare, so they are tests of this one.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual, promisify } from 'node:util';
import { toPrintedShape } from '../../src/stack/format-stack.ts';
import { Peer } from '../bench/peer.ts';
import { diskReader, tryLoad } from '../stack/load-case.ts';
import './compare-projects.ts';
import './compare-refusals.ts';
import { script, skip } from './compose-peer.ts';

const FILES = join(import.meta.dirname, 'compose-config');
const ENVIRONMENT = { FROM_ENV: 'env', TOKEN: 't', EMPTY: '', X: 'x', HOME: '/root' };
const NEWER = 'later versions print it as we do, see the cases';

/** Paths of values that differ → why. What is null, empty or false says nothing, and is not compared. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  '.(configs|secrets|tmpfs).*mode$': `a mode is a string of octal digits: ${NEWER}`,
  '.volumes.[0-9]+.bind.create_host_path$': `what is so anyway is not printed: ${NEWER}`,
  '.volumes.[0-9]+.source$': 'a source is printed without a slash at its end',
  '.extra_hosts.[0-9]+$': `not sorted: ${NEWER}`,
  '.blkio_config..*.(path|rate|weight|Path|Rate|Weight)$': `the keys are those of the file: ${NEWER}`,
  '^networks.[^.]+.ipam.options': `options of the address management are kept: ${NEWER}`,
  '^volumes.subvol.driver_opts.device$': `the device of a bind mount starts at the folder of its file: ${NEWER}`,
  '^networks.subnets.ipam.config.': `merged by their subnets: ${NEWER}`,
  '^services.web.x-own.': `own keys of a service are kept: ${NEWER}`,
  '.ulimits.[^.]+$': 'two limits that are the same are printed as one number',
  '.(environment|labels).LARGE_': 'a whole number is written out, not with an exponent',
  '.environment.UNDERSCORE$': 'a number of YAML 1.2 has no underscores: what is written stays',
  '.environment.DATE$': 'a date is the text that is written, not the one that Go has for it',
};

const run = promisify(execFile);
const used = new Set<string>();
let peer: Peer | undefined;
// A path that both sides have.
const folder = mkdtempSync(join(tmpdir(), 'dockr-compose-config-'));

before(async () => {
  cpSync(FILES, folder, { recursive: true });
  if (script) peer = await Peer.start(script);
});

after(async () => {
  await peer?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

for (const name of readdirSync(FILES).filter((file) => /^[a-z-]+\.yaml$/.test(file))) {
  test(`the same stack as for Compose: ${name}`, { skip }, async () => {
    const override = name.replace('.yaml', '.override.yaml');
    const files = [name, ...(readdirSync(FILES).includes(override) ? [override] : [])].map((file) =>
      join(folder, file),
    );
    const [ours, theirs] = [await configOfOurs(files), await configOfTheirs(files)];
    assert.deepEqual(differences(ours, theirs).filter(isNotListed), []);
  });
}

test('every difference that is listed is one', { skip }, () => {
  assert.deepEqual(
    Object.keys(DIFFERENCES).filter((pattern) => !used.has(pattern)),
    [],
  );
});

async function configOfOurs(files: readonly string[]): Promise<unknown> {
  const result = await tryLoad({ files, cwd: folder, environment: ENVIRONMENT, profiles: ['*'], ...diskReader });
  if ('errors' in result) throw result.errors[0];
  return JSON.parse(JSON.stringify(toPrintedShape(result.loaded.stack, { withEnvFiles: false })));
}

async function configOfTheirs(files: readonly string[]): Promise<unknown> {
  const words = [...files.flatMap((file) => ['-f', file]), '--profile', '*', 'config', '--format', 'json'];
  const options = { cwd: folder, env: { PATH: process.env['PATH'], ...ENVIRONMENT } };
  const { stdout } = await run(String(script), ['run', 'docker', 'compose', ...words], options);
  return JSON.parse(stdout);
}

function isNotListed(difference: string): boolean {
  const [path = ''] = difference.split(': ');
  const pattern = Object.keys(DIFFERENCES).find((each) => new RegExp(each).test(path));
  if (pattern) used.add(pattern);
  return pattern === undefined;
}

/** Here an empty list is not the same as none. */
const COUNTS = /^services\.[^.]+\.(command|entrypoint)$/;

function differences(ours: unknown, theirs: unknown, path: readonly string[] = []): readonly string[] {
  if (COUNTS.test(path.join('.')))
    return isDeepStrictEqual(ours ?? null, theirs ?? null) ? [] : [told(ours, theirs, path)];
  if (saysNothing(ours) && saysNothing(theirs)) return [];
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null) {
    return ours === theirs ? [] : [told(ours, theirs, path)];
  }
  const [a, b] = [ours, theirs] as [Record<string, unknown>, Record<string, unknown>];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differences(a[key] ?? emptyLike(b[key]), b[key] ?? emptyLike(a[key]), [...path, key]));
}

function told(ours: unknown, theirs: unknown, path: readonly string[]): string {
  return `${path.join('.')}: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`;
}

/** A value that is not there is compared part by part, too. */
function emptyLike(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? {} : undefined;
}

function saysNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(saysNothing);
  return value === undefined || value === null || value === false;
}
