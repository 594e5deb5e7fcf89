// What is declared of a deployment: one document, whether flags of `deploy add` or a file gave it. `schemas/deployment.schema.json`
// describes each part for people. The database has it as JSON; what a document of an older version lacks is as it is by default.

export type Declaration = {
  readonly version: typeof DECLARATION_VERSION;
  readonly source: SourceDeclaration;
  /** Of the stack file, its folder, or what `content` says, relative to the root of the source; `.` is the root. */
  readonly path: string;
  /** What is at `path`: one stack, or files that declare other deployments. */
  readonly content: 'stack' | 'deployments';
  /** Patterns of folders beneath `path`, each with a stack of its own; none for the one stack at `path`. */
  readonly discover: readonly string[];
  /** Patterns that the names of children must fit. */
  readonly childNames: readonly string[];
  /** What becomes of the stack of a child that the repository no longer has, unless the child says it itself. */
  readonly childRemoval: 'keep' | 'down';
  /** Stack files that are merged in this order, relative to `path`; none for those with the usual names. */
  readonly files: readonly string[];
  /** For `${NAME}` in stack files. */
  readonly variables: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
  /** The one of `environments` that counts; null for the first whose hosts have this machine among them. */
  readonly environment: string | null;
  readonly environments: Readonly<Record<string, EnvironmentDeclaration>>;
  /** Which machines this is for; none for all. */
  readonly hosts: readonly HostSelector[];
  readonly intervalMs: number;
  /** For one round; null for no limit. */
  readonly timeoutMs: number | null;
  /** null: without credentials, or with those that the host has for that place. */
  readonly auth: AuthDeclaration | null;
  /** null: commits are not verified. */
  readonly verify: VerifySettings | null;
  /** What else encrypted files are opened with, beside the keys of the host. */
  readonly decrypt: { readonly keys: readonly string[] } | null;
  /** Absolute paths of policies of this host, each of which has to allow a stack, as the host's own has to. */
  readonly policies: readonly string[];
  /** Whether services that the stack no longer has are removed. */
  readonly prune: boolean;
  /** Also if that is all of them, or more than half. */
  readonly allowEmpty: boolean;
  /** What becomes of the stack when the declaration itself is gone. Volumes stay in either case. */
  readonly removal: 'keep' | 'down';
  readonly dependsOn: readonly DependencyDeclaration[];
  readonly windows: readonly WindowDeclaration[];
  /** null: as ever. */
  readonly retry: BudgetDeclaration | null;
  readonly selfHeal: SelfHealDeclaration | null;
  readonly notify: readonly NotifyDeclaration[];
  readonly webhook: WebhookDeclaration | null;
  readonly reports: ReportsDeclaration | null;
  readonly images: readonly ImageDeclaration[];
  /** null: only those that a person asks for, as they are by default. Of a preview, what it may have itself. */
  readonly previews: PreviewsDeclaration | null;
  /** Declared as suspended; a person may suspend it beside that. */
  readonly suspend: boolean;
};

export type SourceDeclaration = GitDeclaration | OciDeclaration;

export type GitDeclaration = { readonly kind: 'git'; readonly url: string; readonly ref: GitRef };

/** An artifact of a registry, as `registry.example.org/shop:stable`. */
export type OciDeclaration = { readonly kind: 'oci'; readonly reference: string };

export type GitRef =
  /** Whatever HEAD of the repository names. */
  | { readonly kind: 'head' }
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'tag'; readonly tag: string }
  /** The highest tag in a range, such as `>=1.2 <2`. */
  | { readonly kind: 'semver'; readonly range: string; readonly tagPrefix: string }
  /** Its whole name. */
  | { readonly kind: 'commit'; readonly commit: string }
  /** The newest commit of a pull request, or merge request; only previews follow one. */
  | { readonly kind: 'pull-request'; readonly number: number };

/** Added to what counts for all: files come after, variables in place of those. */
export type EnvironmentDeclaration = {
  readonly hosts: readonly HostSelector[];
  readonly files: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly profiles: readonly string[];
};

/** Fits a machine whose name fits the pattern and that has all the labels. */
export type HostSelector = { readonly name: string; readonly labels: Readonly<Record<string, string>> };

/** All paths are absolute, of this host. */
export type AuthDeclaration =
  | ({ readonly kind: 'token'; readonly username: string } & SecretDeclaration)
  | { readonly kind: 'ssh'; readonly keyFile: string; readonly knownHostsFile: string }
  | ({
      readonly kind: 'github-app';
      readonly appId: string;
      readonly installationId: string;
      /** null for the usual one. */
      readonly apiUrl: string | null;
    } & SecretDeclaration);

/** Where a secret lies on this host. */
export type SecretDeclaration = { readonly file: string } | { readonly provider: string };

/** Which commits must be signed, and by whom. The files are this host's; their paths are absolute. */
export type VerifySettings = {
  /** The newest alone, or every one since that which runs. */
  readonly mode: 'head' | 'range';
  /** In OpenSSH's format ALLOWED SIGNERS. */
  readonly allowedSigners: string | null;
  /** OpenPGP keys, as `gpg --export` writes them, armored or not. */
  readonly keyring: string | null;
};

export type DependencyDeclaration = { readonly deployment: string; readonly condition: 'applied' | 'healthy' };

/** When changes may be made (`allow`), or may not (`deny`). */
export type WindowDeclaration = {
  readonly kind: 'allow' | 'deny';
  /** When it begins: minute, hour, day of the month, month, day of the week, as cron has it. */
  readonly schedule: string;
  readonly durationMs: number;
  /** As `Europe/Berlin`. */
  readonly timezone: string;
};

/** A pause that grows with each try, up to the longest one. */
export type BudgetDeclaration = {
  readonly delayMs: number;
  readonly longestMs: number;
  /** null for any number. */
  readonly attempts: number | null;
};

export type SelfHealDeclaration = BudgetDeclaration & { readonly enabled: boolean };

/** `channel` is declared on the host; no events for all of them. */
export type NotifyDeclaration = { readonly channel: string; readonly events: readonly string[] };

export type WebhookDeclaration = {
  readonly kind: 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'generic';
  readonly secretFile: string;
};

export type ReportsDeclaration = {
  readonly forge: 'github' | 'gitlab' | 'gitea';
  /** Where its API is; null for where the repository is. */
  readonly api: string | null;
  readonly tokenFile: string;
  readonly status: boolean;
  readonly comment: boolean;
};

export type ImageDeclaration = {
  /** Pattern of its name without the tag. */
  readonly image: string;
  readonly policy: 'semver' | 'digest' | 'newest';
  /** Of tags, for `semver`. */
  readonly range: string | null;
  /** Of tags, such as `main-*-{number}`. */
  readonly pattern?: string | null;
  /** Between two looks at the registry. */
  readonly intervalMs?: number | null;
  /** Deployed as it is found, or written back to the repository. */
  readonly update: 'pin' | 'commit';
  readonly commit?: ImageCommitDeclaration | null;
};

/** How an update is written back; null and what is missing is as ever. */
export type ImageCommitDeclaration = {
  readonly branch: string | null;
  readonly author: { readonly name: string; readonly email: string } | null;
  readonly message: string | null;
  /** An absolute path of this host. */
  readonly signingKey: string | null;
};

/** Stacks of other branches beside the deployment's own, each for a while. */
export type PreviewsDeclaration = {
  /** Patterns of branches that get one by themselves. */
  readonly branches: readonly string[];
  /** Since somebody asked for it, or since the last commit of a branch that got it by itself. */
  readonly ttlMs: number;
  /** At once, however they were made. */
  readonly limit: number;
  /** Whether those of pull requests follow them; else they stay at the commit that somebody asked for. */
  readonly pullRequests: boolean;
  /** Whether branches may have the secrets of the deployment; pull requests never do. */
  readonly secrets: boolean;
  /** Patterns of networks, volumes and paths of the host that they may use though these are not their own. */
  readonly external: readonly string[];
};

/** What a preview is of. */
export type PreviewSubject =
  | { readonly kind: 'branch'; readonly branch: string }
  | { readonly kind: 'pull-request'; readonly number: number };

/** Where a declaration comes from: only from there it is changed. */
export type DeclarationOrigin =
  | { readonly kind: 'command' }
  /** A file of this host. */
  | { readonly kind: 'file'; readonly path: string }
  /** Another deployment, whose repository has it in that file or folder. */
  | { readonly kind: 'deployment'; readonly parent: string; readonly path: string }
  | PreviewOrigin;

/** Another branch of what a deployment follows, for a while. */
export type PreviewOrigin = {
  readonly kind: 'preview';
  readonly parent: string;
  readonly of: PreviewSubject;
  /** A person who asked for it, or `previews.branches` of the parent. */
  readonly by: 'person' | 'rule';
  /** What its time counts from, in milliseconds since 1970. */
  readonly since: number;
  readonly ttlMs: number;
  /** The newest of the branch when that was, where a rule made it first. */
  readonly commit: string | null;
};

export const DECLARATION_VERSION = 1;

export const DEFAULT_INTERVAL_MS = 60_000;

/** What counts where nothing is declared; a source there must be. */
export const DEFAULT_DECLARATION: Omit<Declaration, 'source'> = {
  version: DECLARATION_VERSION,
  path: '.',
  content: 'stack',
  discover: [],
  childNames: [],
  childRemoval: 'down',
  files: [],
  variables: {},
  profiles: [],
  environment: null,
  environments: {},
  hosts: [],
  intervalMs: DEFAULT_INTERVAL_MS,
  timeoutMs: null,
  auth: null,
  verify: null,
  decrypt: null,
  policies: [],
  prune: true,
  allowEmpty: false,
  removal: 'keep',
  dependsOn: [],
  windows: [],
  retry: null,
  selfHeal: null,
  notify: [],
  webhook: null,
  reports: null,
  images: [],
  previews: null,
  suspend: false,
};

/** What counts of `previews` where nothing is declared. */
export const DEFAULT_PREVIEWS: PreviewsDeclaration = {
  branches: [],
  ttlMs: 24 * 3_600_000,
  limit: 5,
  pullRequests: false,
  secrets: false,
  external: [],
};

/** What a version that knew less has written, with the rest as it is by default. */
export function completeDeclaration(known: Partial<Declaration> & { readonly source: SourceDeclaration }): Declaration {
  return { ...DEFAULT_DECLARATION, ...known };
}

/** The place that a declaration follows, in one text: a URL or a reference. */
export function sourceAddress(source: SourceDeclaration): string {
  return source.kind === 'git' ? source.url : source.reference;
}
