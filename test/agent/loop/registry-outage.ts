// A deployment whose new image cannot be had for a while, with a real registry behind a door that can be shut.
import assert from 'node:assert/strict';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { busyboxImage } from '../../support/images.ts';
import { pushImage } from '../../support/push-image.ts';
import { startRegistry } from '../../support/registry.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig } from '../deploy-rig.ts';
import { loopStack } from './loop-stack.ts';

/** Throws unless what ran goes on meanwhile, nobody asks without pause, and the new commit runs soon after it. */
export async function runOutage(downMs: number, tell: (line: string) => void): Promise<void> {
  await using rig = await DeployRig.start();
  await using registry = await startRegistry(rig.root.makeDirectory('registry'));
  await using door = await Door.open(Number(registry.address.split(':')[1]));
  const image = await busyboxImage();
  for (const tag of ['one', 'two']) await pushImage({ registryUrl: registry.url, repository: 'shop', tag }, image);
  const push = (tag: string) => rig.repository.push(filesOf(`127.0.0.1:${door.port}/shop:${tag}`, tag));
  const good = await push('one');
  const words = ['--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1s'];
  await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
  assert.equal((await rig.show('shop')).applied?.commit, good);

  door.shut();
  const before = door.knocks;
  const commit = await push('two');
  await waitFor('the error', async () => (await rig.show('shop')).error?.error.code === 'registry-unreachable', {
    timeoutMs: 60_000,
  });
  await rig.dockr.ok(['rm', '--stop', '--force', 'shop-web-1']);
  await sleep(downMs);
  const { state, applied, conditions } = await rig.show('shop');
  assert.equal(applied?.commit, good);
  assert.notEqual(state, 'stalled');
  assert.ok(conditions.some(({ type, reason }) => type === 'Ready' && reason === 'RegistryUnreachable'));
  assert.equal(await rig.output('shop', ['sh', '-c', 'echo $LEVEL']), 'one', 'drift is repaired meanwhile');
  const knocks = door.knocks - before;
  tell(`${knocks} connections to the registry in ${Math.round(downMs / 1000)} s of outage`);
  // By the pace of an interval of a second, each try with its own few attempts.
  assert.ok(knocks < 60 + (downMs / 1000) * 8, `${knocks} connections`);

  door.open();
  const openedAt = performance.now();
  await waitFor('the commit', async () => (await rig.show('shop')).applied?.commit === commit, { timeoutMs: 60_000 });
  tell(`applied ${Math.round(performance.now() - openedAt)} ms after the registry was back`);
  assert.equal(await rig.output('shop', ['sh', '-c', 'echo $LEVEL']), 'two');
  assert.deepEqual([(await rig.show('shop')).error, (await rig.show('shop')).failures], [null, 0]);
}

function filesOf(image: string, level: string) {
  const files = loopStack({ level, image });
  return { 'stacks/shop/stack.yml': files['stacks/shop/stack.yml'].replaceAll('/busybox', 'busybox') };
}

/** Leads to a port of this machine, or, while it is shut, nowhere. */
class Door implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isShut = false;
  /** How many have come. */
  knocks = 0;

  private constructor(to: number) {
    this.#server = createServer((socket) => this.#lead(socket, to));
  }

  static async open(to: number): Promise<Door> {
    const door = new Door(to);
    await new Promise<void>((resolve) => door.#server.listen(0, '127.0.0.1', resolve));
    return door;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  shut(): void {
    this.#isShut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  open(): void {
    this.#isShut = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.shut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #lead(socket: Socket, to: number): void {
    this.knocks++;
    socket.on('error', () => socket.destroy());
    if (this.#isShut) {
      socket.destroy();
      return;
    }
    const inner = connect(to, '127.0.0.1');
    this.#sockets.add(socket);
    inner.on('error', () => socket.destroy());
    inner.on('close', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      inner.destroy();
    });
    socket.pipe(inner).pipe(socket);
  }
}
