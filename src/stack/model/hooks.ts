// Commands at certain moments of a container's life, and what `develop` does when files change.
import type { Extensions } from './extensions.ts';

/** A command in the running container. */
export type Hook = {
  readonly command?: readonly string[];
  readonly user?: string;
  readonly privileged?: boolean;
  readonly workingDir?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly extensions?: Extensions;
};

/** A container of its own that must end well before the service starts; without an image it is that of the service. */
export type InitContainer = Hook & { readonly image?: string; readonly perReplica?: boolean };

export type Develop = { readonly watch: readonly WatchRule[]; readonly extensions?: Extensions };

export type WatchAction = 'rebuild' | 'restart' | 'sync' | 'sync+restart' | 'sync+exec';

export type WatchRule = {
  /** Absolute. */
  readonly path: string;
  readonly action: WatchAction;
  /** In the container; always there for the actions that sync. */
  readonly target?: string;
  readonly ignore?: readonly string[];
  readonly include?: readonly string[];
  readonly initialSync?: boolean;
  readonly exec?: Hook;
  readonly extensions?: Extensions;
};
