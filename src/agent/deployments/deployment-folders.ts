// The folders of deployments: `deployments/NAME` in the state directory, with the copy of the repository and its releases.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../release-reader.ts';
import type { AgentParts } from './agent-parts.ts';

export class DeploymentFolders {
  readonly #parts: Pick<AgentParts, 'table' | 'stateDirectory' | 'findStackDirectory'>;

  constructor(parts: Pick<AgentParts, 'table' | 'stateDirectory' | 'findStackDirectory'>) {
    this.#parts = parts;
  }

  of(name: string): string {
    return join(this.#parts.stateDirectory, 'deployments', name);
  }

  async make(name: string): Promise<void> {
    await mkdir(this.of(name), { recursive: true, mode: 0o711 });
  }

  /** A stack of that name runs which was not loaded from there. */
  isTaken(name: string): boolean {
    const stackDirectory = this.#parts.findStackDirectory(name);
    return stackDirectory !== undefined && !isInside(this.of(name), stackDirectory);
  }

  /** Unless a deployment has that name by now, or a stack that outlived one has files there. */
  async forgetPreview(name: string): Promise<void> {
    const { table, findStackDirectory } = this.#parts;
    const stackDirectory = findStackDirectory(name);
    if (table.find(name)) return;
    if (stackDirectory !== undefined && isInside(this.of(name), stackDirectory)) return;
    await rm(this.of(name), { recursive: true, force: true });
  }

  /** A stack that outlives its deployment may still mount files of its release: those stay until it is gone. */
  async sweep(known: ReadonlySet<string>): Promise<void> {
    const folder = join(this.#parts.stateDirectory, 'deployments');
    for (const name of await readdir(folder).catch(() => [])) {
      if (known.has(name) || this.#parts.findStackDirectory(name) !== undefined) continue;
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
