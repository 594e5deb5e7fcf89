// A commit object, and the signature that it carries: what is signed is the object without the header of its signature.
import { createHash } from 'node:crypto';
import { AgentError } from '../../core/errors.ts';

export type SignedCommit = {
  readonly commit: string;
  readonly kind: 'ssh' | 'gpg';
  readonly signature: string;
  readonly payload: Uint8Array;
};

const HEADERS: Readonly<Record<number, string>> = { 40: 'gpgsig', 64: 'gpgsig-sha256' };
const SSH = '-----BEGIN SSH SIGNATURE-----';
const GPG = '-----BEGIN PGP SIGNATURE-----';

/** Throws `commit-unsigned`, or `signature-invalid` for what can be read in more than one way. */
export function parseSignedCommit(commit: string, object: Uint8Array): SignedCommit {
  checkName(commit, object);
  const text = Buffer.from(object).toString('latin1');
  const end = text.indexOf('\n\n');
  const lines = (end === -1 ? text : text.slice(0, end)).split('\n');
  const signatures = headersOf(lines).filter(({ name }) => name.startsWith('gpgsig'));
  const [header, ...others] = signatures;
  if (!header) throw unsigned(commit);
  // Git leaves every such header out of what is signed: two of them, and one is signed by nobody.
  if (others.length > 0) throw invalidSignature(commit, 'it has more than one signature');
  if (header.name !== HEADERS[commit.length]) throw invalidSignature(commit, `its header is "${header.name}"`);
  const rest = end === -1 ? '' : text.slice(end);
  const kept = lines.filter((_, index) => index < header.first || index > header.last);
  const signature = header.value;
  return {
    commit,
    kind: kindOf(commit, signature),
    signature: `${signature}\n`,
    payload: Buffer.from(`${kept.join('\n')}${rest}`, 'latin1'),
  };
}

/** The error for a signature that cannot be read. */
export function invalidSignature(commit: string, why: string): AgentError {
  return new AgentError('signature-invalid', { message: `the signature of commit ${commit} cannot be read: ${why}` });
}

function checkName(commit: string, object: Uint8Array): void {
  const hash = createHash(commit.length === 64 ? 'sha256' : 'sha1');
  const name = hash.update(`commit ${object.length}\0`).update(object).digest('hex');
  if (name === commit) return;
  throw new AgentError('commit-damaged', { message: `commit ${commit} is damaged: its content is that of ${name}` });
}

type Header = { readonly name: string; readonly value: string; readonly first: number; readonly last: number };

/** A line that begins with a blank goes on with the header before it. */
function headersOf(lines: readonly string[]): readonly Header[] {
  const starts = lines.flatMap((line, index) => (line.startsWith(' ') ? [] : [index]));
  return starts.map((first, order) => {
    const last = (starts[order + 1] ?? lines.length) - 1;
    const [name = '', ...words] = (lines[first] ?? '').split(' ');
    const more = lines.slice(first + 1, last + 1).map((line) => line.slice(1));
    return { name, value: [words.join(' '), ...more].join('\n'), first, last };
  });
}

function kindOf(commit: string, signature: string): SignedCommit['kind'] {
  if (signature.startsWith(SSH)) return 'ssh';
  if (signature.startsWith(GPG)) return 'gpg';
  throw invalidSignature(commit, 'it is neither of SSH nor of OpenPGP');
}

function unsigned(commit: string): AgentError {
  return new AgentError('commit-unsigned', {
    message: `commit ${commit} is not signed`,
    hint: 'sign it with a key that this host trusts: git commit --amend --gpg-sign',
  });
}
