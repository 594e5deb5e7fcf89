/** What is to be built. The stack's `Build` has the same shape. */
export type BuildSpec = {
  /** An absolute directory. */
  readonly context: string;
  /** Relative to the context, or absolute; undefined is `Dockerfile`. */
  readonly dockerfile?: string;
  /** The Dockerfile itself. */
  readonly dockerfileInline?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string;
  /** Name → an absolute directory, or `docker-image://REF`. */
  readonly additionalContexts: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** More names for the image. */
  readonly tags: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  /** Of RUN: undefined or `default` is a bridge, `none`, `host`, or the name of a network. */
  readonly network?: string;
  /** What RUNs keep between builds (`--mount=type=cache`) is shared by builds of one owner alone: a stack. */
  readonly owner?: string;
};
