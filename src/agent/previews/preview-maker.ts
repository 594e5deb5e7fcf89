// Makes previews: one that a person asks for, and those of branches that fit a declaration.
import type { Clock } from '../../core/clock.ts';
import type { PreviewOrigin, PreviewSubject } from '../../core/declaration.ts';
import { errorCode, toWireError } from '../../core/errors.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { PreviewEnds } from '../../store/preview-ends.ts';
import type { Agent } from '../agent.ts';
import type { Declared } from '../declaration/declared.ts';
import type { Emit } from '../deployment-worker.ts';
import type { Branch } from '../source.ts';
import { isListed } from './branch-lists.ts';
import { keptEnds, type Preview, previewsAmong, wantedBranches } from './plan-previews.ts';
import { isHeldStill, previewDeclaration, previewsOf } from './preview-declaration.ts';
import { checkCount, checkTtl, suspended, thereAlready } from './preview-errors.ts';
import { previewNames, subjectKey } from './preview-names.ts';
import type { PreviewProblem } from './preview-problem.ts';

export type MakerParts = {
  readonly agent: Pick<Agent, 'get' | 'check' | 'declare' | 'place'>;
  /** Every deployment as it is recorded. */
  readonly records: () => readonly DeploymentRecord[];
  readonly ends: PreviewEnds;
  readonly clock: Clock;
  /** Whether containers of another stack have names as those of a stack of that name. */
  readonly isTaken?: (name: string) => boolean;
};

export type PreviewWish = {
  readonly parent: string;
  readonly of: PreviewSubject;
  /** null: as the parent declares it. */
  readonly ttlMs: number | null;
  /** null: made of the parent's and the branch's. */
  readonly name: string | null;
  readonly emit: Emit;
  readonly signal: AbortSignal;
};

/** Two calls at once could each make the last one that is allowed: its caller lets them take turns. */
export class PreviewMaker {
  readonly #parts: MakerParts;
  readonly #problems = new Map<string, readonly PreviewProblem[]>();

  constructor(parts: MakerParts) {
    this.#parts = parts;
  }

  /** Of the branches that were to have one, by the last look at each parent. */
  get problems(): readonly PreviewProblem[] {
    return [...this.#problems.values()].flat();
  }

  forgetAllBut(names: ReadonlySet<string>): void {
    for (const name of this.#problems.keys()) if (!names.has(name)) this.#problems.delete(name);
  }

  /** Makes it, or gives it its whole time again. Gives its name. */
  async place({ parent: parentName, of, ttlMs, name, signal }: PreviewWish): Promise<string> {
    const { agent, records, clock } = this.#parts;
    const parent = agent.get(parentName).record;
    const declaration = previewDeclaration(parent, of);
    if (parent.suspended || parent.declaration.suspend) throw suspended(parentName);
    const known = this.#find(parentName, of);
    if (known && name !== null && name !== known.record.name) throw thereAlready(known, name);
    if (!known) checkCount(parent, records());
    const time = ttlMs ?? previewsOf(parent.declaration).ttlMs;
    checkTtl(time);
    const origin = { kind: 'preview', parent: parentName, of, by: 'person', since: clock.now(), ttlMs: time } as const;
    const chosen = known?.record.name ?? name ?? this.#choose(parentName, { declaration, of });
    const declared: Declared = {
      name: chosen,
      declaration,
      origin: { ...origin, commit: known?.origin.commit ?? null },
    };
    await agent.place(declared, { still: isHeldStill(parent, of), signal });
    return chosen;
  }

  /** Previews for those branches of a deployment that are to have one and have none. */
  async makeAll(parentName: string, branches: readonly Branch[]): Promise<void> {
    const { agent, clock, ends, records } = this.#parts;
    const before = ends.list(parentName);
    const ended = keptEnds(before, branches);
    if (Object.keys(ended).length < Object.keys(before).length) ends.put(parentName, ended);
    const parent = records().find(({ name }) => name === parentName);
    if (!parent || !isListed(parent)) return;
    const { ttlMs } = previewsOf(parent.declaration);
    const problems: PreviewProblem[] = [];
    for (const { branch, commit } of wantedBranches(parent, branches, ended)) {
      const of = { kind: 'branch', branch } as const;
      if (this.#find(parentName, of)) continue;
      try {
        checkCount(parent, records());
        const declaration = previewDeclaration(parent, of);
        const since = clock.now();
        const origin = { kind: 'preview', parent: parentName, of, by: 'rule', since, ttlMs, commit } as const;
        await agent.declare({ name: this.#choose(parentName, { declaration, of }), declaration, origin });
      } catch (error) {
        problems.push({ name: parentName, error: toWireError(error) });
        // The others would not fit either.
        if (errorCode(error) === 'too-many-previews') break;
      }
    }
    this.#problems.set(parentName, problems);
  }

  /** One that came by itself does not come again until its branch has another commit. */
  noteEnd({ origin }: Preview): void {
    if (origin.of.kind !== 'branch' || origin.commit === null) return;
    const { ends } = this.#parts;
    ends.put(origin.parent, { ...ends.list(origin.parent), [origin.of.branch]: origin.commit });
  }

  /** The short name, unless somebody else has it. */
  #choose(parent: string, { declaration, of }: Pick<Declared, 'declaration'> & Pick<PreviewOrigin, 'of'>): string {
    const [short, unique] = previewNames(parent, of);
    const origin = { kind: 'preview', parent, of, by: 'person', since: 0, ttlMs: 0, commit: null } as const;
    try {
      this.#parts.agent.check({ name: short, declaration, origin });
      return this.#parts.isTaken?.(short) ? unique : short;
    } catch (error) {
      if (errorCode(error) !== 'deployment-exists' && errorCode(error) !== 'stack-exists') throw error;
      return unique;
    }
  }

  #find(parent: string, of: PreviewSubject): Preview | undefined {
    return previewsAmong(this.#parts.records(), parent).find(({ origin }) => subjectKey(origin.of) === subjectKey(of));
  }
}
