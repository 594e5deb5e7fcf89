// What a Dockerfile says, as data. Values are unexpanded: variables are the builder's, who knows their values.
import type { SourcePosition } from '../../../core/position.ts';

/** The character that continues lines and escapes in words. */
export type EscapeCharacter = '\\' | '`';

export type Dockerfile = {
  readonly file: string;
  readonly directives: Directives;
  /** `ARG` before the first `FROM`: seen by `FROM` only, until a stage declares them again. */
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
  readonly warnings: readonly DockerfileWarning[];
};

export type Directives = {
  readonly escape: EscapeCharacter;
  readonly syntax?: SyntaxDirective;
  readonly check?: CheckDirective;
};

/** `# syntax=docker/dockerfile:1`: which frontend the author wrote for. */
export type SyntaxDirective = { readonly image: string; readonly text: string; readonly at: SourcePosition };

/** `# check=skip=A,B;error=true`: which checks the author wants. */
export type CheckDirective = { readonly text: string; readonly at: SourcePosition };

/** `rule` is what `# check=skip=` names. */
export type DockerfileWarning = {
  readonly rule: string;
  readonly message: string;
  readonly at: SourcePosition;
};

export type Stage = {
  readonly index: number;
  /** Lower-cased, as references to it are. */
  readonly name?: string;
  readonly base: { readonly image: string; readonly platform?: string };
  readonly from: FromInstruction;
  readonly instructions: readonly StageInstruction[];
};

/** What every instruction carries. */
export type InstructionBase = {
  /** The instruction's own word. */
  readonly at: SourcePosition;
  /** The last line it spans, heredoc bodies included. */
  readonly endLine: number;
  /** The joined line, comments and continuations removed, heredoc bodies left out. */
  readonly original: string;
  /** The comment lines directly above. */
  readonly comments: readonly string[];
};

/** `CMD ["a"]` is exec form; everything that is not a JSON array of strings is shell form. */
export type Command =
  | { readonly form: 'exec'; readonly args: readonly string[] }
  | { readonly form: 'shell'; readonly text: string };

export type Heredoc = {
  readonly name: string;
  readonly fd: number;
  /** False where any part of the word was quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are not part of the text. `content` still has them. */
  readonly stripTabs: boolean;
  readonly content: string;
};

export type KeyValue = { readonly name: string; readonly value: string };

/** A file written in the Dockerfile itself, source of a COPY or ADD. */
export type InlineFile = { readonly name: string; readonly content: string; readonly expand: boolean };

export type FromInstruction = InstructionBase & {
  readonly kind: 'from';
  readonly image: string;
  readonly platform?: string;
  readonly stageName?: string;
  /** `AS` and the name as written, for the checks of their case. */
  readonly written?: { readonly as: string; readonly name: string };
};

export type RunInstruction = InstructionBase & {
  readonly kind: 'run';
  readonly command: Command;
  readonly heredocs: readonly Heredoc[];
  /** Unexpanded; `parseMount` turns one into a `Mount`. */
  readonly mounts: readonly MountFlag[];
  readonly network?: string;
  readonly security?: string;
  readonly devices: readonly Device[];
};

export type MountFlag = { readonly text: string; readonly from?: string; readonly at: SourcePosition };
export type Device = { readonly name: string; readonly required: boolean };

type FileTransfer = {
  readonly sources: readonly string[];
  readonly inlineFiles: readonly InlineFile[];
  readonly destination: string;
  readonly chown?: string;
  readonly chmod?: string;
  readonly link: boolean;
  readonly exclude: readonly string[];
};

export type CopyInstruction = InstructionBase &
  FileTransfer & {
    readonly kind: 'copy';
    readonly from?: string;
    readonly fromAt?: SourcePosition;
    readonly parents: boolean;
  };

export type AddInstruction = InstructionBase &
  FileTransfer & {
    readonly kind: 'add';
    readonly keepGitDir: boolean;
    readonly checksum?: string;
    /** Unset: local archives are unpacked, remote ones are not. */
    readonly unpack?: boolean;
  };

export type KeyValueInstruction<Kind extends 'env' | 'label'> = InstructionBase & {
  readonly kind: Kind;
  readonly pairs: readonly KeyValue[];
  /** `ENV name value`, without an equals sign. */
  readonly legacy: boolean;
};

export type ArgInstruction = InstructionBase & {
  readonly kind: 'arg';
  readonly args: readonly { readonly name: string; readonly default?: string }[];
};

export type HealthcheckInstruction = InstructionBase & { readonly kind: 'healthcheck'; readonly check: Healthcheck };

/** Times of zero mean "inherit the default". */
export type Healthcheck =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly intervalMs: number;
      readonly timeoutMs: number;
      readonly startPeriodMs: number;
      readonly startIntervalMs: number;
      readonly retries: number;
    };

type Simple<Kind extends string, Fields> = InstructionBase & { readonly kind: Kind } & Readonly<Fields>;

export type StageInstruction =
  | RunInstruction
  | CopyInstruction
  | AddInstruction
  | KeyValueInstruction<'env'>
  | KeyValueInstruction<'label'>
  | ArgInstruction
  | HealthcheckInstruction
  | Simple<'workdir', { path: string }>
  | Simple<'user', { user: string }>
  | Simple<'stopsignal', { signal: string }>
  | Simple<'maintainer', { maintainer: string }>
  | Simple<'expose', { ports: readonly string[] }>
  | Simple<'volume', { paths: readonly string[] }>
  | Simple<'cmd', { command: Command }>
  | Simple<'entrypoint', { command: Command }>
  | Simple<'shell', { shell: readonly string[] }>
  /** `expression` is what the image's configuration stores. */
  | Simple<'onbuild', { expression: string; trigger: StageInstruction }>;

export type Instruction = FromInstruction | StageInstruction;
