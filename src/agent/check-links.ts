// Where the links of a commit lead. The release holds exactly that commit, so it can be told before anything is written.
import { AgentError } from '../core/errors.ts';

const MOST_LINKS = 40;

/** Throws for a link that leaves the release, by itself or through others. `links` has paths and their targets. */
export function checkLinks(links: ReadonlyMap<string, string>): void {
  for (const path of links.keys()) {
    if (staysInside(path.split('/'), links)) continue;
    throw new AgentError('link-outside-release', {
      message: `link "${path}" to "${links.get(path)}" leads out of the repository`,
      hint: 'links of a deployed repository must stay within it',
    });
  }
}

/** Walks as the kernel does. What is not there cannot be walked through, and will not be there later. */
function staysInside(path: readonly string[], links: ReadonlyMap<string, string>): boolean {
  const left = [...path];
  const here: string[] = [];
  let followed = 0;
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (here.pop() === undefined) return false;
      continue;
    }
    here.push(part);
    const target = links.get(here.join('/'));
    if (target === undefined) continue;
    if (target.startsWith('/') || target.includes('\0')) return false;
    // A loop: the kernel refuses it, whatever it leads to.
    if (++followed > MOST_LINKS) return true;
    here.pop();
    left.unshift(...target.split('/'));
  }
  return true;
}
