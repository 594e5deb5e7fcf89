// What the host's administrator says about webhooks.

/** Who sends, which decides how a delivery is signed and what it looks like. Gitea stands for Forgejo, too. */
export type WebhookSender = 'github' | 'gitlab' | 'gitea' | 'bitbucket' | 'generic';

export type Hook = {
  /** The last part of its address: `/hooks/NAME`. */
  readonly name: string;
  readonly from: WebhookSender;
  /** The file of the secret, absolute. Read anew for each delivery, so that it can be exchanged. */
  readonly secretFile: string;
  /** Patterns of the deployments that it may wake. */
  readonly deployments: readonly string[];
};

export type WebhookSettings = { readonly host: string; readonly port: number; readonly hooks: readonly Hook[] };
