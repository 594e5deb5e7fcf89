// One rule with what the host has and what each container is known to have.
import { ContainerError, errorCode, toWireError, type WireError } from '../../core/errors.ts';
import type { SyncChange, SyncFailure } from '../../core/sync-change.ts';
import { HostTree } from './host-tree.ts';
import type { Manifest } from './manifest.ts';
import type { SyncAction, SyncRule } from './sync-rules.ts';
import { SyncedCopy } from './synced-copy.ts';

export type SyncContainer = {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** One that has stopped keeps what it has. */
  readonly isRunning: boolean;
};

export type Bringing = { readonly source: string; readonly target: string; readonly changes: readonly SyncChange[] };

export type Bring = (container: SyncContainer, bringing: Bringing) => Promise<readonly SyncFailure[]>;

/** Of the changes those that a container of which nothing is known needs. */
export type Compare = (container: SyncContainer, bringing: Bringing) => Promise<readonly SyncChange[]>;

export type Carriers = { readonly bring: Bring; readonly compare: Compare };

/** What a rule came to in one container. */
export type RuleResult = {
  readonly container: SyncContainer;
  readonly action: SyncAction;
  /** Of the host: what is the same there now. */
  readonly paths: readonly string[];
  readonly failures: readonly WireError[];
};

/** Of a container: what it has, as far as is known, and whether it was asked. */
type KnownCopy = { readonly name: string; readonly copy: SyncedCopy; isCompared: boolean };

export class FollowedRule {
  readonly rule: SyncRule;
  readonly #tree: HostTree;
  /** What an image is taken to have: the tree as it was when the rule was first seen. */
  readonly #base: Manifest;
  /** What has changed since: an image that was built meanwhile has the old, the new, or what was there in between. */
  readonly #touched = new Set<string>();
  /** By id of the container. */
  readonly #copies = new Map<string, KnownCopy>();
  /** What was there when it was last looked at. */
  readonly #seen: SyncedCopy;

  private constructor(rule: SyncRule, tree: HostTree, { base, seen }: { base: Manifest; seen: SyncedCopy }) {
    this.rule = rule;
    this.#tree = tree;
    this.#base = base;
    this.#seen = seen;
  }

  /** `before` is a rule that brought the same to the same place, with other exceptions: what it brought is known. */
  static async begin(rule: SyncRule, before?: FollowedRule): Promise<FollowedRule> {
    const tree = new HostTree(rule.root, rule.filter);
    await tree.refresh('all');
    if (!before) {
      const base = new Map(tree.manifest);
      return new FollowedRule(rule, tree, { base, seen: new SyncedCopy(base) });
    }
    const takes = (path: string): boolean => path === '' || rule.filter.takes(path);
    const base = new Map([...before.#base].filter(([path]) => takes(path)));
    const followed = new FollowedRule(rule, tree, { base, seen: before.#seen.heldTo(takes) });
    for (const path of before.#touched) if (takes(path)) followed.#touched.add(path);
    for (const [id, known] of before.#copies) followed.#copies.set(id, { ...known, copy: known.copy.heldTo(takes) });
    return followed;
  }

  /** Whether that rule brings the same to the same place. */
  isContinuedBy({ service, root, target }: SyncRule): boolean {
    return this.rule.service === service && this.rule.root === root && this.rule.target === target;
  }

  /** How many there are to be watched. */
  get folders(): number {
    return [...this.#tree.manifest.values()].filter(({ kind }) => kind === 'folder').length;
  }

  /** Looks at what may have changed: absolute paths, of which others may be elsewhere. */
  async refresh(paths: readonly string[] | 'all'): Promise<void> {
    const copies = [...[...this.#copies.values()].map(({ copy }) => copy), this.#seen];
    if (paths === 'all') {
      this.#touch(await this.#tree.refresh('all'));
      for (const copy of copies) copy.markAll();
      return;
    }
    const own = new Set(paths.flatMap((path) => this.#pathBeneath(path) ?? []));
    if (own.size === 0) return;
    this.#touch(await this.#tree.refresh(own));
    for (const copy of copies) for (const path of own) copy.mark(path);
  }

  #touch(paths: readonly string[]): void {
    for (const path of paths) this.#touched.add(path);
  }

  /** What could not be looked at on the host. */
  get problems(): readonly WireError[] {
    return [...this.#tree.unreadable].map(([path, error]) => toWireError(unreadable(this.#absolute(path), error)));
  }

  /** What was in memory is gone with the run. */
  restarted(container: string | 'any'): void {
    if (!this.rule.isVolatile) return;
    for (const [id, { name }] of this.#copies) if (container === 'any' || name === container) this.#copies.delete(id);
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#copies.keys()) if (!ids.has(id)) this.#copies.delete(id);
  }

  /** Makes the containers' trees equal to that of the host, as far as something was marked. */
  async carryOut(containers: readonly SyncContainer[], carriers: Carriers): Promise<readonly RuleResult[]> {
    const { target } = this.rule;
    if (target === undefined) return this.#noteChanges(containers);
    return (await Promise.all(containers.map((each) => this.#bringTo(each, target, carriers)))).flat();
  }

  async #bringTo(container: SyncContainer, target: string, carriers: Carriers): Promise<readonly RuleResult[]> {
    const { rule } = this;
    const known = this.#copyOf(container);
    const { copy } = known;
    // What is brought in at the beginning is no change: nothing follows it, as with Compose.
    const isBeginning = (rule.isInitial || rule.isVolatile) && !known.isCompared;
    const action: SyncAction = isBeginning ? { kind: 'none' } : rule.action;
    const found = copy.isMarked ? copy.next(this.#tree.manifest) : [];
    const bringing = { source: rule.root, target, changes: found };
    try {
      // What an image brings along is no change either.
      const changes = known.isCompared || found.length === 0 ? found : await carriers.compare(container, bringing);
      known.isCompared = true;
      if (changes.length === 0) copy.done([]);
      if (changes.length === 0) return [];
      const failures = await carriers.bring(container, { ...bringing, changes });
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

  #copyOf({ id, name }: SyncContainer): KnownCopy {
    const known = this.#copies.get(id);
    if (known) return known;
    const assumed = this.rule.isInitial || this.rule.isVolatile ? new Map() : this.#base;
    const copy = new SyncedCopy(assumed, this.#touched);
    copy.markAll();
    const added = { name, copy, isCompared: false };
    this.#copies.set(id, added);
    return added;
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

function unreadable(path: string, error: Error): ContainerError {
  const message = `"${path}" cannot be read, and stays in the containers as it is: ${errorCode(error) ?? error.message}`;
  return new ContainerError('sync-unreadable', { message, cause: error });
}
