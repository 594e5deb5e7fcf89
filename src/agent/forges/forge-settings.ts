// What the host's administrator says about forges that are told of deployments.

/** Gitea stands for Forgejo, too. */
export type ForgeKind = 'github' | 'gitlab' | 'gitea';

export type ForgeSettings = {
  readonly kind: ForgeKind;
  /** Of its API, without a slash at the end. Nothing is ever sent anywhere else. */
  readonly api: string;
  /** Patterns of `host/path`, lower case. */
  readonly repositories: readonly string[];
  /** The file of the token, absolute. */
  readonly tokenFile: string;
  readonly statuses: boolean;
  readonly comments: boolean;
};
