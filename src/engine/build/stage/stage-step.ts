// What a stage does to its file system, with every word expanded: nothing of the Dockerfile is looked at after this.
import type { SourcePosition } from '../../../core/position.ts';
import type { Mount } from '../dockerfile/mount.ts';
import type { StageSource } from '../dockerfile/resolve-stages.ts';

/** Where the files of a COPY or of a mount come from: the build context, or another place. */
export type FileSource = { readonly kind: 'build-context' } | StageSource;

type StepBase = {
  readonly at: SourcePosition;
  /** For people: `COPY site /srv/site`. */
  readonly title: string;
  /** For the history of the image. */
  readonly createdBy: string;
};

export type RunMount = { readonly mount: Mount; readonly source: FileSource; readonly at: SourcePosition };
export type RunNetwork = 'default' | 'none' | 'host';

export type RunStep = StepBase & {
  readonly kind: 'run';
  readonly args: readonly string[];
  /** Mounted, read-only and executable, where `args` expects it. */
  readonly script: { readonly path: string; readonly content: string } | null;
  /** `NAME=value` */
  readonly environment: readonly string[];
  /** Given to the process, but no part of what the step is. */
  readonly proxies: readonly string[];
  readonly user: string;
  readonly workingDir: string;
  readonly hostname: string;
  readonly network: RunNetwork;
  readonly mounts: readonly RunMount[];
};

export type CopyStep = StepBase & {
  readonly kind: 'copy';
  readonly instruction: 'COPY' | 'ADD';
  readonly source: FileSource;
  readonly sources: readonly string[];
  readonly inlineFiles: readonly { readonly name: string; readonly content: string }[];
  /** Absolute and normal. */
  readonly destination: string;
  readonly isDirectory: boolean;
  readonly chown: string | null;
  readonly chmod: string | null;
  readonly exclude: readonly string[];
  readonly parents: boolean;
  /** Archives among the sources are unpacked. */
  readonly unpack: boolean;
};

export type WorkdirStep = StepBase & { readonly kind: 'workdir'; readonly path: string; readonly user: string };

export type StageStep = RunStep | CopyStep | WorkdirStep;
