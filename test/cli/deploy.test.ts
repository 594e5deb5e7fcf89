// The commands of `deploy`, against a daemon that answers as a test says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Emit, FakeDaemon } from './fake-daemon.ts';
import { runDockr } from './run-dockr.ts';

const TAKEN = { kind: 'container', code: 'port-taken', message: 'port 80 is taken' } as const;
const SICK = { kind: 'agent', code: 'not-healthy', message: 'service "web" was not healthy' } as const;

/** A round whose step failed, and that ended with an error. */
const roundWith = (error: object) => ({
  'deploy-sync': async (_: never, emit: Emit) => {
    const step = { type: 'step', id: 'start', title: 'start container shop-web-1' } as const;
    emit({ ...step, status: 'started' });
    emit({ ...step, status: 'failed', error: TAKEN });
    return { name: 'shop', applied: null, error: { error, at: 1, refusedOn: 'sha256:1' } };
  },
});

function count(text: string, word: string): number {
  return text.split(word).length - 1;
}

test('the error of a failed step that ended a round is told once', async () => {
  await using daemon = await FakeDaemon.start({ streams: roundWith(TAKEN) });
  for (const words of [
    ['deploy', 'sync', 'shop'],
    ['--quiet', 'deploy', 'sync', 'shop'],
  ]) {
    const { exitCode, stderr } = await runDockr(words, { daemon });
    assert.deepEqual([exitCode, count(stderr, 'error[port-taken]')], [1, 1], stderr);
  }
});

test('what a round ended with is told beside the step that failed, where it is something else', async () => {
  await using daemon = await FakeDaemon.start({ streams: roundWith(SICK) });
  const { exitCode, stderr } = await runDockr(['deploy', 'sync', 'shop'], { daemon });
  assert.equal(exitCode, 1);
  assert.deepEqual([count(stderr, 'error[port-taken]'), count(stderr, 'error[not-healthy]')], [1, 1], stderr);
});
