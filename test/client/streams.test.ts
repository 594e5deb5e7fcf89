import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClient } from '../../src/client/client.ts';
import { readLines } from '../../src/client/read-lines.ts';
import { ErrorList, errorCode, StackError } from '../../src/core/errors.ts';
import type { DockrEvent } from '../../src/core/events.ts';
import { Break, FakeDaemon, untilClosed } from '../cli/fake-daemon.ts';

async function* chunksOf(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text, 'latin1');
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('lines of a stream', () => {
  const cases = [
    { chunks: ['a\nb\n'], lines: ['a', 'b'] },
    { chunks: ['a', 'b', 'c\n'], lines: ['abc'] },
    { chunks: ['\u00c3', '\u00a4\n'], lines: ['ä'] },
    { chunks: ['a\n\n\nb\nrest'], lines: ['a', 'b'] },
  ];
  for (const { chunks, lines } of cases) {
    test(JSON.stringify(chunks), async () => {
      assert.deepEqual(await collect(readLines(chunksOf(...chunks))), lines);
    });
  }
});

describe('streams', () => {
  const at = { file: 'x', line: 1, column: 1, length: 1 };
  const script = {
    streams: {
      pull: async (_request: never, emit: (event: DockrEvent) => void) => {
        emit({ type: 'warning', code: 'w', message: 'one' });
        return { imageId: 'i', changed: true };
      },
      up: async () => {
        throw new ErrorList([new StackError('a', { message: 'a', at }), new StackError('b', { message: 'b' })]);
      },
      build: async () => {
        throw new Break();
      },
      events: async (_request: never, _emit: unknown, ended: AbortSignal) => untilClosed(ended),
    },
  };

  test('hand events on and end with the result', async () => {
    await using daemon = await FakeDaemon.start(script);
    const events: DockrEvent[] = [];
    const result = await createClient(daemon.socket).stream(
      'pull',
      { reference: 'x', platform: null },
      { onEvent: (event) => events.push(event) },
    );
    assert.deepEqual([events, result.imageId], [[{ type: 'warning', code: 'w', message: 'one' }], 'i']);
  });

  test('throw what the daemon threw, lists and places kept', async () => {
    await using daemon = await FakeDaemon.start(script);
    const error = await createClient(daemon.socket)
      .stream('up', {} as never)
      .catch((failure: unknown) => failure);
    assert.ok(error instanceof ErrorList);
    assert.deepEqual([error.errors.map(({ code }) => code), error.at], [['a', 'b'], at]);
  });

  test('that break tell that the daemon is gone', async () => {
    await using daemon = await FakeDaemon.start(script);
    const broken = createClient(daemon.socket).stream('build', {} as never);
    await assert.rejects(broken, (error) => errorCode(error) === 'daemon-gone');
  });

  test('end when the caller calls them off, with the reason given', async () => {
    await using daemon = await FakeDaemon.start(script);
    const reason = new Error('enough');
    const controller = new AbortController();
    const stream = createClient(daemon.socket).stream('events', { stack: null }, { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await assert.rejects(stream, (error) => error === reason);
  });
});
