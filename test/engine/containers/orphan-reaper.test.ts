import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { OrphanReaper } from '../../../src/engine/containers/orphan-reaper.ts';
import { reapOrphans, spawnProcess } from '../../../src/os/process.ts';
import { waitFor } from '../../support/wait-for.ts';

let folder: string;
/** Ends by itself. Only monitors and runtimes are taken in, which are known by their name. */
const startMonitor = (): number => spawnProcess(join(folder, 'conmon'), ['conmon', '0.2']);
const isThere = (pid: number): boolean => existsSync(`/proc/${pid}`);
const hasEnded = (pid: number): boolean => /^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockr-reaper-'));
  copyFileSync('/bin/sleep', join(folder, 'conmon'));
});
after(() => rmSync(folder, { recursive: true }));

test('a monitor that nobody waits for is taken in as it ends, long before anybody looks', async () => {
  using _reaper = new OrphanReaper();
  const pid = startMonitor();
  assert.ok(isThere(pid));
  // Whoever looks at intervals does so after five seconds at the earliest.
  await waitFor('its end', () => !isThere(pid), { timeoutMs: 3000 });
});

test('once it is disposed of, nobody does', async () => {
  new OrphanReaper()[Symbol.dispose]();
  assert.equal(process.listenerCount('SIGCHLD'), 0);
  const pid = startMonitor();
  await waitFor('its end', () => hasEnded(pid));
  reapOrphans();
  assert.ok(!isThere(pid));
});
