// A declaration as its file has it, once the schema allows it.

type Texts = string | readonly string[];

type Variables = Readonly<Record<string, string | number | boolean>>;

export type HostText = string | { readonly name?: string; readonly labels?: Variables };

export type SourceText = {
  readonly kind?: 'git' | 'oci';
  readonly url?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly semver?: string;
  readonly tagPrefix?: string;
  readonly commit?: string;
  readonly reference?: string;
};

export type AuthText = {
  readonly kind: 'token' | 'ssh' | 'github-app';
  readonly username?: string;
  readonly tokenFile?: string;
  readonly provider?: string;
  readonly keyFile?: string;
  readonly knownHostsFile?: string;
  readonly appId?: string;
  readonly installationId?: string;
  readonly apiUrl?: string;
};

export type BudgetText = { readonly delay?: string; readonly longest?: string; readonly attempts?: number };

export type ReportsText = {
  readonly forge: 'github' | 'gitlab' | 'gitea';
  readonly api?: string;
  readonly tokenFile: string;
  readonly status?: boolean;
  readonly comment?: boolean;
};

/** As schemas/deployment.schema.json has it. */
export type DeclarationText = {
  readonly version?: 1;
  readonly name: string;
  readonly source: SourceText;
  readonly path?: string;
  readonly content?: 'stack' | 'deployments';
  readonly discover?: Texts;
  readonly children?: { readonly names?: Texts; readonly removal?: 'keep' | 'down' };
  readonly files?: Texts;
  readonly variables?: Variables;
  readonly profiles?: Texts;
  readonly environment?: string;
  readonly environments?: Readonly<
    Record<
      string,
      {
        readonly hosts?: readonly HostText[];
        readonly files?: Texts;
        readonly variables?: Variables;
        readonly profiles?: Texts;
      }
    >
  >;
  readonly hosts?: readonly HostText[];
  readonly interval?: string;
  readonly timeout?: string;
  readonly auth?: AuthText;
  readonly verify?: { readonly mode: 'head' | 'range'; readonly allowedSigners?: string; readonly keyring?: string };
  readonly decrypt?: { readonly keys: Texts };
  readonly policy?: Texts;
  readonly prune?: boolean;
  readonly allowEmpty?: boolean;
  readonly removal?: 'keep' | 'down';
  readonly dependsOn?: readonly { readonly deployment: string; readonly condition?: 'applied' | 'healthy' }[];
  readonly windows?: readonly {
    readonly kind: 'allow' | 'deny';
    readonly schedule: string;
    readonly duration: string;
    readonly timezone?: string;
  }[];
  readonly retry?: BudgetText;
  readonly selfHeal?: BudgetText & { readonly enabled?: boolean };
  readonly notify?: readonly { readonly channel: string; readonly events?: Texts }[];
  readonly webhook?: {
    readonly kind: 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'generic';
    readonly secretFile: string;
  };
  readonly reports?: ReportsText;
  readonly images?: readonly ImageText[];
  readonly previews?: PreviewsText;
  readonly suspend?: boolean;
};

export type PreviewsText = {
  readonly branches?: Texts;
  readonly ttl?: string;
  readonly limit?: number;
  readonly pullRequests?: boolean;
  readonly secrets?: boolean;
  readonly external?: Texts;
};

export type ImageText = {
  readonly image: string;
  readonly policy: 'semver' | 'newest' | 'digest';
  readonly range?: string;
  readonly pattern?: string;
  readonly interval?: string;
  readonly update?: 'pin' | 'commit';
  readonly commit?: {
    readonly branch?: string;
    readonly author?: { readonly name: string; readonly email: string };
    readonly message?: string;
    readonly signingKey?: string;
  };
};
