import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { errorCode } from '../../../../src/core/errors.ts';
import { makeWorkbench, needsRoot } from '../workbench.ts';

test(
  'a registry that takes connections and never answers is given up after one silence',
  needsRoot,
  async (context) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    const { puller } = makeWorkbench(context, {
      stallMs: 200,
      retry: { attempts: 5, firstDelayMs: 10_000, longestDelayMs: 10_000 },
    });
    const began = performance.now();
    await assert.rejects(puller.pull(`127.0.0.1:${address.port}/x:1`), (error: unknown) => {
      assert.equal(errorCode(error), 'registry-unreachable');
      assert.match(String(error), /no answer for 0\.2 s/);
      return true;
    });
    assert.ok(performance.now() - began < 5000);
  },
);
