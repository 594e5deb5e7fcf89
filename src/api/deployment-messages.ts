// What travels between client and daemon about deployments; messages.ts tells how.
import type { Declaration, DeclarationOrigin, PreviewSubject } from '../core/declaration.ts';
import type { WireError } from '../core/errors.ts';
import type { Plan } from '../reconcile/plan.ts';
import type { PublishedPort } from './messages.ts';

/** What this machine is to follow, as a file of `schemas/deployment.schema.json` says it, in YAML or JSON. */
export type DeployAddRequest = {
  readonly text: string;
  /** How the file is told to people. */
  readonly file: string;
};

export type DeployAdoptRequest = DeployAddRequest & {
  /** Also if what runs would be changed. */
  readonly allowChanges: boolean;
  /** Only the plan. */
  readonly dryRun: boolean;
};

/** `deployment` is null after a dry run. */
export type DeployAdoptResult = {
  readonly commit: string;
  readonly plan: Plan;
  readonly deployment: DeploymentSummary | null;
};

export type DeploySyncRequest = {
  readonly name: string;
  /** Also to an older commit, or to a rewritten history. */
  readonly allowRewind?: boolean;
  /** Also if most of its services, or of the deployments that it made, would go. */
  readonly allowRemoval?: boolean;
  /** Not the commit that somebody went back to. */
  readonly latest?: boolean;
};

/** A commit, and when something was done with it, in milliseconds since 1970. */
export type CommitSummary = {
  readonly commit: string;
  readonly at: number;
  /** Who signed it, where that was verified. */
  readonly signer?: string;
  /** Where it does not go on from the one before it. */
  readonly relation?: 'older' | 'rewritten' | 'unknown';
};

export type DeploymentSummary = {
  /** Also the name of its stack. */
  readonly name: string;
  readonly declaration: Declaration;
  readonly origin: DeclarationOrigin;
  /** How often the declaration has changed, from 1. */
  readonly generation: number;
  /**
   * `waiting`: it has not ended a round yet, or waits for a window or another deployment. `failing`: it is tried again by itself.
   * `stalled`: it is not, until there is another commit, or other keys or rules, or somebody asks.
   */
  readonly state: 'waiting' | 'syncing' | 'ready' | 'failing' | 'stalled' | 'suspended';
  readonly createdAt: number;
  /** The commit that a person went back to, and stays at. */
  readonly pinned: CommitSummary | null;
  readonly attempted: CommitSummary | null;
  readonly applied: CommitSummary | null;
  readonly error: { readonly error: WireError; readonly at: number; readonly refusedOn?: string } | null;
  readonly failures: number;
  /** The last commit that was found healthy. */
  readonly good: CommitSummary | null;
  /** Why the newest commit does not go yet. */
  readonly waiting: DeploymentWaiting | null;
  readonly conditions: readonly DeploymentCondition[];
  /** What the images of the commit that runs were pinned to. */
  readonly images: readonly PinnedImage[];
  /** Newer images in place of what the repository names. */
  readonly updates: readonly ImageUpdateSummary[];
  /** What is wrong with the file that declares it: what it said before still counts. */
  readonly declarationError: WireError | null;
  /** When the next round begins by itself. */
  readonly nextAt: number | null;
};

export type DeployPreviewRequest = {
  /** The deployment that it is a preview of. */
  readonly parent: string;
  readonly of: PreviewSubject;
  /** null: as the deployment declares it. */
  readonly ttlMs: number | null;
  /** null: made of those of the deployment and the branch. */
  readonly name: string | null;
};

/** Another branch of what a deployment follows, for a while. */
export type PreviewSummary = {
  /** Of its own deployment and stack. */
  readonly name: string;
  readonly parent: string;
  readonly of: PreviewSubject;
  readonly by: 'person' | 'rule';
  /** When it goes, with its volumes, in milliseconds since 1970. */
  readonly expiresAt: number;
  readonly state: DeploymentSummary['state'];
  readonly commit: string | null;
  readonly error: WireError | null;
  /** Where its services are to be reached. */
  readonly addresses: readonly (PublishedPort & { readonly service: string | null })[];
  /** What of its files does not count, as it was loaded last. */
  readonly notes: readonly PreviewNote[];
};

/** `path` is in the stack file. */
export type PreviewNote = { readonly path: readonly string[]; readonly says: string };

export type PreviewListing = {
  readonly previews: readonly PreviewSummary[];
  /** Why one could not be made or taken down; the name of the deployment where there is none. */
  readonly problems: readonly { readonly name: string; readonly error: WireError }[];
};

export type PinnedImage = {
  readonly reference: string;
  /** What is pulled: the index, where there is one. */
  readonly digest: string;
  /** In it, for this machine; null where the registry was not asked. */
  readonly manifest: string | null;
  /** The rules that wanted it signed, and the keys that had. */
  readonly verified: readonly { readonly match: string; readonly key: string }[];
  readonly at: number;
};

export type ImageUpdateSummary = {
  readonly declared: string;
  readonly reference: string;
  /** `bad`: it did not get healthy, and is not tried again. */
  readonly state: 'trying' | 'active' | 'bad';
  readonly reason: string | null;
  readonly at: number;
};

export type DeploymentWaiting = {
  readonly for: 'window' | 'dependency';
  readonly commit: string;
  /** When it goes, in milliseconds since 1970; null where that depends on others. */
  readonly until: number | null;
  readonly message: string;
};

export type DeploymentCondition = {
  readonly type: 'Ready' | 'Reconciling' | 'Stalled' | 'Suspended' | 'Fetched' | 'Verified' | 'Applied' | 'Healthy';
  readonly status: 'true' | 'false' | 'unknown';
  /** One word for programs. */
  readonly reason: string;
  readonly message: string;
  /** When status or reason became what they are, in milliseconds since 1970. */
  readonly at: number;
  /** The generation of the declaration that it speaks of. */
  readonly observedGeneration: number;
};

/** What is wrong with a file of declarations, or with the place they are in. */
export type DeclarationProblem = { readonly path: string; readonly error: WireError };

/** A commit that was tried. */
export type DeploymentAttempt = {
  /** From 1. */
  readonly number: number;
  readonly commit: string;
  /** Of the declaration. */
  readonly generation: number;
  readonly outcome: 'applied' | 'repaired' | 'failed' | 'refused' | 'rolled-back';
  /** `push`, `sync`, `rollback` and the like, for people. */
  readonly cause: string;
  readonly signer: string | null;
  readonly relation: CommitSummary['relation'] | null;
  /** The code of what went wrong. */
  readonly error: string | null;
  /** What its images were pinned to by then; empty where it did not come so far. */
  readonly pins: readonly { readonly reference: string; readonly digest: string }[];
  /** When it came to this first and last, and how often. */
  readonly at: number;
  readonly until: number;
  readonly times: number;
};
