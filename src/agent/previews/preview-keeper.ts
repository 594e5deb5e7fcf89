import type { PreviewOrigin } from '../../core/declaration.ts';
import { AgentError, toWireError } from '../../core/errors.ts';
import { Semaphore } from '../../core/mutex.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { Agent } from '../agent.ts';
import { isSameDeclaration, isSameOrigin } from '../declaration/declared.ts';
import type { Branch } from '../source.ts';
import type { TargetContext } from '../target.ts';
import { BranchLists } from './branch-lists.ts';
import type { PreviewNote } from './isolate-stack.ts';
import { endOf, GONE_AFTER_MS, isMissing, type Preview, type PreviewEnd, previewsAmong } from './plan-previews.ts';
import { expiryOf, previewDeclaration, previewsOf } from './preview-declaration.ts';
import { type MakerParts, PreviewMaker, type PreviewWish } from './preview-maker.ts';
import type { PreviewProblem } from './preview-problem.ts';

export type KeeperParts = MakerParts & {
  readonly agent: Pick<Agent, 'withdraw' | 'sync' | 'listBranches' | 'changes'>;
  /** Hears of every preview that goes by itself. */
  readonly onEnd?: (name: string, why: PreviewEnd) => void;
};

/** Changes come in crowds. */
const REST_MS = 1_000;
/** What could not be done is tried again, and nothing depends on having heard of a change. */
const LONGEST_MS = 30_000;

export class PreviewKeeper {
  readonly #parts: KeeperParts;
  readonly #stopping = new AbortController();
  /** One at a time makes or removes any: else two could be the last that is allowed. */
  readonly #turn = new Semaphore(1);
  readonly #missingSince = new Map<string, number>();
  readonly #notes = new Map<string, readonly PreviewNote[]>();
  #problems: readonly PreviewProblem[] = [];
  readonly #maker: PreviewMaker;
  readonly #lists: BranchLists;
  #isDirty = false;
  #looking: Promise<void> | undefined;
  #cancelTimer: () => void = () => {};
  #wakesAt = Number.POSITIVE_INFINITY;
  #stopListening: () => void = () => {};

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#maker = new PreviewMaker(parts);
    const { agent, clock } = parts;
    this.#lists = new BranchLists({ list: (name, signal) => agent.listBranches(name, signal), clock });
  }

  /** Of the last look. */
  get problems(): readonly PreviewProblem[] {
    return [...this.#problems, ...this.#lists.problems, ...this.#maker.problems];
  }

  /** What does not count of the files of a preview, as it was loaded last since the daemon has started. */
  notesOf(name: string): readonly PreviewNote[] {
    return this.#notes.get(name) ?? [];
  }

  /** Somebody says that branches of a deployment have changed. */
  hint(name: string): void {
    this.#lists.expire(name);
    void this.look();
  }

  /** For whoever loads it. */
  setNotes(name: string, notes: readonly PreviewNote[]): void {
    this.#notes.set(name, notes);
  }

  /** Looks for the first time, and whenever something may be different from then on. */
  start(): Promise<void> {
    this.#stopListening = this.#parts.agent.changes.listen(() => this.#wakeIn(REST_MS));
    return this.look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#stopListening();
    this.#cancelTimer();
    await this.#looking;
  }

  /** When no look is under way. */
  async idle(): Promise<void> {
    await this.#looking;
  }

  /** A whole look that begins now. */
  look(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve();
    this.#isDirty = true;
    this.#looking ??= this.#lookWhileDirty();
    return this.#looking;
  }

  /**
   * Makes a preview, or gives one that is there its whole time again, and resolves with its name when its round has ended.
   * Throws `preview-not-possible`, `too-many-previews`, `branch-not-found` and the like; then there is none.
   */
  async ask(wish: PreviewWish): Promise<string> {
    const { emit } = wish;
    const name = await this.#turn.run(() => this.#maker.place(wish));
    await this.#parts.agent.sync(name, { emit, allowRewind: true, cause: 'preview' });
    return name;
  }

  /** Takes a preview down with its volumes. One that came by itself does not come again until its branch has another commit. */
  async remove(name: string, context: TargetContext): Promise<void> {
    const { record } = this.#parts.agent.get(name);
    const [preview] = previewsAmong([record]);
    if (!preview) {
      throw new AgentError('not-a-preview', {
        message: `deployment "${name}" is no preview`,
        hint: `see "dockr deploy preview list"; to stop following it: dockr deploy rm ${name}`,
      });
    }
    await this.#turn.run(async () => {
      await this.#parts.agent.withdraw(name, context);
      this.#maker.noteEnd(preview);
    });
  }

  async #lookWhileDirty(): Promise<void> {
    this.#cancelTimer();
    this.#wakesAt = Number.POSITIVE_INFINITY;
    while (this.#isDirty && !this.#stopping.signal.aborted) {
      this.#isDirty = false;
      await this.#reconcile();
    }
    this.#looking = undefined;
    const delay = this.#nextLookIn();
    if (delay !== null) this.#wakeIn(delay);
  }

  async #reconcile(): Promise<void> {
    const lists = await this.#lists.read(this.#parts.records(), this.#stopping.signal);
    const names = new Set(this.#parts.records().map(({ name }) => name));
    this.#maker.forgetAllBut(names);
    for (const map of [this.#notes, this.#missingSince])
      for (const name of map.keys()) if (!names.has(name)) map.delete(name);
    await this.#turn.run(async () => {
      const problems: PreviewProblem[] = [];
      const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
        if (this.#stopping.signal.aborted) return;
        await work().catch((error: unknown) => void problems.push({ name, error: toWireError(error) }));
      };
      for (const preview of previewsAmong(this.#parts.records()))
        await attempt(preview.record.name, () => this.#keep(preview, lists.get(preview.origin.parent)));
      for (const [parent, branches] of lists) await attempt(parent, () => this.#maker.makeAll(parent, branches));
      this.#problems = problems;
    });
  }

  async #keep(preview: Preview, branches: readonly Branch[] | undefined): Promise<void> {
    const { agent, clock, records, onEnd } = this.#parts;
    const { name } = preview.record;
    const parent = records().find((record) => record.name === preview.origin.parent);
    const why = endOf(preview, { parent, now: clock.now(), missingSince: this.#missing(preview) });
    if (why !== null || !parent) {
      await agent.withdraw(name, { emit: () => {}, signal: new AbortController().signal });
      this.#missingSince.delete(name);
      if (why === 'expired') this.#maker.noteEnd(preview);
      if (why !== null) onEnd?.(name, why);
      return;
    }
    // What the parent is trusted with may be less by now, and other commits give a branch more time.
    const declaration = previewDeclaration(parent, preview.origin.of);
    const declared = { name, declaration, origin: this.#originNow(preview, parent, branches) };
    if (isSameDeclaration(declared, preview.record) && isSameOrigin(declared.origin, preview.origin)) return;
    await agent.declare(declared);
  }

  #originNow({ origin }: Preview, parent: DeploymentRecord, branches: readonly Branch[] = []): PreviewOrigin {
    if (origin.by === 'person' || origin.of.kind !== 'branch') return origin;
    const { branch } = origin.of;
    const { ttlMs } = previewsOf(parent.declaration);
    const commit = branches.find((one) => one.branch === branch)?.commit ?? origin.commit;
    return commit === origin.commit
      ? { ...origin, ttlMs }
      : { ...origin, ttlMs, commit, since: this.#parts.clock.now() };
  }

  /** Since when it is not found; nothing is remembered of one that was found again. */
  #missing(preview: Preview): number | undefined {
    const { name } = preview.record;
    if (!isMissing(preview)) {
      this.#missingSince.delete(name);
      return undefined;
    }
    const since = this.#missingSince.get(name) ?? this.#parts.clock.now();
    this.#missingSince.set(name, since);
    return since;
  }

  /** null where nothing is to be waited for. */
  #nextLookIn(): number | null {
    const { clock, records } = this.#parts;
    const all = records();
    const times = [
      ...previewsAmong(all).map(({ origin }) => expiryOf(origin)),
      this.#lists.nextAt(all) ?? Number.POSITIVE_INFINITY,
      ...[...this.#missingSince.values()].map((since) => since + GONE_AFTER_MS),
    ];
    const next = Math.min(...times) - clock.now();
    if (next === Number.POSITIVE_INFINITY) return null;
    // An end that has passed is one that could not be carried out.
    return next <= 0 ? LONGEST_MS : Math.min(next, LONGEST_MS);
  }

  /** Unless it looks sooner. */
  #wakeIn(delayMs: number): void {
    const { clock } = this.#parts;
    const at = clock.now() + delayMs;
    if (this.#stopping.signal.aborted || this.#looking || at >= this.#wakesAt) return;
    this.#cancelTimer();
    this.#wakesAt = at;
    this.#cancelTimer = clock.after(delayMs, () => void this.look());
  }
}
