// Where the desired state of a deployment comes from. Git is the one that there is.
import type { SourceText } from './git-source.ts';

/** A commit as a folder that never changes. */
export type Release = { readonly commit: string; readonly directory: string };

export interface Source {
  /** The newest commit there is now, asked of the repository without fetching anything. */
  findHead(signal: AbortSignal): Promise<string>;
  /** The newest commit as a release, fetched and exported unless it is here. `head` is what `findHead` gave. */
  fetchRelease(head: string, signal: AbortSignal): Promise<Release>;
  /** A release that is here already. */
  findRelease(commit: string): Promise<Release | undefined>;
  /** Removes all releases but these. */
  keepOnly(commits: readonly string[]): Promise<void>;
}

/** Makes the source of a deployment from what was declared, which `declared` gives anew each time. */
export interface SourceFactory {
  /** Throws for what is malformed or not allowed on this host. */
  check(declared: SourceText): void;
  open(name: string, directory: string, declared: () => SourceText): Source;
}
