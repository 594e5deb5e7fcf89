// OpenPGP signatures, checked by gpg in a home of its own, which has the keys of the deployment's keyring and nothing else.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentError } from '../../core/errors.ts';
import { placeFile, runTool, type ToolContext } from './signature-tool.ts';
import { invalidSignature, type SignedCommit } from './signed-commit.ts';

const SETTINGS = [
  '--no-options',
  '--batch',
  '--no-tty',
  '--no-autostart',
  '--no-auto-key-retrieve',
  '--trust-model=always',
];
const WEAK = ['--weak-digest=SHA1', '--weak-digest=MD5', '--weak-digest=RIPEMD160'];

/** Makes the home, and gives the words that every call of gpg begins with. Throws `signers-invalid`. */
export async function openKeyring(keyring: Uint8Array, context: ToolContext): Promise<readonly string[]> {
  const home = join(context.directory, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  const words = [`--homedir=${home}`, ...SETTINGS];
  const path = await placeFile(context, 'keyring', keyring);
  const { stdout, stderr } = await runTool('gpg', [...words, '--status-fd=1', '--import', path], context);
  if (/^\[GNUPG:\] IMPORT_OK /m.test(stdout)) return words;
  throw new AgentError('signers-invalid', {
    message: 'the keyring has no OpenPGP key, so no commit is trusted',
    hint: 'write it with "gpg --export --armor NAME"',
    output: stderr.trim().split('\n').slice(-5),
  });
}

/** The owner and the fingerprint of the key that signed it. Throws what the reason is why that is not to be trusted. */
export async function verifyGpg(
  { commit, signature, payload }: SignedCommit,
  keyring: readonly string[],
  context: ToolContext,
): Promise<string> {
  const signaturePath = await placeFile(context, 'signature', signature);
  const payloadPath = await placeFile(context, 'payload', payload);
  const words = [...keyring, ...WEAK, '--status-fd=1', '--verify', signaturePath, payloadPath];
  const { stdout, exitCode } = await runTool('gpg', words, context);
  const status = readStatus(stdout);
  const refusal = refusalFor(commit, status);
  if (refusal) throw refusal;
  const owner = status
    .find(([word]) => word === 'GOODSIG')
    ?.slice(2)
    .join(' ');
  const fingerprint = status.find(([word]) => word === 'VALIDSIG')?.at(-1);
  if (exitCode === 0 && owner !== undefined && fingerprint !== undefined) return `${owner} ${fingerprint}`;
  throw invalidSignature(commit, 'gpg does not say that it is good');
}

/** Words of each line that gpg has for programs. */
function readStatus(output: string): readonly (readonly string[])[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('[GNUPG:] '))
    .map((line) => line.slice('[GNUPG:] '.length).split(' '));
}

function refusalFor(commit: string, status: readonly (readonly string[])[]): AgentError | undefined {
  const has = (word: string): boolean => status.some(([first]) => first === word);
  const says = (text: string): string => `commit ${commit} is signed by a key that ${text}`;
  if (status.filter(([word]) => word === 'NEWSIG').length > 1)
    return invalidSignature(commit, 'there are several in it');
  if (has('BADSIG'))
    return new AgentError('signature-mismatch', {
      message: `the signature of commit ${commit} is not of this commit: it was changed after it was signed`,
    });
  if (has('REVKEYSIG')) return new AgentError('signer-revoked', { message: says('was revoked') });
  if (has('EXPKEYSIG') || has('EXPSIG')) return new AgentError('signature-expired', { message: says('has expired') });
  if (has('NO_PUBKEY')) return new AgentError('signer-unknown', { message: says('is not in the keyring') });
  if (has('ERRSIG') || has('NODATA')) return invalidSignature(commit, 'gpg does not take it');
  return undefined;
}
