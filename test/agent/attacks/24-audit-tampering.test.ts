// SECURITY.md row 24: somebody who can write to the files of the audit log wants a change not to have been.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { encodeLine, GENESIS, parseLine } from '../../../src/audit/audit-line.ts';
import type { AuditEntry } from '../../../src/audit/audit-record.ts';
import { verifyLog } from '../../../src/audit/verify-log.ts';
import { AuditRig, noted } from '../../audit/audit-rig.ts';

test('attack: a name in a record is changed', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => lines.map((line) => line.replace('shop-3', 'blog-3')));
  assert.deepEqual(await rig.findings(), ['3 changed']);
});

test('attack: a record is changed, and its hash made to fit', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => lines.map((line) => (line.includes('shop-3') ? forge(line, 'blog-3') : line)));
  assert.deepEqual(await rig.findings(), ['4 replaced']);
});

test('attack: a record in the middle is removed', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => lines.toSpliced(2, 1));
  assert.deepEqual(await rig.findings(), ['3 missing']);
});

test('attack: the records after a removed one are numbered and chained anew', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => rechain(lines.toSpliced(2, 1)));
  assert.deepEqual(await rig.findings(), ['- cut-off']);
});

test('attack: the whole log is written anew, with as many records', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => rechain(lines.map((line) => line.replace('shop-3', 'blog-3'))));
  assert.deepEqual(await rig.findings(), ['5 rewritten']);
});

test('attack: two records change places', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper(([first = '', second = '', third = '', ...rest]) => [first, third, second, ...rest]);
  const found = await rig.findings();
  assert.deepEqual(found, ['2 missing', '3 out-of-order', '4 missing']);
});

test('attack: a record is there twice', async () => {
  using rig = new AuditRig();
  await rig.write(3);
  rig.tamper(([first = '', second = '', ...rest]) => [first, second, second, ...rest]);
  assert.deepEqual(await rig.findings(), ['3 out-of-order']);
});

test('attack: the end is cut off at a line end, as if nothing had come after it', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => lines.slice(0, 3));
  assert.deepEqual(await rig.findings(), ['- cut-off']);
});

test('attack: the end is cut off, and the daemon goes on writing over the gap', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => lines.slice(0, 3));
  await rig.write(5);
  assert.deepEqual(await rig.findings(), ['4 missing', '4 reported']);
});

test('attack: the log is written anew while no daemon runs, which then goes on', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  rig.tamper((lines) => rechain(lines.map((line) => line.replace('shop-3', 'blog-3'))));
  await rig.write(1);
  assert.deepEqual(await rig.findings(), ['6 replaced', '6 reported']);
});

test('attack: the log is written anew beneath a daemon that runs', async () => {
  using rig = new AuditRig();
  const log = rig.open();
  for (const name of ['one', 'two', 'three']) log.append(noted(name));
  await log.flush();
  rig.tamper((lines) => rechain(lines.map((line) => line.replace('two', 'six'))));
  log.append(noted('four'));
  await log.close();
  assert.deepEqual(await rig.findings(), ['4 replaced']);
});

test('attack: the file is removed beneath a daemon that runs', async () => {
  using rig = new AuditRig();
  const log = rig.open();
  log.append(noted('one'));
  await log.flush();
  rmSync(join(rig.folder, rig.files[0] ?? ''));
  log.append(noted('two'));
  await log.close();
  assert.deepEqual(await rig.findings(), ['1 beginning-gone']);
});

test('attack: the oldest file is removed, as if it had been for its age', async () => {
  using rig = new AuditRig();
  await rig.write(40, { segmentBytes: 1000, segmentCount: 5 });
  rmSync(join(rig.folder, rig.files[0] ?? ''));
  assert.deepEqual(await rig.findings(), ['1 beginning-gone']);
});

test('attack: a file in the middle is removed', async () => {
  using rig = new AuditRig();
  await rig.write(20, { segmentBytes: 1000 });
  rmSync(join(rig.folder, rig.files[1] ?? ''));
  assert.deepEqual(await rig.findings(), ['1 missing']);
});

test('attack: all of it is removed', async () => {
  using rig = new AuditRig();
  await rig.write(3);
  rmSync(rig.folder, { recursive: true });
  assert.deepEqual(await rig.findings(), ['- cut-off']);
});

test('attack: the log and what the database knows of it are replaced, but not what was noted elsewhere', async () => {
  using rig = new AuditRig();
  await rig.write(5);
  const known = rig.anchor?.head ?? null;
  rig.tamper((lines) => rechain(lines.map((line) => line.replace('shop-3', 'blog-3'))));
  const last = parseLine(rig.lines().at(-1) ?? '');
  assert.equal(last.kind, 'record');
  rig.anchor = last.kind === 'record' ? { head: last.link, base: null } : null;
  assert.deepEqual(await rig.findings(), []);
  const { findings } = await verifyLog(rig.folder, { anchor: rig.anchor, known });
  assert.deepEqual(
    findings.map(({ kind, line }) => `${line} ${kind}`),
    ['5 unlike-head'],
  );
});

test('attack: lines without end, zeros, and values that are no records do not end the check', async () => {
  using rig = new AuditRig();
  await rig.write(2);
  const path = join(rig.folder, rig.files[0] ?? '');
  const good = readFileSync(path);
  const bad = ['x'.repeat(5_000_000), '\0'.repeat(1000), '{"seq":1}', '[]', 'null', '{"seq":1e999,"hash":"00"}', ''];
  writeFileSync(path, Buffer.concat([Buffer.from(`${bad.join('\n')}\n`), good]));
  assert.deepEqual(
    await rig.findings(),
    bad.map((_, index) => `${index + 1} unreadable`),
  );
});

test('attack: a name that looks like the end of a record makes no second one', async () => {
  using rig = new AuditRig();
  const log = rig.open();
  log.append(noted(`x","hash":"${'0'.repeat(64)}"}\n{"seq":2,"event":"noted"`));
  await log.close();
  assert.equal(rig.lines().length, 1);
  assert.deepEqual(await rig.findings(), []);
});

/** The line with another name and a hash that fits. */
function forge(line: string, name: string): string {
  return rechainFrom([line.replace('shop-3', name)], (record) => ({ seq: record.seq - 1, hash: record.prev }))[0] ?? '';
}

/** What the attacker can compute as well as we can: numbers and hashes from the first line on. */
function rechain(lines: readonly string[]): string[] {
  return rechainFrom(lines, () => GENESIS);
}

type Numbered = { readonly seq: number; readonly prev: string; readonly at: string };

function rechainFrom(lines: readonly string[], startOf: (first: Numbered) => { seq: number; hash: string }): string[] {
  const records = lines.map((line) => JSON.parse(line) as AuditEntry & Numbered & { readonly hash: string });
  const [first] = records;
  let prev = first ? startOf(first) : GENESIS;
  return records.map(({ seq: _, prev: __, at, hash: ___, ...entry }) => {
    const { text, link } = encodeLine(entry as AuditEntry, { prev, at: Date.parse(at) });
    prev = link;
    return text;
  });
}
