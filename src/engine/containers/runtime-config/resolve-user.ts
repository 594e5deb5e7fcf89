// Who a container's first process is: `user[:group]` looked up in the container's own /etc/passwd and /etc/group.
import { ContainerError } from '../../../core/errors.ts';
import { readInRoot } from '../../../os/read-in-root.ts';

export type ResolvedUser = {
  readonly uid: number;
  readonly gid: number;
  /** The primary group too: without it, files that deny it are open to the process (CVE-2022-36109). */
  readonly additionalGids: readonly number[];
  readonly home: string;
  /** Undefined for a number without an entry in passwd. */
  readonly name: string | undefined;
};

const MAX_ID = 2 ** 31 - 1;
/** NGROUPS_MAX. */
const MAX_GROUPS = 65_536;
const MAX_PASSWD_BYTES = 4 << 20;

/** Reads both files beneath the container's root, where no symbolic link leads out, and resolves `text` with them. */
export function resolveUserInRoot(text: string | null, rootfs: string): ResolvedUser {
  const passwd = readInRoot(rootfs, '/etc/passwd', MAX_PASSWD_BYTES) ?? '';
  const group = readInRoot(rootfs, '/etc/group', MAX_PASSWD_BYTES) ?? '';
  return resolveUser(text, passwd, group);
}

/** A number is always an id, never a name; an explicit group replaces the supplementary ones; an unknown name is an error. */
export function resolveUser(text: string | null, passwd: string, group: string): ResolvedUser {
  const [userText = '', groupText = ''] = splitOnce(text ?? '');
  const user = findUser(userText, passwd);
  const gid = groupText === '' ? user.gid : findGroup(groupText, group);
  const supplementary = groupText === '' && user.name !== undefined ? groupsOf(user.name, group) : [];
  return { ...user, gid, additionalGids: [...new Set([gid, ...supplementary])] };
}

type User = Omit<ResolvedUser, 'additionalGids'>;

function findUser(text: string, passwd: string): User {
  const id = text === '' ? 0 : parseId(text, `user "${text}"`);
  for (const line of passwd.split('\n')) {
    const [name = '', , uidText = '', gidText = '', , home = ''] = line.trim().split(':');
    const [uid, gid] = [toId(uidText), toId(gidText)];
    if (name === '' || uid === undefined || gid === undefined) continue;
    if (id === undefined ? name === text : uid === id) return { uid, gid, name, home: checkHome(home) };
  }
  if (id !== undefined) return { uid: id, gid: 0, name: undefined, home: '/' };
  throw new ContainerError('unknown-user', {
    message: `cannot run as user "${text}": the container's /etc/passwd has no such user`,
    hint: 'create the user in the image, or give a number',
  });
}

function findGroup(text: string, group: string): number {
  const id = parseId(text, `group "${text}"`);
  if (id !== undefined) return id;
  for (const { name, gid } of parseGroups(group)) if (name === text) return gid;
  throw new ContainerError('unknown-group', {
    message: `cannot run with group "${text}": the container's /etc/group has no such group`,
    hint: 'create the group in the image, or give a number',
  });
}

function groupsOf(userName: string, group: string): readonly number[] {
  const gids: number[] = [];
  for (const { gid, members } of parseGroups(group)) {
    if (members.split(',').includes(userName)) gids.push(gid);
    if (gids.length >= MAX_GROUPS) {
      throw new ContainerError('too-many-groups', {
        message: `user "${userName}" is in more than ${MAX_GROUPS} groups`,
      });
    }
  }
  return gids;
}

function* parseGroups(
  text: string,
): Generator<{ readonly name: string; readonly gid: number; readonly members: string }> {
  for (const line of text.split('\n')) {
    const [name = '', , gidText = '', members = ''] = line.trim().split(':');
    const gid = toId(gidText);
    if (name !== '' && gid !== undefined) yield { name, gid, members };
  }
}

/** Undefined for a name; throws for a number no id can be. */
function parseId(text: string, what: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const id = toId(text);
  if (id !== undefined) return id;
  throw new ContainerError('invalid-user', { message: `cannot run as ${what}: ids go from 0 to ${MAX_ID}` });
}

// A broken number must not be read as 0, which is root.
function toId(text: string): number | undefined {
  return /^[0-9]{1,10}$/.test(text) && Number(text) <= MAX_ID ? Number(text) : undefined;
}

/** The home goes into an environment variable: a hostile one falls back to the root. */
function checkHome(home: string): string {
  return home === '' || home.includes('\0') ? '/' : home;
}

function splitOnce(text: string): readonly [string, string?] {
  const at = text.indexOf(':');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
