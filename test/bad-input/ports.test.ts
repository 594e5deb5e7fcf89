import { createServer, type Server } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { Rig, rigSkipReason } from './rig.ts';

describe('host ports that are taken', { skip: rigSkipReason() }, () => {
  let rig: Rig;
  before(async () => {
    rig = await Rig.start();
    await rig.dockr.ok(['pull', rig.image]);
  });
  after(() => rig[Symbol.asyncDispose]());

  for (const { what, prefix } of [
    { what: 'the same address', prefix: '127.0.0.1:' },
    { what: 'all addresses', prefix: '' },
  ]) {
    test(`a program that listens is named, with its pid, when ${what} is asked for`, async () => {
      await using server = await listen();
      const file = rig.webStack('taken', 'sleep 1000', [`ports: ["${prefix}${server.port}:80"]`]);
      await rig.fails(['up', '-d', '-f', file], {
        exitCode: 1,
        codes: ['port-in-use'],
        says: [`port ${server.port}/tcp`, `(pid ${process.pid})`, 'hint: stop it, or publish another host port'],
      });
    });
  }

  test('a container of another stack is named', async () => {
    const port = await findFreePort();
    const lines = [`ports: ["127.0.0.1:${port}:80"]`];
    const first = rig.webStack('first', 'sleep 1000', lines);
    await rig.dockr.ok(['up', '-d', '-f', first]);
    await rig.fails(['up', '-d', '-f', rig.webStack('second', 'sleep 1000', lines)], {
      exitCode: 1,
      codes: ['port-in-use'],
      says: ['in use by container "first-web-1"'],
    });
    await rig.fails(['run', '--rm', '-p', `127.0.0.1:${port}:80`, rig.image, 'true'], {
      exitCode: 125,
      codes: ['port-in-use'],
      says: ['in use by container "first-web-1"'],
    });
    await rig.dockr.ok(['down', '-f', first]);
  });

  test('an update to a port that is taken leaves the old container as it was', async () => {
    await using server = await listen();
    const [port, file] = [await findFreePort(), 'moved'];
    const ports = (host: number) => [`ports: ["127.0.0.1:${host}:80"]`];
    const stack = rig.webStack(file, 'sleep 1000', ports(port));
    await rig.dockr.ok(['up', '-d', '-f', stack]);
    rig.webStack(file, 'sleep 1000', ports(server.port));
    await rig.fails(['up', '-d', '-f', stack], { exitCode: 1, codes: ['port-in-use'] });
    await rig.dockr.ok(['down', '-f', stack]);
  });
});

async function listen(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the kernel gave no port');
  return { port: address.port, [Symbol.asyncDispose]: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
