// The thread in which builds read and write many files.
import { parentPort } from 'node:worker_threads';
import { toWireError } from '../../../core/errors.ts';
import { type BuildTask, runTask } from './build-task.ts';
import { explainFileError } from './errors.ts';

parentPort?.on('message', ({ id, task }: { readonly id: number; readonly task: BuildTask }) => {
  try {
    parentPort?.postMessage({ id, result: runTask(task) });
  } catch (error) {
    parentPort?.postMessage({ id, error: toWireError(explainFileError(error)) });
  }
});
