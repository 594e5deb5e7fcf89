// Where the desired state of a deployment comes from. Git is the one that there is.
import type { Declaration } from '../core/declaration.ts';
import type { Notice } from './sources/notice.ts';
import type { Examined, ExamineRequest } from './trust/examine-commit.ts';

/** A commit as a folder that never changes. */
export type Release = {
  readonly commit: string;
  readonly directory: string;
  /** What is to be told of it, where there is something. */
  readonly notices?: readonly Notice[];
};

/** Its name is what the repository says, and may be anything. */
export type Branch = { readonly branch: string; readonly commit: string };

export interface Source {
  /**
   * The newest commit there is now, asked of the repository without fetching anything. With `maxAgeMs`, it may be the one
   * that was the newest so long ago.
   */
  findHead(signal: AbortSignal, maxAgeMs?: number): Promise<string>;
  /** Every branch there is now. Sources that have none do not have this. */
  listBranches?(signal: AbortSignal): Promise<readonly Branch[]>;
  /** Fetches the newest commit and what it takes to trust it. Throws, with the reason, if it is not to be deployed. */
  examine(head: string, request: ExamineRequest): Promise<Examined>;
  /** The same for a commit that ran before, whatever the newest one is: whether who signed it is trusted. */
  examineKnown(commit: string, request: Pick<ExamineRequest, 'trust' | 'signal'>): Promise<Examined>;
  /** A commit that was examined, or the newest one, as a release; fetched and exported unless it is here. */
  fetchRelease(commit: string, signal: AbortSignal): Promise<Release>;
  /** A release that is here already. */
  findRelease(commit: string): Promise<Release | undefined>;
  /** Removes all releases but these, and what containers used of others. */
  keepOnly(commits: readonly string[]): Promise<void>;
}

/** Makes the source of a deployment from what was declared, which `declared` gives anew each time. */
export interface SourceFactory {
  /** Throws for what is malformed or not allowed on this host. */
  check(declared: Declaration): void;
  open(name: string, directory: string, declared: () => Declaration): Source;
}
