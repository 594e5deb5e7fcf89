import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Database } from '../../src/store/database.ts';
import { insertPort, loadPorts } from '../../src/store/networks.ts';
import { MIGRATIONS } from '../../src/store/schema.ts';
import { findHealth, loadTrafficIntents, saveHealth, saveTrafficIntent } from '../../src/store/traffic.ts';

test('ports of a database from before they were shared are kept, and others may join them', (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'dockr-store-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'dockr.db');
  const before = MIGRATIONS.findIndex((sql) => sql.includes('CREATE TABLE shared_ports'));
  const raw = new DatabaseSync(path);
  for (const sql of MIGRATIONS.slice(0, before)) raw.exec(sql);
  raw.exec(`PRAGMA user_version=${before}; INSERT INTO ports VALUES ('a', 'tcp', '*', 8080, 80)`);
  raw.close();
  using database = new Database(path);
  const port = { protocol: 'tcp', hostIp: null, hostPort: 8080, containerPort: 80 } as const;
  insertPort(database, { ...port, containerId: 'b' });
  assert.deepEqual(loadPorts(database), [
    { ...port, containerId: 'a' },
    { ...port, containerId: 'b' },
  ]);
});

test('what is told about a container goes with its record', () => {
  using database = new Database(':memory:');
  const insert = (id: string) =>
    database.run(
      "INSERT INTO containers (id, name, spec, spec_version, state, created_at) VALUES (?1, ?1, '{}', 1, 'running', 0)",
      id,
    );
  for (const id of ['a', 'b', 'c']) insert(id);
  saveTrafficIntent(database, 'a', 'held');
  saveTrafficIntent(database, 'b', 'draining');
  saveTrafficIntent(database, 'c', 'held');
  saveTrafficIntent(database, 'c', null);
  assert.deepEqual(loadTrafficIntents(database), new Map([['a', 'held'] as const, ['b', 'draining'] as const]));
  database.run("DELETE FROM containers WHERE id = 'a'");
  assert.deepEqual([...loadTrafficIntents(database).keys()], ['b']);
  assert.equal(findHealth(database, 'b'), 'none');
  saveHealth(database, 'b', 'unhealthy');
  assert.equal(findHealth(database, 'b'), 'unhealthy');
});
