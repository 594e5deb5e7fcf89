// A release in a folder of its own, loaded under a policy that is given as text.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadRelease } from '../../../src/agent/load-release.ts';
import { parsePolicy } from '../../../src/agent/policy/load-policy.ts';
import { policyFor } from '../../../src/agent/policy/policy.ts';
import { type DockrError, ErrorList } from '../../../src/core/errors.ts';
import type { Stack } from '../../../src/stack/model.ts';

export const POLICY_FILE = '/etc/dockr/policy.yaml';
const URL = 'https://git.example.org/ops/shop.git';

export class PolicyBench implements Disposable {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'dockr-policy-')));
  readonly release = join(this.directory, 'release');
  /** What there is of volumes, and whose they are. */
  readonly volumes = new Map<string, string | null>();
  readonly stacks = new Set(['shop', 'db', 'my-db']);

  /** Loads a stack file, or several files, under a policy; null is none. */
  async load(files: string | Readonly<Record<string, string>>, policy: string | null = null): Promise<Stack> {
    const all = typeof files === 'string' ? { 'stack.yml': files } : files;
    rmSync(this.release, { recursive: true, force: true });
    for (const [name, text] of Object.entries(all)) {
      mkdirSync(dirname(join(this.release, name)), { recursive: true });
      writeFileSync(join(this.release, name), text);
    }
    const parsed = parsePolicy(POLICY_FILE, policy === null ? null : Buffer.from(policy));
    return loadRelease(
      { commit: 'c', directory: this.release },
      { name: 'shop', path: '.' },
      {
        policies: [policyFor(parsed, { name: 'shop', url: URL })],
        isStack: (name) => this.stacks.has(name),
        ownerOfVolume: (name) => this.volumes.get(name),
      },
    );
  }

  /** Each thing that is refused: `RULE service field`. */
  async refusals(
    files: string | Readonly<Record<string, string>>,
    policy: string | null = null,
  ): Promise<readonly string[]> {
    return (await this.errors(files, policy)).map(({ code, facts }) =>
      code === 'policy-denied' ? [facts['rule'], facts['service'], facts['field']].filter(Boolean).join(' ') : code,
    );
  }

  async errors(
    files: string | Readonly<Record<string, string>>,
    policy: string | null = null,
  ): Promise<readonly DockrError[]> {
    try {
      await this.load(files, policy);
      return [];
    } catch (error) {
      if (error instanceof ErrorList) return error.errors;
      return [error as DockrError];
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A stack with one service, which has some lines more. */
export function webWith(lines: string, rest = ''): string {
  const indented = lines.split('\n').map((line) => `    ${line}`);
  return `services:\n  web:\n    image: busybox\n${indented.join('\n')}\n${rest}`;
}
