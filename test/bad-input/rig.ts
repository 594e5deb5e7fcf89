// What every test of bad input needs: the built program, a registry with one image, and the proof that nothing changed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ContainerSummary, Finding, ImageSummary, NetworkSummary, VolumeSummary } from '../../src/api/messages.ts';
import { type DockrOptions, type Ended, TestDockr } from '../support/dockr.ts';
import { busyboxImage, extendImage, imagesSkipReason } from '../support/images.ts';
import { pushImage } from '../support/push-image.ts';
import { type Registry, registrySkipReason, startRegistry } from '../support/registry.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';

/** For `{ skip: rigSkipReason() }`. */
export function rigSkipReason(): string | false {
  if (process.getuid?.() !== 0) return 'containers need root';
  return imagesSkipReason() || registrySkipReason();
}

export type Failure = {
  readonly exitCode: number;
  /** The codes of the errors shown, in order. */
  readonly codes: readonly string[];
  /** What has to stand in what is shown. */
  readonly says?: readonly (string | RegExp)[];
  readonly options?: DockrOptions;
};

/** A daemon of its own and a registry that has `busybox:1`. */
export class Rig implements AsyncDisposable {
  readonly root: TestRoot;
  readonly dockr: TestDockr;
  readonly registry: Registry;
  /** `127.0.0.1:41231/busybox:1` */
  readonly image: string;
  /** Of the manifest of `image`. */
  readonly digest: string;
  readonly #parts: AsyncDisposableStack;

  private constructor(parts: AsyncDisposableStack, made: { root: TestRoot; registry: Registry; digest: string }) {
    this.#parts = parts;
    this.root = made.root;
    this.registry = made.registry;
    this.digest = made.digest;
    this.image = `${made.registry.address}/busybox:1`;
    this.dockr = parts.use(new TestDockr(made.root));
  }

  static async start(): Promise<Rig> {
    const parts = new AsyncDisposableStack();
    const root = parts.use(await createTestRoot());
    const registry = parts.use(await startRegistry(root.makeDirectory('registry')));
    const digest = await pushImage(
      { registryUrl: registry.url, repository: 'busybox', tag: '1' },
      await busyboxImage(),
    );
    return new Rig(parts, { root, registry, digest });
  }

  /** Writes a folder with a stack file, and other files; returns the path of the stack file. */
  stack(name: string, text: string, files: Readonly<Record<string, string>> = {}): string {
    const directory = this.root.makeDirectory(name);
    for (const [path, content] of Object.entries({ 'stack.yml': text, ...files })) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    }
    return join(directory, 'stack.yml');
  }

  /** A stack whose one service `web` runs `command` in the image, with more lines of its own. */
  webStack(name: string, command: string, lines: readonly string[] = []): string {
    const more = lines.map((line) => `    ${line}\n`).join('');
    return this.stack(name, `services:\n  web:\n    image: ${this.image}\n    command: ${command}\n${more}`);
  }

  /** A stack whose one service is built from this Dockerfile. */
  buildStack(name: string, dockerfile: string, files: Readonly<Record<string, string>> = {}): string {
    return this.stack(name, 'services:\n  web:\n    build: .\n', { Dockerfile: dockerfile, ...files });
  }

  /** Pushes an image with a layer that no other has, so that it has to be fetched; gives the digest of that layer. */
  async pushUnique(repository: string): Promise<{ readonly digest: string; readonly layer: string }> {
    const files = { '/unique': randomBytes(200_000).toString('base64') };
    const image = await extendImage(await busyboxImage(), this.root.makeDirectory('layers'), { files });
    const digest = await pushImage({ registryUrl: this.registry.url, repository, tag: '1' }, image);
    return { digest, layer: image.layers.at(-1)?.digest ?? '' };
  }

  /** Runs a command that must fail so, and leave everything as it was. */
  async fails(words: readonly string[], failure: Failure): Promise<Ended> {
    const before = await this.state();
    const ended = await this.dockr.run(words, failure.options);
    checkFailure(ended, failure);
    // Who is interrupted does not wait for what the daemon takes back.
    const takesBack = async () => isDeepStrictEqual(await this.state(), before);
    if (failure.exitCode === 130) await waitFor('everything to be as it was', takesBack).catch(() => undefined);
    assert.deepEqual(await this.state(), before, 'the failure changed something');
    await this.checkClean();
    return ended;
  }

  /** All that a user can see of the machine. Images may stay once they are here; the default network comes with the first build or run. */
  async state() {
    const { dockr } = this;
    const containers = await listed<ContainerSummary>(dockr, ['ps', '-a']);
    const networks = await listed<NetworkSummary>(dockr, ['network', 'ls']);
    const volumes = await listed<VolumeSummary>(dockr, ['volume', 'ls']);
    const images = await listed<ImageSummary>(dockr, ['images']);
    return {
      containers: containers.map(({ id, name, status, health }) => ({ id, name, status, health })),
      networks: networks.map(({ name }) => name).filter((name) => name !== 'bridge'),
      volumes: volumes.map(({ name }) => name),
      images: images.flatMap(({ names }) => names).filter((name) => name !== this.image),
      halfLayers: namesIn(join(this.root.stateDirectory, 'layers', 'tmp')),
      halfBuilds: namesIn(join(this.root.stateDirectory, 'build', 'steps')),
    };
  }

  /** The doctor finds nothing that is ours to mend, and the daemon has met no bug. */
  async checkClean(): Promise<void> {
    const findings = await listed<Finding>(this.dockr, ['doctor']);
    const bad = findings.filter(({ level, code }) => level === 'error' || code === 'drift' || code === 'leftover');
    assert.deepEqual(bad, []);
    assert.doesNotMatch(this.dockr.daemonLog(), /\bbug\b/);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }
}

/** Exit code, codes of the errors, and words. */
export function checkFailure(ended: Ended, { exitCode, codes, says = [] }: Failure): void {
  const shown = ended.stderr + ended.stdout;
  assert.deepEqual({ exitCode: ended.exitCode, codes: codesIn(ended.stderr) }, { exitCode, codes }, shown);
  for (const words of says) {
    if (typeof words === 'string') assert.ok(shown.includes(words), `${words}\nis not in\n${shown}`);
    else assert.match(shown, words);
  }
}

/** The codes of the errors that were shown, in order. */
export function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/^error\[([^\]]+)\]/gm)].map(([, code = '']) => code);
}

/** Ctrl-C once `seen` has been printed. */
export function interruptAt(seen: string): DockrOptions {
  return {
    during: async (child, output) => {
      while (!output().includes(seen)) {
        if (child.exitCode !== null) throw new Error(`it ended before it printed "${seen}":\n${output()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      child.kill('SIGINT');
    },
  };
}

async function listed<T>(dockr: TestDockr, words: readonly string[]): Promise<readonly T[]> {
  const { stdout } = await dockr.ok([...words, '--json']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
