// A builder on a state of its own, with everything it needs, and what tests ask of it.
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Tracer } from '../../../src/core/trace.ts';
import type { BuildSpec } from '../../../src/engine/build/build-spec.ts';
import { Builder, type BuildOptions } from '../../../src/engine/build/builder.ts';
import { observeHost } from '../../../src/engine/containers/runtime-config/host-facts.ts';
import { probeRuntime } from '../../../src/engine/containers/runtime-config/probe-runtime.ts';
import { runtimeFacts } from '../../../src/engine/containers/runtime-facts.ts';
import { ImageStore } from '../../../src/engine/images/image-store.ts';
import { LayerStore } from '../../../src/engine/images/layer-store.ts';
import { NetworkEngine } from '../../../src/engine/networks/network-engine.ts';
import { removeCgroup } from '../../../src/os/cgroups.ts';
import { mountReadOnlyOverlay, unmount } from '../../../src/os/mounts.ts';
import { becomeSubreaper } from '../../../src/os/process.ts';
import { Database } from '../../../src/store/database.ts';
import { imagesSkipReason } from '../../support/images.ts';
import { createTestRoot, type TestRoot } from '../../support/test-root.ts';

/** For `test(name, needsBuilds, …)`. */
export const needsBuilds = {
  skip: process.getuid?.() === 0 ? imagesSkipReason() : 'needs root: file systems are mounted',
};

export type Files = Readonly<Record<string, string>>;
export type Outcome = {
  readonly imageId: string;
  readonly cached: boolean;
  readonly steps: readonly string[];
  readonly output: readonly string[];
};

const HELD = new AbortController().signal;

export class BuildRig implements AsyncDisposable {
  readonly root: TestRoot;
  readonly database: Database;
  readonly images: ImageStore;
  readonly networks: NetworkEngine;
  readonly builder: Builder;
  #contexts = 0;

  private constructor(root: TestRoot, runtime: Awaited<ReturnType<typeof probeRuntime>>) {
    const { stateDirectory, runDirectory } = root;
    this.root = root;
    this.database = new Database(join(stateDirectory, 'dockr.db'));
    this.images = new ImageStore(this.database, new LayerStore(this.database, { stateDirectory }));
    this.networks = new NetworkEngine({
      database: this.database,
      runDir: runDirectory,
      bridgePrefix: root.bridgePrefix,
      tableName: root.nftTable,
      pools: [root.addressPool],
      linkGroup: 0x6000 + (process.pid & 0xfff),
    });
    this.builder = new Builder({
      stateDirectory,
      runDirectory,
      database: this.database,
      images: this.images,
      networks: this.networks,
      network: {
        name: 'build',
        stack: null,
        key: null,
        driver: 'bridge',
        internal: false,
        subnet: null,
        gateway: null,
        ipRange: null,
        options: {},
        labels: {},
      },
      runtime: { path: runtime.path, name: runtime.name, stateDirectory: join(runDirectory, 'runtime') },
      facts: runtimeFacts({
        host: observeHost(),
        seccompBpf: runtime.seccompBpf,
        seccompCache: join(stateDirectory, 'seccomp'),
        recursiveReadOnly: runtime.recursiveReadOnly,
      }),
      cgroupParent: `/${root.cgroupParent}`,
      tracer: new Tracer(),
      provideImage: async (reference) => this.images.resolve(reference).id,
    });
  }

  static async open(): Promise<BuildRig> {
    becomeSubreaper();
    const root = await createTestRoot();
    mkdirSync(join(root.runDirectory, 'runtime'));
    const runtime = await probeRuntime({ environment: process.env, directory: root.runDirectory });
    const rig = new BuildRig(root, runtime);
    await rig.networks.restore([]);
    return rig;
  }

  /** A directory with these files; a name that ends in a slash is a directory, a content `-> x` a link to x. */
  context(files: Files): string {
    const directory = this.root.makeDirectory(`context${++this.#contexts}`);
    for (const [name, content] of Object.entries(files)) writeContextFile(join(directory, name), content);
    return directory;
  }

  /** Builds what the files say. */
  async build(
    files: Files | string,
    spec: Partial<BuildSpec> = {},
    options: Partial<BuildOptions> = {},
  ): Promise<Outcome> {
    const context = typeof files === 'string' ? files : this.context(files);
    const steps: string[] = [];
    const output: string[] = [];
    const result = await this.builder.build(specOf(context, spec), {
      name: 'test',
      signal: HELD,
      noCache: false,
      pull: false,
      onOutput: (line) => output.push(line),
      onStep: (title, status) => {
        if (status !== 'started') steps.push(`${status} ${title}`);
      },
      ...options,
    });
    return { ...result, steps, output };
  }

  /** Makes `busybox`, with every applet, from the host's. */
  async addBusybox(): Promise<void> {
    await this.build(
      {
        Dockerfile: [
          'FROM scratch',
          'COPY --from=host busybox /bin/busybox',
          'COPY etc /etc',
          'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
          'RUN mkdir -p /tmp /root /home && chmod 1777 /tmp',
          'CMD ["sh"]',
        ].join('\n'),
        'etc/passwd':
          'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
        'etc/group': 'root:x:0:\ndaemon:x:1:\nusers:x:100:daemon\nnobody:x:65534:\n',
      },
      { additionalContexts: { host: '/bin' } },
      { name: 'busybox' },
    );
  }

  config(imageId: string): Record<string, unknown> {
    return JSON.parse(this.images.configBytes(imageId).toString('utf8'));
  }

  /** Everything in the image, as `path kind mode uid:gid content`. */
  list(imageId: string, beneath = ''): readonly string[] {
    return this.#merged(imageId, (directory) => listTree(directory).filter((line) => line.startsWith(beneath)));
  }

  /** The text of a file of the image. */
  read(imageId: string, path: string): string {
    return this.#merged(imageId, (directory) => readFileSync(join(directory, path), 'utf8'));
  }

  #merged<T>(imageId: string, work: (directory: string) => T): T {
    const mountPoint = this.root.makeDirectory('merged');
    const empty = this.root.makeDirectory('empty');
    mountReadOnlyOverlay(mountPoint, [...this.images.layerPaths(imageId), empty, this.root.makeDirectory('empty2')]);
    try {
      return work(mountPoint);
    } finally {
      unmount(mountPoint);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.builder.close();
    for (const { name } of this.networks.listNetworks()) await this.networks.removeNetwork(name);
    await this.networks.close();
    await this.images.layers[Symbol.asyncDispose]();
    this.database[Symbol.dispose]();
    await removeCgroup(`/${this.root.cgroupParent}`);
    await this.root[Symbol.asyncDispose]();
  }
}

/** A spec with nothing but its context. */
export function specOf(context: string, spec: Partial<BuildSpec> = {}): BuildSpec {
  return { context, args: {}, additionalContexts: {}, labels: {}, tags: [], noCache: false, pull: false, ...spec };
}

/** One line for each entry beneath a directory, sorted. */
export function listTree(directory: string, prefix = ''): string[] {
  return readdirSync(join(directory, prefix))
    .sort()
    .flatMap((name) => {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const stat = lstatSync(join(directory, path));
      const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
      const owner = `${stat.uid}:${stat.gid}`;
      if (stat.isDirectory()) return [`${path}/ ${mode} ${owner}`, ...listTree(directory, path)];
      if (stat.isSymbolicLink()) return [`${path} -> ${readlinkSync(join(directory, path))}`];
      if (!stat.isFile()) return [`${path} special ${mode} ${owner}`];
      const content =
        stat.size > 200 ? `${stat.size} bytes` : JSON.stringify(readFileSync(join(directory, path), 'utf8'));
      return [`${path} ${mode} ${owner} ${content}`];
    });
}

function writeContextFile(path: string, content: string): void {
  if (path.endsWith('/')) {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  if (content.startsWith('-> ')) symlinkSync(content.slice(3), path);
  else writeFileSync(path, content, { mode: 0o644 });
}
