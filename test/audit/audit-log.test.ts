import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LONGEST_LINE } from '../../src/audit/audit-line.ts';
import { AuditRig, noted } from './audit-rig.ts';

test('every record has the hash of the one before it, also across restarts and files', async () => {
  using rig = new AuditRig();
  await rig.write(10, { segmentBytes: 1000 });
  await rig.write(10, { segmentBytes: 1000 });
  assert.ok(rig.files.length > 3, String(rig.files.length));
  const { findings, records, first, last } = await rig.verify();
  assert.deepEqual({ findings, records, first, last: last?.seq }, { findings: [], records: 20, first: 1, last: 20 });
});

test('only root may read the log', async () => {
  using rig = new AuditRig();
  await rig.write(1);
  assert.equal(statSync(rig.folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(rig.folder, rig.files[0] ?? '')).mode & 0o777, 0o600);
});

test('the oldest files go when there are too many, and that is no fault', async () => {
  using rig = new AuditRig();
  await rig.write(40, { segmentBytes: 1000, segmentCount: 3 });
  const { findings, first } = await rig.verify();
  assert.deepEqual([rig.files.length, findings], [3, []]);
  assert.ok(first && first > 20);
});

test('half a line that a power cut left is taken out, and that is told', async () => {
  using rig = new AuditRig();
  await rig.write(3);
  appendFileSync(join(rig.folder, rig.files[0] ?? ''), '{"seq":4,"at":"20');
  assert.deepEqual(await rig.findings(), ['4 torn']);
  await rig.write(1);
  assert.match(rig.lines()[3] ?? '', /"event":"mended","bytes":17,/);
  assert.deepEqual(await rig.findings(), []);
});

test('a line that was on the disk for certain and is half gone is more than a power cut', async () => {
  using rig = new AuditRig();
  await rig.write(3);
  const path = join(rig.folder, rig.files[0] ?? '');
  truncateSync(path, statSync(path).size - 5);
  assert.deepEqual(await rig.findings(), ['3 torn', '- cut-off']);
  await rig.write(1);
  assert.deepEqual(await rig.findings(), ['3 missing', '4 reported']);
});

test('records of a full disk wait, and are written in order when there is space', async () => {
  using rig = new AuditRig();
  let isFull = false;
  const write = (fd: number, bytes: Buffer): number => writeSync(fd, isFull ? bytes.subarray(0, 20) : bytes);
  const log = rig.open({ write });
  log.append(noted('before'));
  isFull = true;
  assert.equal(log.append(noted('first')), 2);
  assert.equal(log.append(noted('second')), 3);
  assert.equal(await log.flush(), false);
  assert.deepEqual([rig.warnings, log.counts.waiting], [['audit-not-written'], 2]);
  assert.equal(rig.lines().length, 1, 'no half of a line stays');
  isFull = false;
  await rig.clock.advance(10_000);
  assert.equal(await log.flush(), true);
  await log.close();
  assert.deepEqual(rig.warnings, ['audit-not-written', 'audit-written-again']);
  assert.equal(rig.lines().length, 3);
  assert.deepEqual(await rig.findings(), []);
});

test('what does not fit into memory either is counted, and the log says so', async () => {
  using rig = new AuditRig();
  let isFull = true;
  const write = (fd: number, bytes: Buffer): number => (isFull ? 0 : writeSync(fd, bytes));
  const log = rig.open({ write });
  for (let number = 0; number < 2000; number++) assert.notEqual(log.append(noted('shop')), null);
  assert.deepEqual([log.append(noted('shop')), log.append(noted('shop'))], [null, null]);
  isFull = false;
  log.append(noted('after'));
  await log.close();
  const { findings, records } = await rig.verify();
  assert.equal(records, 2002);
  assert.deepEqual(
    findings.map(({ kind, message }) => `${kind}: ${message}`),
    ['reported: 2 changes were not recorded: no space'],
  );
});

test('a log that could not be written until the end of the daemon is told', async () => {
  using rig = new AuditRig();
  const log = rig.open({ write: () => 0 });
  log.append(noted('shop'));
  await log.close();
  assert.deepEqual(rig.warnings, ['audit-not-written', 'audit-lost']);
});

test('a record is on the disk at last without anybody who waits for it', async () => {
  using rig = new AuditRig();
  const log = rig.open();
  log.append(noted('shop'));
  assert.equal(rig.anchor, null);
  await rig.clock.advance(1000);
  assert.equal(await log.flush(), true);
  assert.deepEqual(rig.anchor, { head: log.head, base: null });
  await log.close();
});

test('a hundred records at once share their syncs', async () => {
  using rig = new AuditRig();
  const log = rig.open();
  const flushes = Array.from({ length: 100 }, (_, number) => {
    log.append(noted(`shop-${number}`));
    return log.flush();
  });
  assert.ok((await Promise.all(flushes)).every(Boolean));
  assert.equal(rig.anchor?.head.seq, 100);
  await log.close();
});

test('names without end fill neither a line nor the disk', async () => {
  using rig = new AuditRig();
  const log = rig.open();
  const services = Array.from({ length: 10_000 }, (_, number) => `${number}-${'x'.repeat(1000)}`);
  log.append({ ...noted('x'.repeat(1_000_000)), target: { stack: 'x'.repeat(1_000_000), services } });
  await log.close();
  assert.ok((rig.lines()[0] ?? '').length < LONGEST_LINE);
  assert.deepEqual(await rig.findings(), []);
});

test('a log that is not there is an empty one', async () => {
  using rig = new AuditRig();
  rmSync(rig.folder, { recursive: true, force: true });
  assert.deepEqual(await rig.verify(), { records: 0, first: null, last: null, findings: [] });
});

test('a line can be checked without dockr', async () => {
  using rig = new AuditRig();
  await rig.write(2);
  const { createHash } = await import('node:crypto');
  const [first = '', second = ''] = readFileSync(join(rig.folder, rig.files[0] ?? ''), 'utf8').split('\n');
  const cut = first.lastIndexOf(',"hash":');
  const hash = createHash('sha256').update(first.slice(0, cut)).digest('hex');
  assert.equal(first.slice(cut), `,"hash":"${hash}"}`);
  assert.ok(second.includes(`"prev":"${hash}"`));
});

test('a folder that cannot be had keeps nobody from working', async () => {
  using rig = new AuditRig();
  writeFileSync(rig.folder, 'in the way');
  const log = rig.open();
  assert.equal(log.append(noted('shop')), 1);
  assert.equal(await log.flush(), false);
  rmSync(rig.folder);
  assert.equal(await log.flush(), true);
  await log.close();
  assert.deepEqual(rig.warnings, ['audit-not-written', 'audit-written-again']);
  assert.deepEqual(await rig.findings(), []);
});
