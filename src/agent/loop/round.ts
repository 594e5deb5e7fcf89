// What a round of a deployment is given.
import type { Clock } from '../../core/clock.ts';
import type { Plan } from '../../reconcile/plan.ts';
import type { Stack } from '../../stack/model.ts';
import type { LoopStatus } from '../../store/deployment-status.ts';
import type { DeploymentRecord } from '../../store/deployments.ts';
import type { ChildDeclaration } from '../declaration/children/lineage.ts';
import type { Trigger } from '../events/deployment-event.ts';
import type { RoundImages } from '../images/round-images.ts';
import type { Judge } from '../judge.ts';
import type { Policy } from '../policy/policy.ts';
import type { Release, Source } from '../source.ts';
import type { Target, TargetContext, TargetOutcome } from '../target.ts';
import type { RoundGrounds } from './grounds.ts';
import type { LoopSettings } from './settings.ts';

export type RoundParts = {
  readonly source: Source;
  readonly target: Target;
  readonly judge: Judge;
  readonly clock: Clock;
  /** Called with the plan for a commit that does not run yet, before anything of it is done. */
  readonly onPlan: (attempt: Attempt) => void;
  /** Called before the first step towards a commit. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Only so many at once look for commits, and load them. */
  readonly inSlot: <T>(work: () => Promise<T>) => Promise<T>;
  /** Throws for what the policy does not allow. */
  readonly load: (release: Release, deployment: DeploymentRecord, policies: readonly Policy[]) => Promise<Stack>;
  /** What the rounds before loaded; without it, each loads anew. */
  readonly known?: WorkKeeper | undefined;
  /** Without it, images are whatever their names stand for. */
  readonly images?: ImageParts | undefined;
  /** For what holds further deployments, and no stack of its own. */
  readonly children: {
    readonly load: (release: Release, deployment: DeploymentRecord) => Promise<readonly ChildDeclaration[]>;
    readonly apply: (round: ChildrenRound, context: ChildrenContext) => Promise<TargetOutcome>;
  };
  /** What is known by now: a person may have changed the declaration, or gone back to another commit. */
  readonly latest: () => RoundStart;
};

/** What a commit was loaded from, beside what the database says. */
export type WorkSource = {
  /** Of the release: another commit has another. */
  readonly directory: string;
  /** The digest of what this host goes by. */
  readonly grounds: string;
};

export type WorkKeeper = {
  /** What was loaded from the very same, else what `load` gives. */
  readonly load: (source: WorkSource, policies: readonly Policy[], load: () => Promise<Work>) => Promise<Work>;
};

/** What is done about the images of a stack (agent/images). */
export type ImageParts = Pick<RoundImages, 'pin' | 'findTrial'>;

export type ChildrenRound = {
  readonly deployment: DeploymentRecord;
  readonly children: readonly ChildDeclaration[];
  /** The commit, or what is declared, is another one. */
  readonly isNew: boolean;
};

export type ChildrenContext = TargetContext & { readonly allowRemoval?: boolean };

/** What a commit asks for. */
export type Work =
  | {
      readonly kind: 'stack';
      /** With its images as they were pinned. */
      readonly stack: Stack;
      /** As the commit has it. */
      readonly loaded: Stack;
      readonly release: Release;
    }
  | { readonly kind: 'children'; readonly children: readonly ChildDeclaration[] };

export type Attempt = {
  readonly commit: string;
  readonly signer: string | null;
  readonly plan: Plan;
  readonly trigger: Trigger;
};

/** What is known when a round begins. */
export type RoundStart = {
  readonly deployment: DeploymentRecord;
  readonly status: LoopStatus;
  readonly settings: LoopSettings;
  /** Which of the deployments that it depends on is not so far yet, for people; null for none. Asked at each look. */
  readonly unmet: () => string | null;
};

export type RoundContext = TargetContext & {
  readonly trigger: Trigger;
  /** What a person asked for, for the history; null where nobody did. */
  readonly cause: string | null;
  /** A person asked for it: then what was stopped is started, too, and what was held is judged and tried again. */
  readonly asked: boolean;
  /** Also to an older commit, or to a rewritten history. */
  readonly allowRewind: boolean;
  /** Also if most of its services, or of the deployments that it made, would go. */
  readonly allowRemoval: boolean;
  /** False once it is suspended: then what runs goes to its end. */
  readonly isFollowed: () => boolean;
  /** Calls back whenever there may be news while the round runs; the result ends that. */
  readonly onHint: (listener: () => void) => () => void;
};

/** A context with what this host goes by. */
export type JudgedContext = RoundContext & { readonly grounds: RoundGrounds };
