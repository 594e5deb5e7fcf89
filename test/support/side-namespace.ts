// A network namespace beside this one, joined to it by a link.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestRoot } from './test-root.ts';

const run = promisify(execFile);

/** For `test(name, { skip: sideNamespaceSkipReason() }, …)`. */
export function sideNamespaceSkipReason(): string | false {
  return process.getuid?.() === 0 ? false : 'only root makes network namespaces';
}

export class SideNamespace implements AsyncDisposable {
  /** This side of the link, and the other. */
  readonly near: string;
  readonly far: string;
  readonly launcher: readonly string[];
  readonly #name: string;

  private constructor(root: TestRoot) {
    const network = root.addressPool.replace(/0\.0\/16$/, '250');
    [this.near, this.far] = [`${network}.1`, `${network}.2`];
    this.#name = `${root.tag}side`;
    this.launcher = ['ip', 'netns', 'exec', this.#name];
  }

  static async make(root: TestRoot): Promise<SideNamespace> {
    const side = new SideNamespace(root);
    const [name, near, far] = [side.#name, `${root.tag}near`, `${root.tag}far`];
    await run('ip', ['netns', 'add', name]);
    await run('ip', ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name]);
    await run('ip', ['address', 'add', `${side.near}/30`, 'dev', near]);
    await run('ip', ['link', 'set', near, 'up']);
    await side.#inside('ip', ['address', 'add', `${side.far}/30`, 'dev', far]);
    await side.#inside('ip', ['link', 'set', far, 'up']);
    await side.#inside('ip', ['link', 'set', 'lo', 'up']);
    return side;
  }

  /** Drops what goes to or comes from these TCP ports over the link. */
  async cut(ports: readonly number[]): Promise<void> {
    const set = `{ ${ports.join(', ')} }`;
    const chain = (hook: string) =>
      `chain ${hook} { type filter hook ${hook} priority 0; tcp dport ${set} drop; tcp sport ${set} drop; };`;
    await this.#inside('nft', [`table inet cut { ${chain('input')} ${chain('output')} }`]);
  }

  async heal(): Promise<void> {
    await this.#inside('nft', ['delete', 'table', 'inet', 'cut']);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run('ip', ['netns', 'delete', this.#name]);
  }

  async #inside(program: string, args: readonly string[]): Promise<void> {
    const [first = '', ...rest] = this.launcher;
    await run(first, [...rest, program, ...args]);
  }
}
