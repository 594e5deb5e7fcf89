// P25: whatever happens to files, events and containers, at rest the container has what the host has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SyncChange } from '../../../src/core/sync-change.ts';
import type { Manifest, ManifestEntry } from '../../../src/watch/sync/manifest.ts';
import { SyncedCopy } from '../../../src/watch/sync/synced-copy.ts';

const NAMES = ['a', 'b', 'c'];
const path = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), path, content: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('link' as const), path, to: fc.constantFrom(...NAMES) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('mkdir' as const), path }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), path, to: path }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('events' as const), keep: fc.nat(4), order: fc.nat(3) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('sync' as const), failing: fc.array(path, { maxLength: 2 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'lost-answer' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'new-container' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'overflow' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Tree {
  readonly entries = new Map<string, ManifestEntry>();

  put(path: string, entry: ManifestEntry): readonly string[] {
    const made: string[] = [];
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const parent = path.slice(0, slash);
      if (this.entries.get(parent)?.kind === 'folder') continue;
      made.push(parent, ...this.remove(parent));
      this.entries.set(parent, { kind: 'folder', mode: 0o755 });
    }
    if (entry.kind !== 'folder' || this.entries.get(path)?.kind !== 'folder') made.push(...this.remove(path));
    this.entries.set(path, entry);
    return [...made, path];
  }

  remove(path: string): readonly string[] {
    const gone = [...this.entries.keys()].filter((each) => each === path || each.startsWith(`${path}/`));
    for (const each of gone) this.entries.delete(each);
    return gone;
  }

  /** As the writer in the container does it: a folder in which something else is stays. */
  apply({ path, entry }: SyncChange, host: Manifest): void {
    if (entry) {
      this.put(path, host.get(path) ?? entry);
      return;
    }
    const isFull = [...this.entries.keys()].some((each) => each.startsWith(`${path}/`));
    if (!isFull) this.remove(path);
  }
}

class World {
  readonly host = new Tree();
  readonly initial: 'all' | 'assumed';
  #image = new Map<string, ManifestEntry>();
  #container = new Tree();
  #copy: SyncedCopy;
  #events: string[] = [];

  constructor(initial: 'all' | 'assumed', files: readonly string[]) {
    this.initial = initial;
    for (const file of files) this.host.put(file, { kind: 'file', mode: 0o644, stamp: 'built' });
    if (initial === 'assumed') this.#image = new Map(this.host.entries);
    this.#copy = this.#startContainer();
  }

  run(step: Step): void {
    switch (step.kind) {
      case 'write':
        this.#tell(this.host.put(step.path, { kind: 'file', mode: 0o644, stamp: String(step.content) }));
        break;
      case 'link':
        this.#tell(this.host.put(step.path, { kind: 'link', to: step.to }));
        break;
      case 'mkdir':
        this.#tell(this.host.put(step.path, { kind: 'folder', mode: 0o755 }));
        break;
      case 'remove':
        this.#tell(this.host.remove(step.path));
        break;
      case 'rename': {
        const entry = this.host.entries.get(step.path);
        if (entry?.kind === 'file') this.#tell([...this.host.remove(step.path), ...this.host.put(step.to, entry)]);
        break;
      }
      case 'events':
        this.#deliver(step);
        break;
      case 'sync':
        this.sync(new Set(step.failing));
        break;
      case 'lost-answer': {
        for (const change of this.#copy.next(this.host.entries)) this.#container.apply(change, this.host.entries);
        this.#copy.done(undefined);
        break;
      }
      case 'new-container':
        this.#copy = this.#startContainer();
        break;
      case 'overflow':
        this.#events = [];
        this.#copy.markAll();
        break;
    }
  }

  sync(failing: ReadonlySet<string> = new Set()): void {
    const failed: string[] = [];
    for (const change of this.#copy.next(this.host.entries)) {
      if (failing.has(change.path)) failed.push(change.path);
      else this.#container.apply(change, this.host.entries);
    }
    this.#copy.done(failed);
  }

  /** The timer, and another round for what the first one could not do. */
  rest(): void {
    this.#copy.markAll();
    this.sync();
    this.sync();
  }

  get contents() {
    const sorted = (tree: Tree) => [...tree.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return { host: sorted(this.host), container: sorted(this.#container) };
  }

  #startContainer(): SyncedCopy {
    this.#container = new Tree();
    for (const [each, entry] of this.#image) this.#container.entries.set(each, entry);
    const copy = new SyncedCopy(this.#image);
    copy.markAll();
    return copy;
  }

  #tell(paths: readonly string[]): void {
    this.#events.push(...paths);
  }

  /** Some are lost, some come twice, and none in the order in which things happened. */
  #deliver({ keep, order }: { readonly keep: number; readonly order: number }): void {
    const events = order % 2 === 0 ? this.#events.toReversed() : this.#events;
    for (const [index, event] of events.entries()) {
      if ((index + keep) % 5 === 0) continue;
      this.#copy.mark(event);
      if (index % 3 === order) this.#copy.mark(event);
    }
    this.#events = [];
  }
}

for (const initial of ['all', 'assumed'] as const) {
  test(`at rest the trees are equal, with ${initial === 'all' ? 'nothing' : 'the tree of its beginning'} in the image`, () => {
    const world = fc.tuple(fc.array(path, { maxLength: 4 }), fc.array(step, { maxLength: 40 }));
    fc.assert(
      fc.property(world, ([files, steps]) => {
        const at = new World(initial, files);
        for (const each of steps) at.run(each);
        at.rest();
        assert.deepEqual(at.contents.container, at.contents.host);
      }),
      { numRuns: 2000 },
    );
  });
}

test('with every event delivered no timer is needed', () => {
  const writes = step.filter(({ kind }) => ['write', 'link', 'mkdir', 'remove', 'rename'].includes(kind));
  fc.assert(
    fc.property(fc.array(writes, { maxLength: 30 }), (steps) => {
      const host = new Tree();
      const container = new Tree();
      const copy = new SyncedCopy(new Map());
      for (const [index, each] of steps.entries()) {
        if (each.kind === 'write') host.put(each.path, { kind: 'file', mode: 0o644, stamp: String(each.content) });
        if (each.kind === 'mkdir') host.put(each.path, { kind: 'folder', mode: 0o755 });
        if (each.kind === 'remove') host.remove(each.path);
        if ('path' in each) copy.mark(each.path);
        if (index % 3 !== 2 && index !== steps.length - 1) continue;
        for (const change of copy.next(host.entries)) container.apply(change, host.entries);
        copy.done([]);
      }
      const sorted = (tree: Tree) => [...tree.entries].sort(([a], [b]) => (a < b ? -1 : 1));
      assert.deepEqual(sorted(container), sorted(host));
    }),
  );
});

test('what did not change is not sent again', () => {
  const copy = new SyncedCopy(new Map());
  const host = new Map<string, ManifestEntry>([
    ['a', { kind: 'folder', mode: 0o755 }],
    ['a/b', { kind: 'file', mode: 0o644, stamp: '1' }],
  ]);
  copy.markAll();
  assert.deepEqual(
    copy.next(host).map((change) => change.path),
    ['a', 'a/b'],
  );
  copy.done([]);
  copy.markAll();
  assert.deepEqual(copy.next(host), []);
  copy.done([]);
  host.delete('a/b');
  copy.mark('a/b');
  assert.deepEqual(copy.next(host), [{ path: 'a/b', entry: null }]);
});
