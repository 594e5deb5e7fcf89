// An upgrade of a real daemon, with real releases, while a container serves. In place of systemd there is what commands do by
// themselves: ending the daemon, and starting the current one. The same with systemd, and a reboot, is in test/vm/install.test.ts.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { packRelease } from '../../scripts/pack-release.ts';
import type { ContainerSummary, EngineInfo } from '../../src/api/messages.ts';
import { checkHealth } from '../../src/cli/upgrade-health.ts';
import { connect } from '../../src/client/connect.ts';
import { rememberSchema } from '../../src/install/database-schema.ts';
import type { InstallPlaces } from '../../src/install/places.ts';
import { copyRelease } from '../../src/install/release-tree.ts';
import type { ServiceControl } from '../../src/install/service-control.ts';
import { type Upgraded, upgrade } from '../../src/install/upgrade.ts';
import { stackFiles } from '../agent/deploy-rig.ts';
import { TestDockr } from '../support/dockr.ts';
import { imagesSkipReason } from '../support/images.ts';
import { breakDaemon, renumberedRelease } from '../support/release-tree.ts';
import { createTestRoot, findFreePort, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');
const skip = process.getuid?.() === 0 ? imagesSkipReason() : 'containers need root';

function stack(port: number): Readonly<Record<string, string | Buffer>> {
  const script = '/busybox mkdir -p /www; echo served >/www/index.html; exec /busybox httpd -f -p 80 -h /www';
  const files: Readonly<Record<string, string | Buffer>> = stackFiles('one');
  return {
    'image/Dockerfile': 'FROM scratch\nCOPY busybox /busybox\n',
    'image/busybox': files['image/busybox'] ?? '',
    'stack.yml': `services:
  web:
    build: ./image
    ports: ["127.0.0.1:${port}:80"]
    stop_grace_period: 0s
    command: ["/busybox", "sh", "-c", "${script}"]
`,
  };
}

test('a container serves all the time while dockr is upgraded, and while that is taken back', { skip }, async () => {
  await using root = await createTestRoot();
  await using dockr = new TestDockr(root);
  const rig = await Server.install(root, dockr);
  await rig.up();
  const probe = rig.probe();
  const before = await rig.containers();
  assert.deepEqual(await rig.upgrade('0.2.0'), { from: '0.1.0', to: '0.2.0', changed: true });
  assert.deepEqual([await rig.version(), await rig.containers()], ['0.2.0', before]);
  await assert.rejects(rig.upgrade('0.3.0'), { code: 'upgrade-switched-back' });
  assert.deepEqual([await rig.version(), await rig.containers()], ['0.2.0', before]);
  const { asked, failed } = await probe.end();
  assert.deepEqual(failed, []);
  assert.ok(asked > 20, String(asked));
});

/** A machine with this release as 0.1.0, one that is good and one that is broken to upgrade to. */
class Server {
  readonly #root: TestRoot;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #places: InstallPlaces;
  readonly #port: number;

  private constructor(root: TestRoot, environment: Readonly<Record<string, string>>, port: number) {
    this.#root = root;
    this.#environment = environment;
    this.#port = port;
    const place = (name: string): string => join(root.workDirectory, name);
    this.#places = {
      programs: root.makeDirectory('opt'),
      link: place('dockr'),
      unit: place('unit'),
      keys: root.makeDirectory('keys'),
      groups: '/etc/group',
    };
  }

  static async install(root: TestRoot, { environment }: TestDockr): Promise<Server> {
    const server = new Server(root, environment, await findFreePort());
    const { programs, keys } = server.#places;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key = join(root.workDirectory, 'private.pem');
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(keys, 'ours.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    copyRelease(repository, join(programs, 'a'));
    symlinkSync('a', join(programs, 'current'));
    for (const version of ['0.2.0', '0.3.0']) {
      const tree = join(root.workDirectory, version);
      renumberedRelease(join(programs, 'a'), tree, version);
      if (version === '0.3.0') breakDaemon(tree);
      packRelease({ release: tree, folder: root.makeDirectory('releases'), key });
    }
    return server;
  }

  async up(): Promise<void> {
    const folder = this.#root.makeDirectory('web');
    for (const [path, content] of Object.entries(stack(this.#port))) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content, { mode: 0o755 });
    }
    await this.#dockr(['up', '-d', '--wait'], folder);
    await waitFor('the first answer', async () => (await this.#ask()) === undefined);
  }

  async upgrade(version: string): Promise<Upgraded> {
    const { pid, stateDirectory } = JSON.parse(await this.#dockr(['info', '--json'])) as EngineInfo;
    const expected = (await this.#running()).map(({ id, name, pid: own }) => ({ id, name, pid: own ?? 0 }));
    const check = { connect: () => this.#client(), expected, formerPid: pid, timeoutMs: 20_000 };
    const archive = join(this.#root.workDirectory, `releases/dockr-${version}-linux-${process.arch}.tar.gz`);
    return upgrade(
      { archive, allowDowngrade: false },
      {
        places: this.#places,
        service: this.#service(),
        platform: `linux-${process.arch}`,
        checkHealth: (wanted) => checkHealth(wanted, check),
        restoreDatabase: rememberSchema(stateDirectory),
        onStep: () => {},
      },
    );
  }

  /** Asks all the time, by new connections. */
  probe(): { readonly end: () => Promise<{ readonly asked: number; readonly failed: readonly string[] }> } {
    const failed: string[] = [];
    let asked = 0;
    let isOver = false;
    const asking = (async () => {
      while (!isOver) {
        const problem = await this.#ask();
        asked++;
        if (problem !== undefined) failed.push(problem);
        await new Promise((done) => setTimeout(done, 50));
      }
    })();
    return {
      end: async () => {
        isOver = true;
        await asking;
        return { asked, failed };
      },
    };
  }

  async version(): Promise<string> {
    const { daemon } = JSON.parse(await this.#dockr(['version', '--json'])) as { daemon: { version: string } };
    return daemon.version;
  }

  async containers(): Promise<readonly string[]> {
    return (await this.#running()).map(({ name, pid }) => `${name} ${pid}`);
  }

  async #running(): Promise<readonly ContainerSummary[]> {
    const lines = (await this.#dockr(['-p', 'web', 'ps', '--json'])).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as ContainerSummary);
  }

  #client() {
    return connect({ environment: this.#environment, version: '0', start: false, onWarning: () => {} });
  }

  /** A broken daemon does not start, which the look at its health finds out. */
  #service(): ServiceControl {
    const nothing = async (): Promise<void> => {};
    const stop = async (): Promise<void> => void (await this.#dockr(['daemon', 'stop']).catch(() => {}));
    const start = async (): Promise<void> => void (await this.#dockr(['daemon', 'start']).catch(() => {}));
    const restart = async (): Promise<void> => {
      await stop();
      await start();
    };
    const isYes = async (): Promise<boolean> => true;
    return {
      isEnabled: isYes,
      isActive: isYes,
      reload: nothing,
      enable: nothing,
      disable: nothing,
      restart,
      stop,
      start,
    };
  }

  async #ask(): Promise<string | undefined> {
    try {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/`, { headers: { connection: 'close' } });
      const text = (await answer.text()).trim();
      return text === 'served' ? undefined : text;
    } catch (error) {
      return String(error instanceof Error ? (error.cause ?? error) : error);
    }
  }

  async #dockr(words: readonly string[], cwd = this.#root.workDirectory): Promise<string> {
    const program = join(this.#places.programs, 'current/bin/dockr');
    return (await run(program, words, { env: { ...this.#environment }, cwd })).stdout;
  }
}
