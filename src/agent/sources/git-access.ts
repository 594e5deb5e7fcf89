// What git is given for one call, so that the server takes it for whom it is.
import { writeSync } from 'node:fs';
import { AgentError } from '../../core/errors.ts';
import { closeDescriptor } from '../../os/libc.ts';
import { createPipe } from '../../os/poller.ts';

export type GitAccess =
  /** What this machine has by itself. */
  | { readonly kind: 'none' }
  /** For one origin alone: `https://git.example.org:8443`. */
  | { readonly kind: 'password'; readonly origin: string; readonly username: string; readonly password: string }
  | { readonly kind: 'ssh'; readonly keyPath: string; readonly knownHostsPath: string };

export const NO_ACCESS: GitAccess = { kind: 'none' };

/** With the rest it fits into the smallest pipe, so that writing it waits for nobody. */
const LONGEST_PASSWORD = 3500;
/** Git runs it by a shell with the operation as its argument. What it prints comes by a pipe: it is in no word, variable or file. */
const HELPER = '!f() { test "$1" = get && cat <&3; }; f';
const SSH = 'ssh -oBatchMode=yes -oStrictHostKeyChecking=yes -oClearAllForwardings=yes';
/** Neither the user's settings nor an agent have a say: one key, and the host keys of one file. */
const SSH_OPTIONS = [
  'IdentitiesOnly=yes',
  'IdentityAgent=none',
  'GlobalKnownHostsFile=/dev/null',
  'UpdateHostKeys=no',
  'VerifyHostKeyDNS=no',
  'CanonicalizeHostname=no',
  'PreferredAuthentications=publickey',
  'PasswordAuthentication=no',
  'KbdInteractiveAuthentication=no',
  'HostbasedAuthentication=no',
  'GSSAPIAuthentication=no',
  'AddKeysToAgent=no',
  'ForwardAgent=no',
  'ForwardX11=no',
  'PermitLocalCommand=no',
  'ProxyCommand=none',
  'ControlMaster=no',
  'ControlPath=none',
  'Tunnel=no',
  'ConnectTimeout=15',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=2',
];

/** A password that would be several lines could say something else to git. Throws `credential-malformed`. */
export function checkPassword(password: string): string {
  if (/^[\x20-\x7e]+$/.test(password) && password.length <= LONGEST_PASSWORD) return password;
  throw new AgentError('credential-malformed', {
    message: 'the credentials are not one line of printable characters',
  });
}

/** Settings of git for the access: `-c` and its value. */
export function settingsOf(access: GitAccess): readonly string[] {
  return access.kind === 'password' ? ['-c', `credential.${access.origin}.helper=${HELPER}`] : [];
}

/** The command line of ssh. Its paths are plain: `checkAuth`. */
export function sshCommandOf(access: GitAccess): string {
  if (access.kind !== 'ssh') return SSH;
  const { keyPath, knownHostsPath } = access;
  const options = [...SSH_OPTIONS, `IdentityFile=${keyPath}`, `UserKnownHostsFile=${knownHostsPath}`];
  return [SSH, '-F none', ...options.map((option) => `-o${option}`)].join(' ');
}

/** Gives the work the end of a pipe that the credentials can be read from, once; nothing where there are none. */
export async function withCredentials<T>(
  access: GitAccess,
  work: (third: number | undefined) => Promise<T>,
): Promise<T> {
  if (access.kind !== 'password') return work(undefined);
  const { readEnd, writeEnd } = createPipe();
  try {
    writeSync(writeEnd, `username=${access.username}\npassword=${access.password}\n`);
  } finally {
    closeDescriptor(writeEnd);
  }
  try {
    return await work(readEnd);
  } finally {
    closeDescriptor(readEnd);
  }
}

/** Takes out of a text what a server may have sent back to us of our credentials. */
export function withoutSecrets(text: string, access: GitAccess): string {
  if (access.kind !== 'password') return text;
  const { username, password } = access;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  const forms = [password, encodeURIComponent(password), basic, basic.replace(/=+$/, '')];
  forms.push(Buffer.from(password).toString('base64').replace(/=+$/, ''));
  return forms.reduce((shown, form) => shown.replaceAll(form, '‹secret›'), text);
}
