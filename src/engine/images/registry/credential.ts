// What a registry can be told about who asks.

export type Credentials =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Exchanged for access tokens. */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** An access token as it is. */
  | { readonly kind: 'registry-token'; readonly token: string };

/** Finds the credentials for `registry[:port]/repository`. */
export type CredentialSource = (target: string) => Promise<Credentials>;

export type Environment = Readonly<Record<string, string | undefined>>;

export const ANONYMOUS: Credentials = { kind: 'anonymous' };
