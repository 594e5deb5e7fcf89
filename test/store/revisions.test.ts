import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SealedBox } from '../../src/core/sealed-box.ts';
import { Database } from '../../src/store/database.ts';
import { QuarantineTable } from '../../src/store/quarantine.ts';
import { type NewRevision, RevisionTable } from '../../src/store/revisions.ts';
import { SecretValueTable } from '../../src/store/secret-values.ts';

const IMAGES = { 'shop-web': 'sha256:1' };

function open() {
  const database = new Database(':memory:');
  return { database, revisions: new RevisionTable(database) };
}

function given(digest: string, model = digest): NewRevision {
  return { stack: 'shop', model, directory: '/srv', files: ['a.yml'], digest, inputs: {}, cause: 'up' };
}

function apply(revisions: RevisionTable, digest: string, images: Readonly<Record<string, string>> = IMAGES): number {
  return revisions.end('shop', revisions.begin(given(digest), 1), { outcome: 'applied', images, error: null }, 2);
}

test('the same desired state keeps its revision, another one gets the next', () => {
  const { revisions } = open();
  assert.deepEqual(
    [apply(revisions, 'a'), apply(revisions, 'a'), apply(revisions, 'b'), apply(revisions, 'a')],
    [1, 1, 2, 3],
  );
});

test('the same desired state with other images is another revision', () => {
  const { revisions } = open();
  assert.deepEqual([apply(revisions, 'a'), apply(revisions, 'a', { 'shop-web': 'sha256:2' })], [1, 2]);
  assert.deepEqual(
    revisions.list('shop').map(({ images, outcome }) => [images['shop-web'], outcome]),
    [
      ['sha256:1', 'applied'],
      ['sha256:2', 'applied'],
    ],
  );
});

test('what ran well once stays good, what was cut short is told as failed', () => {
  const { revisions } = open();
  apply(revisions, 'a');
  revisions.end('shop', revisions.begin(given('a'), 3), { outcome: 'failed', images: IMAGES, error: 'no' }, 4);
  revisions.begin(given('b'), 5);
  revisions.closeInterrupted();
  assert.deepEqual(
    revisions.list('shop').map(({ outcome, error }) => [outcome, error]),
    [
      ['applied', 'no'],
      ['failed', 'interrupted'],
    ],
  );
});

test('an unchanged stack writes nothing', () => {
  const { database, revisions } = open();
  apply(revisions, 'a');
  const changes = () => Number(database.get('SELECT total_changes() AS n')?.['n']);
  const before = changes();
  assert.equal(apply(revisions, 'a'), 1);
  assert.equal(changes(), before);
});

test('the same desired state from a changed file keeps its number and takes the new model', () => {
  const { revisions } = open();
  apply(revisions, 'a');
  assert.equal(revisions.begin(given('a', 'with a comment'), 3), 1);
  assert.equal(revisions.find('shop', 1)?.model, 'with a comment');
});

test('old revisions are forgotten, but never those that are asked to stay', () => {
  const { revisions } = open();
  for (const digest of ['a', 'b', 'c', 'd', 'e']) apply(revisions, digest);
  revisions.prune('shop', 2, [1, 5]);
  assert.deepEqual(
    revisions.list('shop').map(({ revision }) => revision),
    [1, 4, 5],
  );
  assert.deepEqual([...revisions.imageIds()], ['sha256:1']);
});

test('a quarantined state is found until it is released', () => {
  const quarantine = new QuarantineTable(open().database);
  quarantine.add({ stack: 'shop', digest: 'a', revision: 2, reason: 'never healthy', createdAt: 1 });
  assert.equal(quarantine.find('shop', 'a')?.reason, 'never healthy');
  assert.equal(quarantine.find('other', 'a'), undefined);
  quarantine.release('shop', 'a');
  assert.equal(quarantine.find('shop', 'a'), undefined);
});

test('values of secrets are kept as long as somebody refers to them', () => {
  const values = new SecretValueTable(open().database, box());
  values.add('x', Buffer.from('one'));
  values.add('y', Buffer.from('two'));
  values.keepOnly(new Set(['y']));
  assert.deepEqual([values.find('x'), values.find('y')?.toString()], [undefined, 'two']);
});

test('values of secrets are sealed, each under its own name and with the key of the machine', () => {
  const { database } = open();
  const values = new SecretValueTable(database, box());
  values.add('x', Buffer.from('hunter2'));
  values.add('y', Buffer.from('other'));
  const stored = (digest: string): Uint8Array =>
    database.get('SELECT bytes FROM secret_values WHERE digest = ?', digest)?.['bytes'] as Uint8Array;
  assert.ok(!Buffer.from(stored('x')).includes('hunter2'));
  assert.equal(new SecretValueTable(database, box(1)).find('x'), undefined);
  database.run('UPDATE secret_values SET bytes = ? WHERE digest = ?', stored('y'), 'x');
  assert.equal(values.find('x'), undefined);
  values.add('x', Buffer.from('hunter2'));
  assert.equal(values.find('x')?.toString(), 'hunter2');
});

test('values that an earlier version stored as they were are found, and sealed when they come again', () => {
  const { database } = open();
  database.run('INSERT INTO secret_values (digest, bytes) VALUES (?, ?)', 'x', Buffer.from('hunter2'));
  const values = new SecretValueTable(database, box());
  assert.equal(values.find('x')?.toString(), 'hunter2');
  values.add('x', Buffer.from('hunter2'));
  const [row] = database.all('SELECT bytes FROM secret_values');
  assert.ok(!Buffer.from(row?.['bytes'] as Uint8Array).includes('hunter2'));
  assert.equal(values.find('x')?.toString(), 'hunter2');
});

function box(seed = 0): SealedBox {
  return new SealedBox(() => Buffer.alloc(32, seed));
}
