// Wrong files, to `dockr` and to `docker compose config`: both refuse or both take them, and where one does not it is listed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { diskReader, tryLoad } from '../stack/load-case.ts';
import { script, skip } from './compose-peer.ts';
import * as table from './compose-refusals.ts';

const ENVIRONMENT = { FROM_ENV: 'env', HOME: '/root' };

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'dockr-compose-refusals-'));
const file = join(folder, 'compose.yaml');

after(() => {
  rmSync(folder, { recursive: true });
});

const refused = [...table.REFUSED_LINES.map(toFile), ...table.REFUSED_FILES];
const stricter = [...table.STRICTER_LINES.map(toFile), ...table.STRICTER_FILES];
const taken = [...table.TAKEN_LINES.map(table.withLine), ...table.TAKEN_FILES];
const milder = [...table.MILDER_LINES.map(table.withLine), ...table.MILDER_FILES];

for (const [text, code] of [...refused, ...stricter]) {
  test(`we say ${code} and where: ${shorten(text)}`, async () => {
    const errors = await errorsOfOurs(text);
    assert.ok(
      errors.some((error) => error.code === code),
      errors.map((error) => error.code).join(),
    );
    assert.deepEqual(
      errors.filter((error) => !error.at),
      [],
    );
  });
}

for (const text of [...taken, ...milder]) {
  test(`we take: ${shorten(text)}`, async () => assert.deepEqual(await errorsOfOurs(text), []));
}

for (const text of [...refused.map(([each]) => each), ...milder]) {
  test(`Compose refuses: ${shorten(text)}`, { skip }, async () => assert.equal(await isTakenByTheirs(text), false));
}

for (const text of [...taken, ...stricter.map(([each]) => each)]) {
  test(`Compose takes: ${shorten(text)}`, { skip }, async () => assert.equal(await isTakenByTheirs(text), true));
}

function toFile([line, code]: table.Refused): table.Refused {
  return [table.withLine(line), code];
}

async function errorsOfOurs(text: string) {
  writeFileSync(file, text);
  const result = await tryLoad({ files: [file], cwd: folder, environment: ENVIRONMENT, ...diskReader });
  return 'errors' in result ? result.errors : [];
}

async function isTakenByTheirs(text: string): Promise<boolean> {
  writeFileSync(file, text);
  const options = { cwd: folder, env: { PATH: process.env['PATH'], ...ENVIRONMENT } };
  try {
    await run(String(script), ['run', 'docker', 'compose', '-f', file, 'config', '-q'], options);
    return true;
  } catch {
    return false;
  }
}

function shorten(text: string): string {
  return text.replace(table.withLine('').trimEnd(), '…').replaceAll(/\s+/g, ' ').trim();
}
