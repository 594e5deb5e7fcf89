import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { SyncChange } from '../../../../src/core/sync-change.ts';
import { mountsBeneath } from '../../../../src/os/mounts.ts';
import { closeRigRoot, openRigRoot, Rig, shell, specOf } from '../container-rig.ts';

const MANY = 1000;

before(async () => {
  await openRigRoot();
});
after(closeRigRoot);

test('a container that ends while files are brought into it is let go of, and takes them after its restart', async () => {
  const host = mkdtempSync(join(tmpdir(), 'dockr-sync-'));
  const changes: SyncChange[] = [{ path: 'd', entry: { kind: 'folder', mode: 0o755 } }];
  mkdirSync(join(host, 'd'));
  for (let index = 0; index < MANY; index++) {
    writeFileSync(join(host, `d/${index}`), String(index));
    changes.push({ path: `d/${index}`, entry: { kind: 'file', mode: 0o644 } });
  }
  try {
    await using rig = await new Rig().restore();
    const id = await rig.containers.create(specOf(shell('sleep 1000')));
    await rig.containers.start(id);
    const syncing = { target: '/app', changes, source: { kind: 'folder', path: host } } as const;
    const cut = rig.containers.inside.sync(id, syncing);
    const ended = assert.rejects(cut, { code: 'container-not-running' });
    await rig.containers.restart(id, 0);
    await ended;
    // The mount of the last run would live on beside the new one, and lead it astray.
    for (const round of ['first', 'second']) {
      const gone = [{ path: 'd', entry: null }];
      assert.deepEqual(await rig.containers.inside.sync(id, { ...syncing, changes: gone }), [], round);
      assert.deepEqual(await rig.containers.inside.sync(id, syncing), [], round);
    }
    assert.ok(mountsBeneath(rig.containers.pathsOf(id).bundle).length > 0);
    await rig.containers.remove(id, { volumes: true });
  } finally {
    rmSync(host, { recursive: true });
  }
});
