// A daemon of its own, and a repository with a stack that it may deploy.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeploymentSummary } from '../../src/api/deployment-messages.ts';
import type { ContainerSummary } from '../../src/api/messages.ts';
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

type Environment = Readonly<Record<string, string>>;

export class DeployRig implements AsyncDisposable {
  readonly root: TestRoot;
  readonly dockr: TestDockr;
  readonly repository: TestRepository;
  readonly server: GitServer;
  readonly #parts: AsyncDisposableStack;

  readonly policyPath: string;

  private constructor(
    parts: AsyncDisposableStack,
    made: Pick<DeployRig, 'root' | 'repository' | 'server'> & { readonly policy?: string | undefined },
    environment: Environment,
  ) {
    this.#parts = parts;
    this.root = made.root;
    this.repository = made.repository;
    this.server = made.server;
    const allowed = [`file://${made.root.workDirectory}`, made.server.origin].join();
    this.policyPath = join(made.root.workDirectory, 'policy.yaml');
    const policy = made.policy === undefined ? {} : { DOCKR_POLICY: this.policyPath };
    if (made.policy !== undefined) this.writePolicy(made.policy);
    this.dockr = parts.use(new TestDockr(made.root, { DOCKR_GIT_ALLOW: allowed, ...policy, ...environment }));
  }

  /** With the text of a policy for the host, or without one; `environmentOf` gives what else the daemon has in its environment. */
  static async start(policy?: string, environmentOf: (root: TestRoot) => Environment = () => ({})): Promise<DeployRig> {
    const parts = new AsyncDisposableStack();
    const root = parts.use(await createTestRoot());
    const folder = root.makeDirectory('git');
    const repository = await TestRepository.create(folder, 'shop');
    const server = parts.use(await GitServer.start(folder));
    return new DeployRig(parts, { root, repository, server, policy }, environmentOf(root));
  }

  writePolicy(text: string): void {
    writeFileSync(this.policyPath, text, { mode: 0o600 });
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
