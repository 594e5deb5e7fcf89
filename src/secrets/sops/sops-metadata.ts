// What a file of SOPS says of itself, checked.
import { StackError } from '../../core/errors.ts';

export type SopsMetadata = {
  /** Encrypted; with the time of the last change it tells that nothing was exchanged. */
  readonly mac: string;
  readonly lastModified: string;
  /** The key of the data, encrypted for each recipient. */
  readonly recipients: readonly { readonly recipient: string; readonly sealedKey: string }[];
  readonly rule: SopsRule;
  readonly macOnlyEncrypted: boolean;
};

/** Which values are encrypted, by the keys above them. */
export type SopsRule =
  | { readonly kind: 'unencrypted-suffix' | 'encrypted-suffix'; readonly suffix: string }
  | { readonly kind: 'unencrypted-regex' | 'encrypted-regex'; readonly pattern: string };

const RULES = ['unencrypted_suffix', 'encrypted_suffix', 'unencrypted_regex', 'encrypted_regex'] as const;
const COMMENT_RULES = ['unencrypted_comment_regex', 'encrypted_comment_regex'] as const;
const OTHER_KEYS = ['pgp', 'kms', 'gcp_kms', 'azure_kv', 'hc_vault', 'hckms'] as const;
const DEFAULT_RULE: SopsRule = { kind: 'unencrypted-suffix', suffix: '_unencrypted' };
const MOST_RECIPIENTS = 100;

type Fields = Readonly<Record<string, unknown>>;

/** Throws `secret-malformed` and `secret-not-supported`. */
export function parseSopsMetadata(value: unknown, shown: string): SopsMetadata {
  if (!isFields(value)) throw malformed(shown, 'its metadata is missing');
  if (listOf(value['key_groups']).length > 0) throw unsupported(shown, 'its key is split among key groups (Shamir)');
  const commentRule = COMMENT_RULES.find((name) => textOf(value[name]) !== '');
  if (commentRule) throw unsupported(shown, `it has "${commentRule}"`);
  const mac = textOf(value['mac']);
  const lastModified = textOf(value['lastmodified']);
  if (mac === '') throw malformed(shown, 'it has no MAC, so nobody would see a change of it');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(lastModified))
    throw malformed(shown, '"lastmodified" is no time');
  return {
    mac,
    lastModified: lastModified.replace(/\.\d+/, ''),
    recipients: parseRecipients(value, shown),
    rule: parseRule(value, shown),
    macOnlyEncrypted: /^true$/i.test(textOf(value['mac_only_encrypted'])),
  };
}

function parseRecipients(fields: Fields, shown: string): SopsMetadata['recipients'] {
  const recipients = listOf(fields['age']).map((item) => ({
    recipient: isFields(item) ? textOf(item['recipient']) : '',
    sealedKey: isFields(item) ? textOf(item['enc']) : '',
  }));
  if (recipients.length > MOST_RECIPIENTS) throw malformed(shown, `it has more than ${MOST_RECIPIENTS} recipients`);
  if (recipients.length > 0) return recipients;
  const others = OTHER_KEYS.filter((name) => listOf(fields[name]).length > 0);
  if (others.length === 0) throw malformed(shown, 'it names no recipient');
  throw unsupported(shown, `it is only for keys of ${others.join(', ')}`);
}

function parseRule(fields: Fields, shown: string): SopsRule {
  const given = RULES.filter((name) => textOf(fields[name]) !== '');
  const [name] = given;
  if (given.length > 1) throw malformed(shown, `it has ${given.map((each) => `"${each}"`).join(' and ')}`);
  if (name === undefined) return DEFAULT_RULE;
  const text = textOf(fields[name]);
  switch (name) {
    case 'unencrypted_suffix':
      return { kind: 'unencrypted-suffix', suffix: text };
    case 'encrypted_suffix':
      return { kind: 'encrypted-suffix', suffix: text };
    case 'unencrypted_regex':
      return { kind: 'unencrypted-regex', pattern: text };
    case 'encrypted_regex':
      return { kind: 'encrypted-regex', pattern: text };
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

function malformed(shown: string, why: string): StackError {
  return new StackError('secret-malformed', { message: `"${shown}" is not a whole file of SOPS: ${why}` });
}

function unsupported(shown: string, what: string): StackError {
  return new StackError('secret-not-supported', {
    message: `"${shown}" cannot be opened: ${what}, which dockr does not do`,
    hint: 'encrypt it for a key of age, which "sops updatekeys" or "sops rotate" does',
  });
}
