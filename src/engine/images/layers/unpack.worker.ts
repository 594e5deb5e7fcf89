// The worker thread in which layers are unpacked and thrown away: every call here may block, the daemon's loop never does.
import { rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { toWireError } from '../../../core/errors.ts';
import type { FromWorker, ToWorker } from './unpack-messages.ts';
import { UnpackTask } from './unpack-task.ts';

const tasks = new Map<number, UnpackTask>();

function send(message: FromWorker, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, [...transfer]);
}

function end(id: number, message: FromWorker): void {
  tasks.get(id)?.[Symbol.dispose]();
  tasks.delete(id);
  send(message);
}

/** Runs one step of a task; a failure ends the task and is told once. */
async function attempt(id: number, step: () => Promise<void> | void): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (tasks.has(id)) end(id, { kind: 'failed', id, error: toWireError(error) });
  }
}

async function takePiece(id: number, bytes: Uint8Array): Promise<void> {
  await attempt(id, async () => {
    await tasks.get(id)?.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
  if (bytes.buffer instanceof ArrayBuffer) send({ kind: 'consumed', id, buffer: bytes.buffer }, [bytes.buffer]);
}

function remove(id: number, directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
    send({ kind: 'done', id, unpackedBytes: 0 });
  } catch (error) {
    send({ kind: 'failed', id, error: toWireError(error) });
  }
}

async function handle(message: ToWorker): Promise<void> {
  const { id } = message;
  switch (message.kind) {
    case 'start':
      return attempt(id, () => {
        tasks.set(id, new UnpackTask(message.job));
      });
    case 'piece':
      return takePiece(id, message.bytes);
    case 'end':
      return attempt(id, async () => {
        const unpackedBytes = await tasks.get(id)?.finish();
        if (unpackedBytes !== undefined && tasks.has(id)) end(id, { kind: 'done', id, unpackedBytes });
      });
    case 'abort':
      return end(id, { kind: 'stopped', id });
    case 'remove':
      return remove(id, message.directory);
  }
}

parentPort?.on('message', (message: ToWorker) => void handle(message));
