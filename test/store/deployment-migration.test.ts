import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { completeDeclaration } from '../../src/core/declaration.ts';
import { Database } from '../../src/store/database.ts';
import { DeploymentTable } from '../../src/store/deployments.ts';
import { MIGRATIONS } from '../../src/store/schema.ts';

const APPLIED = { commit: 'c1', at: 5, signer: 'ada@example.org' };
const ERROR = { error: { kind: 'agent', code: 'commit-unsigned', message: 'no' }, at: 7, refusedOn: 'sha256:1' };
const VERIFY = { mode: 'range', allowedSigners: '/etc/dockr/signers', keyring: null } as const;

test('deployments of a database from before they were documents are kept, with all that became of them', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-store-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'dockr.db');
  const before = MIGRATIONS.findIndex((sql) => sql.includes('CREATE TABLE declared_deployments'));
  const raw = new DatabaseSync(path);
  for (const sql of MIGRATIONS.slice(0, before)) raw.exec(sql);
  raw.exec(`PRAGMA user_version=${before}`);
  const insert = raw.prepare(
    'INSERT INTO deployments (name, url, branch, path, interval_ms, suspended, created_at, attempted, applied, error, failures, verify) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  insert.run('blog', 'git@git.example.org:it\'s "blog".git', null, '.', 60_000, 1, 3, null, null, null, 0, null);
  const texts = [{ commit: 'c2', at: 6 }, APPLIED, ERROR].map((value) => JSON.stringify(value));
  insert.run('shop', 'https://x/shop.git', 'live', 'a/b', 5_000, 0, 4, ...texts, 2, JSON.stringify(VERIFY));
  raw.close();
  using database = new Database(path);
  const [blog, shop, ...others] = new DeploymentTable(database).list();
  assert.deepEqual(others, []);
  const usual = { origin: { kind: 'command' }, generation: 1, pinned: null } as const;
  assert.deepEqual(blog, {
    ...usual,
    name: 'blog',
    declaration: completeDeclaration({
      source: { kind: 'git', url: 'git@git.example.org:it\'s "blog".git', ref: { kind: 'head' } },
    }),
    suspended: true,
    createdAt: 3,
    attempted: null,
    applied: null,
    error: null,
    failures: 0,
  });
  assert.deepEqual(shop, {
    ...usual,
    name: 'shop',
    declaration: completeDeclaration({
      source: { kind: 'git', url: 'https://x/shop.git', ref: { kind: 'branch', branch: 'live' } },
      path: 'a/b',
      intervalMs: 5_000,
      verify: VERIFY,
    }),
    suspended: false,
    createdAt: 4,
    attempted: { commit: 'c2', at: 6 },
    applied: APPLIED,
    error: ERROR,
    failures: 2,
  });
});
