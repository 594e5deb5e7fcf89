// Where the daemon is: `--host`, DOCKR_HOST, or this machine. The forms are Docker's.
import { UsageError } from '../core/errors.ts';

export type Host = { readonly kind: 'local' } | { readonly kind: 'socket'; readonly path: string } | SshHost;

export type SshHost = {
  readonly kind: 'ssh';
  /** As it was written, for messages. */
  readonly text: string;
  readonly user: string | undefined;
  readonly name: string;
  readonly port: number | undefined;
  /** Of the daemon there; undefined is its usual one. */
  readonly socket: string | undefined;
};

/** What may stand in a word for ssh: nothing that it, or a shell, would take for something else. */
const SAFE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.:%-]*$/;
const SAFE_PATH = /^\/[A-Za-z0-9_.,:@%+=/ -]+$/;

/** Throws `bad-host` for what is no address of a daemon. */
export function parseHost(text: string | undefined): Host {
  if (text === undefined || text === '') return { kind: 'local' };
  if (text.startsWith('unix://')) return { kind: 'socket', path: parsePath(text.slice('unix://'.length), text) };
  if (text.startsWith('ssh://')) return parseSsh(text);
  throw badHost(text, 'expected ssh://[user@]host[:port][/socket] or unix:///socket');
}

function parseSsh(text: string): SshHost {
  const [, user, bracketed, plain, port, socket] =
    /^ssh:\/\/(?:([^@/]*)@)?(?:\[([^\]/]*)\]|([^:/[\]]*))(?::([0-9]*))?(\/.*)?$/.exec(text) ?? [];
  const name = bracketed ?? plain ?? '';
  if (user?.includes(':')) throw badHost(text, 'a password in an address is not possible: use a key');
  if (!SAFE_NAME.test(name)) throw badHost(text, 'expected the name or address of a host after "ssh://"');
  if (user !== undefined && !SAFE_NAME.test(user)) throw badHost(text, `"${user}" is no name of a user`);
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)) throw badHost(text, `"${port}" is no port`);
  return {
    kind: 'ssh',
    text,
    user,
    name,
    port: port === undefined ? undefined : Number(port),
    socket: socket === undefined || socket === '/' ? undefined : parsePath(socket, text),
  };
}

function parsePath(path: string, text: string): string {
  if (SAFE_PATH.test(path)) return path;
  throw badHost(text, `"${path}" cannot be the path of a socket: expected an absolute path of plain characters`);
}

function badHost(text: string, why: string): UsageError {
  return new UsageError('bad-host', { message: `"${text}" is no address of a daemon: ${why}` });
}
