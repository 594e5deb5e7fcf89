// How the image of a service is built.
import type { Extensions } from './extensions.ts';
import type { Ulimits } from './run.ts';

export type Build = {
  /** Absolute. */
  readonly context: string;
  /** Relative to the context, or absolute; empty or undefined is `Dockerfile`. */
  readonly dockerfile?: string;
  readonly dockerfileInline?: string;
  /** `null` takes the value of the caller's environment and is resolved by the loader, so only strings remain. */
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
  /** Name → absolute path, or `docker-image://REF`, or `service:NAME`. */
  readonly additionalContexts: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly network?: string;
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  readonly noCacheFilter?: readonly string[];
  readonly platforms?: readonly string[];
  readonly secrets?: readonly BuildSecret[];
  /** `default`, or an id with the path of a key or socket. */
  readonly ssh?: Readonly<Record<string, string | null>>;
  readonly entitlements?: readonly string[];
  readonly privileged?: boolean;
  readonly provenance?: string;
  readonly sbom?: string;
  readonly isolation?: string;
  readonly shmBytes?: number;
  readonly ulimits?: Ulimits;
  readonly extraHosts?: Readonly<Record<string, readonly string[]>>;
  readonly extensions?: Extensions;
};

/** A secret for the build; its target is the id by which the Dockerfile names it. */
export type BuildSecret = {
  readonly source: string;
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: number;
};
