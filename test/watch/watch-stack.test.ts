// The loop with a fake clock, a fake watcher and a fake `up`: what leads to which looks.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { StackError } from '../../src/core/errors.ts';
import type { Stack } from '../../src/stack/model.ts';
import { createStackReader } from '../../src/stack/stack-reader.ts';
import type { PathWatcherOptions } from '../../src/watch/path-watcher.ts';
import { type Batch, type BatchOutcome, watchStack } from '../../src/watch/watch-stack.ts';
import type { WatchTarget } from '../../src/watch/watch-targets.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';

const EMPTY = { name: 'shop', directory: '/', files: [], networks: {}, volumes: {}, secrets: {}, configs: {} };

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A stack file whose text is the stack's name, or `bad`. */
class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'dockr-watch-'));
  readonly file = join(this.folder, 'stack.yml');
  readonly clock = new FakeClock();
  readonly batches: Batch[] = [];
  readonly applied: string[] = [];
  targets: readonly WatchTarget[] = [];
  isClosed = false;
  onArm = (): void => {};
  apply = async (): Promise<BatchOutcome> => ({ kind: 'applied', steps: ['one'] });
  change: (path: string) => void = () => {};
  fail: (error: Error) => void = () => {};
  readonly #ending = new AbortController();
  running: Promise<unknown> = Promise.resolve();

  async begin(text = 'shop'): Promise<void> {
    writeFileSync(this.file, text);
    this.running = watchStack({
      reader: createStackReader({ stdin: nothing() }),
      load: async (reader) => {
        await reader.fileExists(join(this.folder, '.env'));
        const name = Buffer.from(await reader.readFile(this.file)).toString();
        if (name === 'bad') throw new StackError('unknown-key', { message: 'bad' });
        return { ...EMPTY, name, services: {} } satisfies Stack;
      },
      apply: (stack) => {
        this.applied.push(stack.name);
        return this.apply();
      },
      createWatcher: (options) => this.#watcher(options),
      report: (batch) => this.batches.push(batch),
      clock: this.clock,
      signal: this.#ending.signal,
    });
    this.running.catch(() => {});
    await this.settle();
  }

  /** Reading the file takes real time. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await settled();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async rest(): Promise<void> {
    await this.clock.advance(100);
    await this.settle();
  }

  end(): void {
    this.#ending.abort(new Error('Ctrl-C'));
  }

  #watcher({ onPath, onError }: PathWatcherOptions) {
    this.change = onPath;
    this.fail = onError;
    return {
      follow: async (targets: readonly WatchTarget[]) => {
        this.targets = targets;
        this.onArm();
      },
      [Symbol.asyncDispose]: async () => {
        this.isClosed = true;
      },
    };
  }
}

describe('watching a stack', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => {
    bench.end();
    rmSync(bench.folder, { recursive: true });
  });

  test('begins with a look, and follows all that the loader looked at, there or not', async () => {
    await bench.begin();
    assert.deepEqual(bench.applied, ['shop']);
    assert.deepEqual(bench.targets, [{ kind: 'files', paths: [join(bench.folder, '.env'), bench.file].sort() }]);
  });

  test('a change leads to one look, after a rest', async () => {
    await bench.begin();
    writeFileSync(bench.file, 'shop2');
    bench.change(bench.file);
    bench.change(bench.file);
    await bench.rest();
    assert.deepEqual(bench.applied, ['shop', 'shop2']);
    assert.deepEqual(bench.batches[1]?.paths, [bench.file]);
    await bench.rest();
    assert.equal(bench.batches.length, 2);
  });

  test('a file with an error is told, nothing is applied, and the next change is another try', async () => {
    await bench.begin();
    writeFileSync(bench.file, 'bad');
    bench.change(bench.file);
    await bench.rest();
    assert.deepEqual(bench.applied, ['shop']);
    const { outcome } = bench.batches[1] ?? {};
    assert.equal(outcome?.kind === 'failed' ? outcome.error.code : '', 'unknown-key');
    writeFileSync(bench.file, 'shop3');
    bench.change(bench.file);
    await bench.rest();
    assert.deepEqual(bench.applied, ['shop', 'shop3']);
  });

  test('what changes while it works leads to one more look', async () => {
    await bench.begin();
    const working = Promise.withResolvers<BatchOutcome>();
    bench.apply = () => working.promise;
    bench.change('/a');
    await bench.rest();
    for (const path of ['/b', '/c', '/b']) bench.change(path);
    await bench.rest();
    assert.equal(bench.applied.length, 2);
    working.resolve({ kind: 'applied', steps: [] });
    await bench.settle();
    assert.deepEqual(
      bench.batches.map(({ paths }) => paths),
      [[], ['/a'], ['/b', '/c']],
    );
  });

  test('a file that changes between its reading and the arming of its watch is looked at again', async () => {
    bench.onArm = () => {
      bench.onArm = () => {};
      writeFileSync(bench.file, 'changed');
    };
    await bench.begin();
    await bench.rest();
    assert.deepEqual(bench.applied, ['shop', 'changed']);
  });

  test('a failure of the daemon is told, and the watching goes on', async () => {
    await bench.begin();
    bench.apply = () => Promise.reject(new StackError('daemon-gone', { message: 'gone' }));
    bench.change('/a');
    await bench.rest();
    bench.apply = async () => ({ kind: 'applied', steps: [] });
    bench.change('/a');
    await bench.rest();
    assert.deepEqual(
      bench.batches.map(({ outcome }) => outcome.kind),
      ['applied', 'failed', 'applied'],
    );
  });

  test('an error of the file at the beginning ends it', async () => {
    await bench.begin('bad');
    await assert.rejects(bench.running, { code: 'unknown-key' });
    assert.equal(bench.isClosed, true);
  });

  test('ends with the signal, and when it can no longer watch', async () => {
    await bench.begin();
    bench.fail(new Error('no more watches'));
    await assert.rejects(bench.running, /no more watches/);
    assert.equal(bench.isClosed, true);
    const other = new Bench();
    await other.begin();
    other.end();
    await assert.rejects(other.running, /Ctrl-C/);
    assert.equal(other.isClosed, true);
    assert.equal(other.clock.pending, 0);
    rmSync(other.folder, { recursive: true });
  });
});
