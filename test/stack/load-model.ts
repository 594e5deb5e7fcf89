import type { LoadStage } from '../../src/stack/read-stack-files.ts';
import { type LoadResult, memoryReader, tryLoad } from './load-case.ts';

export type ModelSetting = {
  readonly environment?: unknown;
  /** Further files, by absolute path; the stack is in `/work`. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly skip?: readonly LoadStage[];
  readonly profiles?: readonly string[];
};

/** Loads a stack that is given as what its file says; unless told, without asking whether its parts fit each other. */
export function loadModel(model: unknown, setting: ModelSetting = {}): Promise<LoadResult> {
  const { environment = {}, texts = {}, skip = ['consistency'], profiles = [] } = setting;
  return tryLoad({
    files: ['/work/stack.yml'],
    cwd: '/work',
    environment: (environment ?? {}) as Record<string, string>,
    allResources: true,
    skip,
    profiles,
    ...memoryReader({ ...texts, '/work/stack.yml': JSON.stringify(model) }),
  });
}
