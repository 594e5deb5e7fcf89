// What the watched files were at the last look. An event is only a reason to look: which files changed is found by comparison,
// so that one that was lost is made up for.
import { stampOf } from './record-reads.ts';
import { scanTree } from './sync/scan-tree.ts';
import type { WatchTarget } from './watch-targets.ts';

/** Stamps by path, of each target that can be compared; contexts of builds are compared by the planner. */
type Stamps = ReadonlyMap<string, ReadonlyMap<string, string>>;

export class TargetStamps {
  #stamps: Stamps = new Map();

  /** The paths that differ from the last `renew`, where the target was known then. */
  async changed(targets: readonly WatchTarget[]): Promise<readonly string[]> {
    return differences(this.#stamps, await stampsOf(targets));
  }

  /** Likewise; the next comparison is with what is there now. */
  async renew(targets: readonly WatchTarget[]): Promise<readonly string[]> {
    const known = this.#stamps;
    this.#stamps = await stampsOf(targets);
    return differences(known, this.#stamps);
  }
}

function differences(before: Stamps, now: Stamps): readonly string[] {
  return [...now].flatMap(([key, stamps]) => {
    const known = before.get(key);
    if (!known) return [];
    const paths = new Set([...stamps.keys(), ...known.keys()]);
    return [...paths].filter((path) => stamps.get(path) !== known.get(path));
  });
}

async function stampsOf(targets: readonly WatchTarget[]): Promise<Stamps> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const target of targets) {
    if (target.kind === 'files') for (const path of target.paths) found.set(path, new Map([[path, stampOf(path)]]));
    if (target.kind !== 'tree') continue;
    const { root, filter, key } = target.rule;
    const entries = [...(await scanTree(root, '', filter)).entries];
    const stamps = entries.map(
      ([path, entry]) => [path === '' ? root : `${root}/${path}`, JSON.stringify(entry)] as const,
    );
    found.set(`tree ${key}`, new Map(stamps));
  }
  return found;
}
