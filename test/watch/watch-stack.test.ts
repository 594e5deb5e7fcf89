// The loop with a fake clock, a fake watcher and a fake `up`: what leads to which looks.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { StackError } from '../../src/core/errors.ts';
import { loadStack } from '../../src/stack/load-stack.ts';
import type { Stack } from '../../src/stack/model.ts';
import { createStackReader } from '../../src/stack/stack-reader.ts';
import type { Batch, BatchOutcome } from '../../src/watch/batch.ts';
import type { PathWatcherOptions } from '../../src/watch/path-watcher.ts';
import { type LookReason, watchStack } from '../../src/watch/watch-stack.ts';
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
  readonly looks: LookReason[] = [];
  targets: readonly WatchTarget[] = [];
  services: Stack['services'] = {};
  isClosed = false;
  onArm = (): void => {};
  apply = async (): Promise<BatchOutcome> => ({ kind: 'applied', steps: ['one'], rebuilt: [] });
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
        return { ...EMPTY, name, services: this.services } satisfies Stack;
      },
      apply: (stack, look) => {
        this.looks.push(look);
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
    working.resolve({ kind: 'applied', steps: [], rebuilt: [] });
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
    bench.apply = async () => ({ kind: 'applied', steps: [], rebuilt: [] });
    bench.change('/a');
    await bench.rest();
    assert.deepEqual(
      bench.batches.map(({ outcome }) => outcome.kind),
      ['applied', 'failed', 'applied'],
    );
  });

  test('what failed is tried again at growing intervals, and told again when it fails otherwise or is done', async () => {
    await bench.begin();
    const failing = (message: string) => () => Promise.reject(new StackError('daemon-gone', { message }));
    bench.apply = failing('gone');
    bench.change('/a');
    await bench.rest();
    const tries = async (seconds: number): Promise<number> => {
      for (let second = 0; second < seconds; second++) {
        await bench.clock.advance(1000);
        await bench.settle();
      }
      return bench.applied.length;
    };
    assert.deepEqual([await tries(3), await tries(3), await tries(4)], [3, 3, 4]);
    assert.deepEqual(bench.looks.at(-1), { isFirst: false, paths: ['/a'], told: 'gone' });
    assert.equal(bench.batches.length, 2);
    bench.apply = failing('gone otherwise');
    await tries(9);
    bench.apply = async () => ({ kind: 'applied', steps: ['two'], rebuilt: [] });
    await tries(20);
    assert.deepEqual(
      bench.batches.slice(1).map(({ paths, outcome, isRetried }) => [paths, outcome.kind, isRetried]),
      [
        [['/a'], 'failed', true],
        [['/a'], 'failed', true],
        [['/a'], 'applied', false],
      ],
    );
    assert.equal(await tries(100), bench.applied.length);
  });

  test('a change of which no event came is found by comparison, and is a reason to build', async () => {
    const rules = join(bench.folder, 'rules.yml');
    writeFileSync(
      rules,
      'services: { web: { build: ., develop: { watch: [{ path: ./packages, action: rebuild }] } } }',
    );
    const reader = createStackReader({ stdin: nothing() });
    const { stack } = await loadStack({ ...reader, files: [rules], cwd: bench.folder, environment: {}, envFiles: [] });
    bench.services = stack.services;
    const packages = join(bench.folder, 'packages');
    writeFileSync(packages, 'one');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await bench.begin();
    const passes = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        await bench.clock.advance(1000);
        await bench.settle();
      }
    };
    await passes(70);
    assert.equal(bench.looks.length, 1);
    writeFileSync(packages, 'two!');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await passes(70);
    assert.deepEqual(
      bench.looks.map(({ paths }) => paths),
      [[], [packages]],
    );
    writeFileSync(packages, 'three');
    bench.change('/other');
    await bench.rest();
    assert.deepEqual(bench.looks.at(-1)?.paths, ['/other', packages]);
  });

  test('a file with an error is not read again before it changes', async () => {
    await bench.begin();
    writeFileSync(bench.file, 'bad');
    bench.change(bench.file);
    await bench.rest();
    assert.equal(bench.batches[1]?.isRetried, false);
    await bench.clock.advance(10_000);
    await bench.settle();
    assert.equal(bench.batches.length, 2);
  });

  test('while a file has an error all that was watched before is watched still', async () => {
    const rules = join(bench.folder, 'rules.yml');
    writeFileSync(
      rules,
      'services: { web: { build: ., develop: { watch: [{ path: ./packages, action: rebuild }] } } }',
    );
    const reader = createStackReader({ stdin: nothing() });
    const { stack } = await loadStack({ ...reader, files: [rules], cwd: bench.folder, environment: {}, envFiles: [] });
    bench.services = stack.services;
    await bench.begin();
    const before = bench.targets.filter(({ kind }) => kind === 'tree');
    assert.equal(before.length, 1);
    writeFileSync(bench.file, 'bad');
    bench.change(bench.file);
    await bench.rest();
    assert.deepEqual(
      bench.targets.filter(({ kind }) => kind === 'tree'),
      before,
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
