// SECURITY.md row 21: who may use the socket of the daemon, and who is written down as having done so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AuditRecord } from '../../../src/audit/audit-record.ts';
import { readLog } from '../../../src/audit/read-log.ts';
import { auditHandlers } from '../../../src/daemon/audit/audit-handlers.ts';
import { type Handlers, serve } from '../../../src/daemon/server.ts';
import { ownerOfSocket } from '../../../src/daemon/socket-group.ts';
import { AuditRig } from '../../audit/audit-rig.ts';

const NOBODY = 65534;
const CURL = '/usr/bin/curl';
const needsRoot = process.getuid?.() !== 0 ? 'other users need root' : !existsSync(CURL) ? 'no curl' : false;

/** The one route that matters here, recorded as all are. */
class Socket implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'dockr-socket-'));
  readonly path = join(this.folder, 'dockr.sock');
  readonly removed: string[] = [];
  readonly #rig = new AuditRig();
  readonly #log = this.#rig.open();
  #server: Server | undefined;

  async open(): Promise<this> {
    const removeVolume = async ({ name }: { readonly name: string }) => {
      this.removed.push(name);
      return {};
    };
    const handlers = { calls: { 'remove-volume': removeVolume }, streams: {}, duplexes: {} } as unknown as Handlers;
    this.#server = await serve(this.path, auditHandlers(handlers, this.#log));
    chmodSync(this.folder, 0o755);
    return this;
  }

  async records(): Promise<readonly AuditRecord[]> {
    await this.#log.flush();
    const found: AuditRecord[] = [];
    for await (const { parsed } of readLog(this.#rig.folder)) if (parsed.kind === 'record') found.push(parsed.record);
    return found;
  }

  /** From this process. */
  post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const options = { socketPath: this.path, path: '/v1/remove-volume', method: 'POST', headers };
      const call = request(options, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      });
      call.on('error', reject).end(JSON.stringify(body));
    });
  }

  /** From a process of another user. The daemon is this process, which must go on meanwhile. */
  async postAs(identity: readonly string[]): Promise<{ readonly status: number | null; readonly stderr: string }> {
    const { spawn } = await import('node:child_process');
    const words = [...identity, CURL, '-sS', '-f', '--unix-socket', this.path, '-d', '{"name":"data"}'];
    const child = spawn('setpriv', [...words, 'http://dockr/v1/remove-volume'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return new Promise((resolve) => child.once('close', (status) => resolve({ status, stderr })));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
    await this.#log.close();
    this.#rig[Symbol.dispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

test('attack: a user who is in no group of ours asks the daemon', { skip: needsRoot }, async () => {
  await using socket = await new Socket().open();
  const { status, stderr } = await socket.postAs([`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']);
  assert.notEqual(status, 0);
  assert.match(stderr, /ermission denied|Could.?n.t connect/);
  assert.deepEqual([socket.removed, await socket.records()], [[], []]);
});

test('attack: a request says that it is of somebody else', { skip: needsRoot }, async () => {
  await using socket = await new Socket().open();
  const actor = { kind: 'user', uid: 1234, gid: 1234, pid: 1, login: 1234 };
  const headers = { 'x-forwarded-user': 'ann', 'remote-user': 'ann', authorization: 'Basic YW5uOmFubg==' };
  await socket.post({ name: 'data', actor, uid: 1234, caller: actor }, headers);
  const [begun] = await socket.records();
  assert.ok(begun?.event === 'begun' && begun.actor.kind === 'user');
  assert.deepEqual([begun.actor.uid, begun.actor.pid], [process.getuid?.(), process.pid]);
  assert.deepEqual(begun.target, { volume: 'data' });
});

test('attack: a member of the group does something, and it was root', { skip: needsRoot }, async () => {
  await using socket = await new Socket().open();
  chownSync(socket.path, 0, NOBODY);
  const { status, stderr } = await socket.postAs([`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']);
  assert.equal(status, 0, stderr);
  const [begun, ended] = await socket.records();
  assert.ok(begun?.event === 'begun' && begun.actor.kind === 'user' && ended?.event === 'ended');
  assert.deepEqual([begun.actor.uid, begun.actor.gid, ended.of], [NOBODY, NOBODY, begun.seq]);
});

test('attack: the socket is made before the daemon, for everybody', { skip: needsRoot }, async () => {
  await using socket = new Socket();
  spawnSync('mkfifo', ['-m', '777', socket.path]);
  await socket.open();
  const { mode, uid } = statSync(socket.path);
  assert.deepEqual([mode & 0o777, uid], [0o660, 0]);
});

test('attack: a line in the list of groups that only looks like ours', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockr-groups-'));
  const file = join(folder, 'group');
  const cases = {
    'root:x:0:\ndockr:x:990:\n': 990,
    'xdockr:x:5:\ndockr2:x:6:\n dockr:x:7:\n': 0,
    'dockr:x:0:\n': 0,
    'dockr:x:-1:\n': 0,
    'dockr:x:all:\n': 0,
    dockr: 0,
  };
  for (const [text, expected] of Object.entries(cases)) {
    writeFileSync(file, text);
    assert.equal(ownerOfSocket(file), expected, text);
  }
  rmSync(folder, { recursive: true });
  assert.equal(ownerOfSocket(file), 0);
});
