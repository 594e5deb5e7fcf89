// Where the network namespaces of containers are mounted: <runDir>/netns/<container id>.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NetworkError } from '../../core/errors.ts';

export class NamespacePaths {
  readonly directory: string;

  /** Makes the directory. */
  constructor(runDir: string) {
    this.directory = join(runDir, 'netns');
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
  }

  of(containerId: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(containerId)) {
      throw new NetworkError('invalid-container-id', { message: `"${containerId}" is not a container id` });
    }
    return `${this.directory}/${containerId}`;
  }
}
