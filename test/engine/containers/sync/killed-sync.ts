// Brings a file into a folder, as the daemon does, and is killed while it is half there: killed-sync.ts SOURCE TARGET JOURNAL.
import { existsSync, readdirSync } from 'node:fs';
import { syncContainer } from '../../../../src/engine/containers/sync/sync-container.ts';

const [source = '', target = '', journal = ''] = process.argv.slice(2);
const isRunning = (): boolean => {
  if (existsSync(`${target}/deep`) && readdirSync(`${target}/deep`).length > 0) process.kill(process.pid, 'SIGKILL');
  return true;
};
const changes = [
  // Refused, and no reason not to remove what is left of others.
  { path: '../../outside', entry: { kind: 'file', mode: 0o644 } },
  { path: 'deep', entry: { kind: 'folder', mode: 0o755 } },
  { path: 'deep/large', entry: { kind: 'file', mode: 0o644 } },
] as const;
await syncContainer(
  { pid: process.pid, isRunning },
  { target, changes, source: { kind: 'folder', path: source } },
  journal,
);
