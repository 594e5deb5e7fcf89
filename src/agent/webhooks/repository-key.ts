// One spelling for the many addresses of one repository. For comparing alone: nothing is ever fetched from it.

const SCP_LIKE = /^(?:[^@/:\s]+@)?([^/:\s]+):(?!\/\/)(.+)$/;
const LONGEST = 2048;

/** Where a repository is, as far as its address tells: no user, no port, no ".git". `host` is in lower case. */
export type RepositoryPlace = { readonly host: string; readonly path: string };

/**
 * `host/path`, lower case: the same for https, ssh and scp spellings. undefined for what is none of them. Forges hardly tell
 * case apart in names; a deployment that is woken for nothing finds nothing to do.
 */
export function repositoryKey(text: string): string | undefined {
  const place = repositoryPlace(text);
  return place && `${place.host}/${place.path}`.toLowerCase();
}

/** undefined for what is no address of a repository on a server. */
export function repositoryPlace(text: string): RepositoryPlace | undefined {
  if (text.length > LONGEST || /[\p{Cc}\s]/u.test(text)) return undefined;
  if (/^[a-z+]+:\/\//i.test(text)) return URL.canParse(text) ? placeOf(new URL(text)) : undefined;
  const [, host = '', path = ''] = SCP_LIKE.exec(text) ?? [];
  return host === '' ? undefined : toPlace(host, path);
}

function placeOf({ hostname, pathname }: URL): RepositoryPlace | undefined {
  return toPlace(hostname, pathname);
}

function toPlace(host: string, path: string): RepositoryPlace | undefined {
  const trimmed = path
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '');
  return trimmed === '' || host === '' ? undefined : { host: host.toLowerCase(), path: trimmed };
}
