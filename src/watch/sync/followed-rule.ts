// One rule with what the host has and what each container is known to have.
import { toWireError, type WireError } from '../../core/errors.ts';
import type { SyncChange, SyncFailure } from '../../core/sync-change.ts';
import { HostTree } from './host-tree.ts';
import type { Manifest } from './manifest.ts';
import type { SyncAction, SyncRule } from './sync-rules.ts';
import { SyncedCopy } from './synced-copy.ts';

export type SyncContainer = { readonly id: string; readonly name: string; readonly service: string };

export type Bringing = { readonly source: string; readonly target: string; readonly changes: readonly SyncChange[] };

export type Bring = (container: SyncContainer, bringing: Bringing) => Promise<readonly SyncFailure[]>;

/** What a rule came to in one container. */
export type RuleResult = {
  readonly container: SyncContainer;
  readonly action: SyncAction;
  /** Of the host: what is the same there now. */
  readonly paths: readonly string[];
  readonly failures: readonly WireError[];
};

export class FollowedRule {
  readonly rule: SyncRule;
  readonly #tree: HostTree;
  /** What an image is taken to have: the tree as it was when the rule was first seen. */
  readonly #base: Manifest;
  /** By id of the container. */
  readonly #copies = new Map<string, { readonly name: string; readonly copy: SyncedCopy }>();
  /** Of a rule that brings nothing: what was there when it last did something. */
  readonly #seen: SyncedCopy;

  private constructor(rule: SyncRule, tree: HostTree) {
    this.rule = rule;
    this.#tree = tree;
    this.#base = new Map(tree.manifest);
    this.#seen = new SyncedCopy(this.#base);
  }

  static async begin(rule: SyncRule): Promise<FollowedRule> {
    const tree = new HostTree(rule.root, rule.filter);
    await tree.refresh('all');
    return new FollowedRule(rule, tree);
  }

  /** How many there are to be watched. */
  get folders(): number {
    return [...this.#tree.manifest.values()].filter(({ kind }) => kind === 'folder').length;
  }

  /** Looks at what may have changed: absolute paths, of which others may be elsewhere. */
  async refresh(paths: readonly string[] | 'all'): Promise<void> {
    const copies = [...[...this.#copies.values()].map(({ copy }) => copy), this.#seen];
    if (paths === 'all') {
      await this.#tree.refresh('all');
      for (const copy of copies) copy.markAll();
      return;
    }
    const own = new Set(paths.flatMap((path) => this.#pathBeneath(path) ?? []));
    if (own.size === 0) return;
    await this.#tree.refresh(own);
    for (const copy of copies) for (const path of own) copy.mark(path);
  }

  /** What was in memory is gone with the run. */
  restarted(container: string): void {
    if (!this.rule.isVolatile) return;
    for (const [id, { name }] of this.#copies) if (name === container) this.#copies.delete(id);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#copies.keys()) if (!ids.has(id)) this.#copies.delete(id);
  }

  /** Makes the containers' trees equal to that of the host, as far as something was marked. */
  async carryOut(containers: readonly SyncContainer[], bring: Bring): Promise<readonly RuleResult[]> {
    const { target } = this.rule;
    if (target === undefined) return this.#noteChanges(containers);
    return (await Promise.all(containers.map((each) => this.#bringTo(each, target, bring)))).flat();
  }

  async #bringTo(container: SyncContainer, target: string, bring: Bring): Promise<readonly RuleResult[]> {
    const { rule } = this;
    // What is brought in at the beginning is no change: nothing follows it, as with Compose.
    const isBeginning = rule.isInitial && !this.#copies.has(container.id);
    const action: SyncAction = isBeginning ? { kind: 'none' } : rule.action;
    const copy = this.#copyOf(container);
    const changes = copy.isMarked ? copy.next(this.#tree.manifest) : [];
    if (changes.length === 0) return [];
    try {
      const failures = await bring(container, { source: rule.root, target, changes });
      const failed = new Set(failures.map(({ path }) => path));
      copy.done(failed);
      const paths = changes.filter(({ path }) => !failed.has(path)).map(({ path }) => this.#absolute(path));
      return [{ container, action, paths, failures: failures.map(({ error }) => error) }];
    } catch (error) {
      copy.done(undefined);
      return [{ container, action, paths: [], failures: [toWireError(error)] }];
    }
  }

  #noteChanges(containers: readonly SyncContainer[]): readonly RuleResult[] {
    const changes = this.#seen.next(this.#tree.manifest);
    this.#seen.done([]);
    const paths = changes.map(({ path }) => this.#absolute(path));
    if (paths.length === 0) return [];
    return containers.map((container) => ({ container, action: this.rule.action, paths, failures: [] }));
  }

  #copyOf({ id, name }: SyncContainer): SyncedCopy {
    const known = this.#copies.get(id);
    if (known) return known.copy;
    const copy = new SyncedCopy(this.rule.isInitial || this.rule.isVolatile ? new Map() : this.#base);
    copy.markAll();
    this.#copies.set(id, { name, copy });
    return copy;
  }

  #pathBeneath(path: string): string | undefined {
    const { root } = this.rule;
    if (path === root) return '';
    return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  }

  #absolute(path: string): string {
    return path === '' ? this.rule.root : `${this.rule.root}/${path}`;
  }
}
