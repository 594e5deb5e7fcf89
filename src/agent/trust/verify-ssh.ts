// SSH signatures (PROTOCOL.sshsig), checked by ssh-keygen against a file of allowed signers. It is asked as of now and not, as
// git does, as of the time that the commit claims: whoever has the key of somebody who left could claim any.
import { AgentError } from '../../core/errors.ts';
import { placeFile, runTool, type ToolContext } from './signature-tool.ts';
import { invalidSignature, type SignedCommit } from './signed-commit.ts';

const NAMESPACE = 'git';
const MAGIC = 'SSHSIG';

export type AllowedSigners = {
  readonly path: string;
  /** Who has which key, as far as it was found out. */
  readonly principals: Map<string, string>;
};

/** The principal who signed it. Throws what the reason is why that is not to be trusted. */
export async function verifySsh(
  { commit, signature, payload }: SignedCommit,
  { path: signersPath, principals }: AllowedSigners,
  context: ToolContext,
): Promise<string> {
  const { namespace, key } = readSignature(commit, signature);
  if (namespace !== NAMESPACE) throw wrongNamespace(commit, namespace);
  const signaturePath = await placeFile(context, 'signature', signature);
  const input = await placeFile(context, 'payload', payload);
  const principal = principals.get(key) ?? (await findPrincipal(commit, { signaturePath, signersPath }, context));
  principals.set(key, principal);
  const words = ['-Y', 'verify', '-n', NAMESPACE, '-s', signaturePath, '-f', signersPath, '-I', principal];
  const checked = await runTool('ssh-keygen', words, { ...context, input });
  if (checked.exitCode === 0) return principal;
  throw refusalFor(commit, checked.stderr) ?? mismatch(commit);
}

type Paths = { readonly signaturePath: string; readonly signersPath: string };

async function findPrincipal(
  commit: string,
  { signaturePath, signersPath }: Paths,
  context: ToolContext,
): Promise<string> {
  const words = ['-Y', 'find-principals', '-s', signaturePath, '-f', signersPath];
  const { stdout, stderr, exitCode } = await runTool('ssh-keygen', words, context);
  const [principal] = stdout.split('\n').filter((line) => line !== '');
  if (exitCode !== 0 || principal === undefined) throw notAllowed(commit, stderr);
  return principal;
}

/** The signature says for what it was made: `SSHSIG`, a version, then texts with their lengths: key, namespace, … */
function readSignature(commit: string, armored: string): { readonly namespace: string; readonly key: string } {
  const base64 = armored.replace(/-----(BEGIN|END) SSH SIGNATURE-----/g, '').replace(/\s/g, '');
  const blob = Buffer.from(base64, 'base64');
  if (blob.toString('latin1', 0, MAGIC.length) !== MAGIC || blob.length < MAGIC.length + 8)
    throw invalidSignature(commit, 'it is not one of SSH');
  const keyStart = MAGIC.length + 4;
  const namespaceStart = keyStart + 4 + blob.readUInt32BE(keyStart);
  if (namespaceStart + 4 > blob.length) throw invalidSignature(commit, 'it is cut off');
  const length = blob.readUInt32BE(namespaceStart);
  if (namespaceStart + 4 + length > blob.length) throw invalidSignature(commit, 'it is cut off');
  return {
    key: blob.toString('latin1', keyStart, namespaceStart),
    namespace: blob.toString('latin1', namespaceStart + 4, namespaceStart + 4 + length),
  };
}

function notAllowed(commit: string, stderr: string): AgentError {
  return (
    refusalFor(commit, stderr) ??
    new AgentError('signer-unknown', {
      message: `commit ${commit} is signed by a key that is not among the allowed signers`,
      hint: 'add the key to the file of "--allowed-signers" if it is to be trusted',
    })
  );
}

/** What ssh-keygen says of a key that is in the file and does not count. */
function refusalFor(commit: string, stderr: string): AgentError | undefined {
  const says = (text: string) => ({ message: `commit ${commit} is signed by a key that ${text}` });
  if (/key has expired/.test(stderr)) return new AgentError('signature-expired', says('has expired'));
  if (/key is not yet valid/.test(stderr)) return new AgentError('signer-not-yet-valid', says('is not valid yet'));
  if (/not permitted for use in signature namespace/.test(stderr))
    return new AgentError('signature-wrong-namespace', says('may not sign for git'));
  return undefined;
}

function wrongNamespace(commit: string, namespace: string): AgentError {
  return new AgentError('signature-wrong-namespace', {
    message: `the signature of commit ${commit} was made for ${JSON.stringify(namespace.slice(0, 80))}, expected "${NAMESPACE}"`,
  });
}

function mismatch(commit: string): AgentError {
  return new AgentError('signature-mismatch', {
    message: `the signature of commit ${commit} is not of this commit: it was changed after it was signed`,
  });
}
