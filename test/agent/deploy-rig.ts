// A daemon of its own, and a repository with a stack that it may deploy.
import { existsSync, readFileSync } from 'node:fs';
import type { ContainerSummary, DeploymentSummary } from '../../src/api/messages.ts';
import { TestDockr } from '../support/dockr.ts';
import { GitServer, TestRepository } from '../support/git-server.ts';
import { imagesSkipReason } from '../support/images.ts';
import { createTestRoot, type TestRoot } from '../support/test-root.ts';

const BUSYBOX = '/bin/busybox';

/** For `{ skip: … }`: a deployment needs the engine, and git. */
export function deploySkipReason(): string | false {
  if (process.getuid?.() !== 0) return 'containers need root';
  if (!existsSync('/usr/bin/git')) return 'no /usr/bin/git (apt-get install git)';
  return imagesSkipReason();
}

/** A stack whose image is built from the repository, with one variable to change. */
export function stackFiles(level: string) {
  return {
    'stacks/shop/stack.yml': `
services:
  web:
    build: ../../image
    command: ["/busybox", "sleep", "1000"]
    environment:
      LEVEL: ${level}
    stop_grace_period: 0s
    volumes:
      - ./page.html:/page.html
`,
    'stacks/shop/page.html': `level ${level}\n`,
    'image/Dockerfile': 'FROM scratch\nCOPY busybox /busybox\n',
    'image/busybox': readFileSync(BUSYBOX),
  };
}

export class DeployRig implements AsyncDisposable {
  readonly root: TestRoot;
  readonly dockr: TestDockr;
  readonly repository: TestRepository;
  readonly server: GitServer;
  readonly #parts: AsyncDisposableStack;

  private constructor(parts: AsyncDisposableStack, made: Pick<DeployRig, 'root' | 'repository' | 'server'>) {
    this.#parts = parts;
    this.root = made.root;
    this.repository = made.repository;
    this.server = made.server;
    const allowed = [`file://${made.root.workDirectory}`, made.server.origin].join();
    this.dockr = parts.use(new TestDockr(made.root, { DOCKR_GIT_ALLOW: allowed }));
  }

  static async start(): Promise<DeployRig> {
    const parts = new AsyncDisposableStack();
    const root = parts.use(await createTestRoot());
    const folder = root.makeDirectory('git');
    const repository = await TestRepository.create(folder, 'shop');
    const server = parts.use(await GitServer.start(folder));
    return new DeployRig(parts, { root, repository, server });
  }

  /** The address of the repository over HTTP. */
  get httpUrl(): string {
    return `${this.server.origin}/shop.git`;
  }

  show(name: string): Promise<DeploymentSummary> {
    return this.dockr.json(['deploy', 'show', name]);
  }

  async containers(stack: string): Promise<readonly ContainerSummary[]> {
    const { stdout } = await this.dockr.ok(['-p', stack, 'ps', '--all', '--json']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as ContainerSummary);
  }

  /** What a program prints in the one container of a service. */
  async output(stack: string, command: readonly string[]): Promise<string> {
    const [container] = await this.containers(stack);
    return (await this.dockr.ok(['exec', container?.name ?? '', ...command])).stdout.trimEnd();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.dockr.daemonPid() !== null) {
      const names = (await this.dockr.run(['deploy', 'list', '--quiet'])).stdout
        .split('\n')
        .filter((name) => name !== '');
      for (const name of names) await this.dockr.run(['deploy', 'rm', '--down', name]);
      const stacks = (await this.dockr.run(['ls', '--all', '--quiet'])).stdout
        .split('\n')
        .filter((name) => name !== '');
      for (const name of stacks) await this.dockr.run(['-p', name, 'down', '-t', '0']);
    }
    await this.#parts.disposeAsync();
  }
}
